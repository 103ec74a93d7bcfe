/** Nothing keeps a pod under investigation from being deleted. */
import { control } from '../../model/control.ts'
import type { ValidatingAdmissionPolicy } from '../../model/kubernetes.ts'

const policy = (operations: string, expression: string, actions = '[Deny]') => `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: evidence}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [''], resources: [pods], operations: ${operations}}]}
  validations: [{expression: "${expression}"}]
---
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: evidence}, spec: {policyName: evidence, validationActions: ${actions}}}`
const guard = "!('investigation' in oldObject.metadata.labels) || request.userInfo.groups.exists(g, g == 'responders')"

export default control({
  title: 'Pods under investigation are guarded against deletion',
  severity: 'medium',
  about: 'clusters',
  needs: ['admissionPolicies', 'admissionPolicyBindings', 'validatingWebhooks'],
  why: `
    The pod that is evidence is one kubectl delete, one drain or one autoscaler away from being gone, and helpful colleagues
    restart what looks broken. A label that the API server itself respects keeps it.`,
  fix: 'Create a ValidatingAdmissionPolicy for DELETE and UPDATE of pods (and nodes) that refuses all but responders where the object carries the investigation label, bind it with validationActions [Deny], and try it with --dry-run=server.',
  refs: [
    'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html',
  ],
  examples: {
    good: [policy('[DELETE, UPDATE]', guard)],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}`,
      policy('[CREATE]', guard),
      policy('[DELETE]', guard, '[Audit]'),
      policy('[DELETE]', "object.metadata.name != 'x'"),
    ],
  },
  judge(_, world) {
    const guards = world.all('admissionPolicies').filter(isGuard)
    const denies = (name: string) =>
      world.all('admissionPolicyBindings').some(({ spec }) => spec?.policyName === name && (spec.validationActions ?? []).includes('Deny'))
    if (guards.some(({ metadata }) => denies(metadata.name))) return undefined
    const [first] = guards
    if (first)
      return {
        says: `ValidatingAdmissionPolicy ${first.metadata.name} guards pods under investigation, but no binding of it denies`,
        wanted: 'a binding with validationActions [Deny]',
      }
    const webhook = world
      .all('validatingWebhooks')
      .find(({ webhooks }) => (webhooks ?? []).some(({ rules }) => (rules ?? []).some((rule) => touches(rule.resources, rule.operations))))
    if (webhook) return { because: 'untold', detail: `whether webhook ${webhook.metadata.name} guards pods under investigation cannot be told from outside` }
    return { says: 'no admission policy guards pods under investigation against deletion', wanted: 'a policy that denies DELETE by the label' }
  },
})

const touches = (resources: readonly string[] | undefined, operations: readonly string[] | undefined): boolean =>
  (resources ?? []).some((one) => one === '*' || one === '*/*' || one === 'pods') && (operations ?? []).some((one) => one === '*' || one === 'DELETE')

function isGuard({ spec }: ValidatingAdmissionPolicy): boolean {
  const text = JSON.stringify([spec?.validations ?? [], spec?.matchConstraints ?? {}])
  return (
    (spec?.matchConstraints?.resourceRules ?? []).some(({ resources, operations }) => touches(resources, operations)) &&
    /quarantin|investigat|forensic|evidence|incident/i.test(text)
  )
}
