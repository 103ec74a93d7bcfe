/** An admission policy refuses nothing. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Admission policies refuse what breaks them',
  severity: 'medium',
  about: 'admissionPolicies',
  needs: ['admissionPolicyBindings'],
  why: `
    A ValidatingAdmissionPolicy does nothing until a binding says where it holds, and refuses nothing unless a binding says
    Deny. It then looks like a guard and is none.`,
  fix: 'Create a ValidatingAdmissionPolicyBinding for the policy with validationActions: [Deny], after a while with [Warn, Audit]; or delete the policy.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/'],
  examples: {
    good: [
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: owners}
spec: {failurePolicy: Fail}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: owners}
spec: {policyName: owners, validationActions: [Deny, Audit]}`,
    ],
    bad: [
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: owners}
spec: {failurePolicy: Fail}`,
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: owners}
spec: {failurePolicy: Fail}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: owners}
spec: {policyName: owners, validationActions: [Audit, Warn]}`,
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: owners}
spec: {failurePolicy: Ignore}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: owners}
spec: {policyName: owners, validationActions: [Deny]}`,
    ],
  },
  judge({ metadata: { name }, spec }, world) {
    const binds = world.some(
      'admissionPolicyBindings',
      (binding) => binding.spec?.policyName === name && (binding.spec.validationActions ?? []).includes('Deny'),
    )
    if (binds && spec?.failurePolicy === 'Ignore')
      return { says: 'it lets in whatever it cannot evaluate', at: 'spec.failurePolicy', actual: 'Ignore', wanted: 'Fail' }
    if (binds) return undefined
    const other = world.some('admissionPolicyBindings', (binding) => binding.spec?.policyName === name)
    if (!other) return { says: 'no binding puts it in force', wanted: 'a ValidatingAdmissionPolicyBinding with Deny' }
    return {
      says: `its binding ${other.metadata.name} refuses nothing: ${(other.spec?.validationActions ?? []).join(', ') || 'no action'}`,
      wanted: 'Deny',
      via: [{ kind: other.kind, apiVersion: other.apiVersion, name: other.metadata.name }],
    }
  },
})
