/** No quarantine policy stands ready, or it would not hold. */
import { control } from '../../model/control.ts'
import type { AwsNetworkPolicy } from '../../model/kubernetes.ts'
import { isWorld } from '../../reach/cidrs.ts'
import { engineKinds, enginesOf } from '../../reach/network-engine.ts'
import { hasPods, policiesIn } from '../../reach/network.ts'
import { isMark, isQuarantine } from '../../reach/quarantine.ts'
import { selectsAll } from '../../reach/selectors.ts'

const base = `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec: {template: {spec: {hostNetwork: true, containers: [{name: aws-eks-nodeagent, image: agent:1, args: [--enable-network-policy=true]}]}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}
---
`
const policy = (spec: string) => `${base}{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: quarantine, namespace: shop}, spec: ${spec}}`
const above = `${base}apiVersion: networking.k8s.aws/v1alpha1
kind: ClusterNetworkPolicy
metadata: {name: quarantine}
spec:
  tier: Admin
  priority: 1
  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {quarantine: 'true'}}}}
  ingress: [{name: in, action: Deny, from: [{namespaces: {}}]}]
  egress: [{name: out, action: Deny, to: [{networks: [0.0.0.0/0]}]}]`

export default control({
  title: 'A quarantine policy stands ready for the pods of every namespace',
  severity: 'high',
  about: 'clusters',
  needs: ['namespaces', 'networkPolicies', 'awsNetworkPolicies', ...engineKinds],
  why: `
    Cutting off a pod must take one label, tried beforehand. Written in the hour of need, the policy selects the healthy
    replicas too, or is undone by another that still allows the pod, or meets a node where nothing enforces it.`,
  fix: 'Create a ClusterNetworkPolicy of tier Admin that denies everything to pods with the label quarantine: "true", or in each namespace a NetworkPolicy for that label with policyTypes [Ingress, Egress] and no rules; then try it, and take the pod\'s other labels off as well.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  examples: {
    good: [policy("{podSelector: {matchLabels: {quarantine: 'true'}}, policyTypes: [Ingress, Egress]}"), above],
    bad: [
      base,
      // The healthy replicas would be cut off as well.
      policy('{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress]}'),
      policy("{podSelector: {matchLabels: {quarantine: 'true'}}, policyTypes: [Ingress]}"),
      above.replace('--enable-network-policy=true', '--enable-network-policy=false'),
    ],
  },
  judge(_, world) {
    const cluster = world.all('awsNetworkPolicies').some(isQuarantineAbove)
    const bare = cluster
      ? []
      : world.all('namespaces').flatMap(({ metadata: { name } }) => (hasPods(name, world) && !policiesIn(name, world).some(isQuarantine) ? [name] : []))
    if (bare.length > 0)
      return {
        says: `no quarantine policy stands ready in ${bare.slice(0, 4).join(', ')}${bare.length > 4 ? ` and ${bare.length - 4} more namespaces` : ''}`,
        wanted: 'a deny of all traffic for a quarantine label',
        via: bare.slice(0, 20).map((name) => ({ kind: 'Namespace', apiVersion: 'v1', name })),
      }
    if (enginesOf(world).length > 0) return undefined
    // The engine may be among what was not seen.
    world.all('workloads')
    return { says: 'quarantine policies are there, but no network policy engine enforces them', wanted: 'an engine on every node' }
  },
})

function isQuarantineAbove({ kind, spec }: AwsNetworkPolicy): boolean {
  if (
    kind !== 'ClusterNetworkPolicy' ||
    spec?.tier !== 'Admin' ||
    !isMark(spec.subject?.pods?.podSelector) ||
    !selectsAll(spec.subject?.pods?.namespaceSelector ?? {})
  )
    return false
  const denies = (action: string | undefined) => action?.toLowerCase() === 'deny'
  return (
    (spec.ingress ?? []).some(({ action, from }) => denies(action) && (from ?? []).some(({ namespaces }) => selectsAll(namespaces))) &&
    (spec.egress ?? []).some(({ action, to }) => denies(action) && (to ?? []).some(({ networks }) => isWorld(networks ?? [])))
  )
}
