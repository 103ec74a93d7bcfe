/** No policy selects the pods of a workload, in one direction or in both. */
import { control } from '../../model/control.ts'
import type { Gap } from '../../model/snapshot.ts'
import { above, isDeniedAbove } from '../../reach/cluster-policies.ts'
import { directions, governs, isFinished, labelsOf, needCompute, onHostNetwork, policiesOf } from '../../reach/network.ts'
import { hasPodGroup, podGroupKinds } from '../../reach/pod-groups.ts'

const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: [{name: web, image: web:1}]}}}
---
`
const policy = (spec: string) => `${web}{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: shop}, spec: ${spec}}`

export default control({
  title: 'Policies select the pods of every workload in both directions',
  severity: 'high',
  about: 'workloads',
  needs: ['networkPolicies', 'namespaces', ...above, ...podGroupKinds],
  why: `
    A pod is isolated in a direction as soon as one policy of that direction selects it, and wide open before. A label
    that was misspelt, or a policy for ingress alone, leaves it as open as if there were no policy.`,
  fix: 'Write a NetworkPolicy whose podSelector matches the labels of the pods, with policyTypes [Ingress, Egress] and the flows they need.',
  refs: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      policy('{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress]}'),
      `${policy('{podSelector: {}, policyTypes: [Ingress]}')}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: out, namespace: shop}, spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}, egress: [{to: [{podSelector: {}}]}]}}`,
      `${web}{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: web, namespace: shop}, spec: {serviceAccountSelector: {matchLabels: {team: web}}, securityGroups: {groupIds: [sg-1]}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, labels: {team: web}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec: {template: {spec: {hostNetwork: true, containers: [{name: aws-node, image: cni:1, env: [{name: ENABLE_POD_ENI, value: 'true'}]}]}}}`,
    ],
    bad: [
      web,
      policy('{podSelector: {matchLabels: {app: webb}}, policyTypes: [Ingress, Egress]}'),
      policy('{podSelector: {}, policyTypes: [Ingress]}'),
      // Security groups for pods are switched off.
      `${web}{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, securityGroups: {groupIds: [sg-1]}}}`,
    ],
  },
  // Fargate, Windows and the host network are beyond policies; network/unenforced-policy speaks of those.
  responsible: { fargate: 'n/a' },
  applies: (workload, world) => !onHostNetwork(workload) && workload.os !== 'windows' && !isFinished(workload, world),
  judge(workload, world) {
    const policies = policiesOf(workload, world)
    const open = directions.filter((direction) => !policies.some(({ spec }) => governs(spec, direction)))
    if (open.length === 0 || hasPodGroup(workload, world)) return undefined
    needCompute(workload, world)
    const name = workload.metadata.namespace ?? 'default'
    const namespace = world.find('namespaces', name) ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    let unread: Gap | undefined
    const bare = open.filter((direction) => {
      const answers = labelsOf(workload).map((labels) => isDeniedAbove({ namespace, labels }, direction, world))
      unread ??= answers.find((answer) => typeof answer !== 'boolean')
      return answers.includes(false)
    })
    if (bare.length > 0)
      return { says: `no NetworkPolicy selects its pods for ${bare.join(' or ')}`, wanted: 'a policy for ingress and one for egress, or one for both' }
    return unread
  },
})
