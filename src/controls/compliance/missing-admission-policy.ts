/** Nothing at admission refuses what Pod Security cannot express. */
import { control } from '../../model/control.ts'
import { enforcedTexts, opaqueEngine } from '../../reach/enforced-policies.ts'

/** What the levels of Pod Security leave open, and how a policy on it can be told. */
const topics: readonly (readonly [string, RegExp])[] = [
  ['registries of images', /image[\s\S]*?(startsWith|matches\(|registr|\.ecr\.)|\\?"image\\?":\s*\\?"[^"]*\//],
  ['read-only root file systems', /readOnlyRootFilesystem/],
  ['resource limits', /\blimits\b/],
  ['mounts of service account tokens', /automountServiceAccountToken/],
  ['LoadBalancer Services', /LoadBalancer/],
]

const cluster = 'eks:DescribeCluster: {cluster: {name: shop}}'
const everything = `object.spec.containers.all(c, c.image.startsWith("111122223333.dkr.ecr.") && c.securityContext.readOnlyRootFilesystem && has(c.resources.limits)) && object.spec.automountServiceAccountToken == false`

export default control({
  title: 'Admission policies refuse what Pod Security cannot express',
  severity: 'medium',
  about: 'clusters',
  needs: ['admissionPolicies', 'admissionPolicyBindings', 'kyvernoPolicies', 'validatingWebhooks', 'customResourceDefinitions'],
  why: `
    Pod Security does not ask where an image comes from, whether a root file system can be written, what a pod may use up, or who
    may open a load balancer. A policy engine does, and ValidatingAdmissionPolicy is one that needs nothing installed.`,
  fix: 'Write ValidatingAdmissionPolicies for the topics named, bind them with [Warn, Audit] first and with [Deny] when the warnings have stopped.',
  refs: [
    'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html',
  ],
  examples: {
    good: [
      `${cluster}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: pods}
spec: {validations: [{expression: '${everything}'}]}
---
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: pods}, spec: {policyName: pods, validationActions: [Deny]}}
---
{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: lb}, spec: {rules: [{name: lb, validate: {failureAction: Enforce, pattern: {spec: {type: "!LoadBalancer"}}}}]}}`,
    ],
    bad: [
      cluster,
      `${cluster}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: pods}
spec: {validations: [{expression: '${everything} && object.spec.type != "LoadBalancer"'}]}
---
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: pods}, spec: {policyName: pods, validationActions: [Warn, Audit]}}`,
      `${cluster}
---
{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: limits}, spec: {validationFailureAction: Audit, rules: [{name: limits, validate: {pattern: {spec: {containers: [{resources: {limits: {memory: "?*"}}}]}}}}]}}`,
    ],
  },
  judge(_, world) {
    const texts = enforcedTexts(world)
    const open = topics.filter(([, sign]) => !texts.some((text) => sign.test(text))).map(([topic]) => topic)
    if (open.length === 0) return undefined
    for (const kind of ['admissionPolicies', 'admissionPolicyBindings', 'kyvernoPolicies'] as const) world.all(kind)
    const opaque = opaqueEngine(world)
    if (opaque !== undefined) return { because: 'untold', detail: `what ${opaque} refuses cannot be read, so ${open.join(', ')} may or may not be guarded` }
    return { says: `no enforced admission policy speaks of ${open.join(', ')}`, actual: open, wanted: 'a policy that denies, for each of them' }
  },
})
