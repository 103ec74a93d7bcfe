/** Egress of a pod is denied and DNS is not among what it is allowed. */
import { control } from '../../model/control.ts'
import type { Workload } from '../../model/facts.ts'
import type { PolicyPeer, PolicyPort } from '../../model/kubernetes.ts'
import { rangeOf } from '../../reach/cidrs.ts'
import { objectRef } from '../../model/ref.ts'
import { governs, isFinished, needCompute, onHostNetwork, policiesOf, rulesOf } from '../../reach/network.ts'
import { matchesLabels, selectsAll } from '../../reach/selectors.ts'

const web = `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
`
const policy = (egress: string) =>
  `${web}{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {}, policyTypes: [Egress], egress: ${egress}}}`
const resolver = '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}'
const both = '[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]'

export default control({
  title: 'Where egress is denied, DNS is allowed over UDP and TCP',
  severity: 'medium',
  about: 'workloads',
  needs: ['networkPolicies', 'workloads'],
  why: `
    A pod that may not resolve names is broken in ways that look like anything but a policy, and the next person takes the
    whole policy away. UDP alone fails later: long answers come over TCP.`,
  fix: 'Allow egress to the pods k8s-app: kube-dns of kube-system, both selectors in one peer, on 53/UDP and 53/TCP; on Auto Mode and with NodeLocal DNSCache allow the DNS address by ipBlock.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  examples: {
    good: [
      policy(`[{to: [${resolver}], ports: ${both}}]`),
      policy(`[{to: [{ipBlock: {cidr: 172.20.0.10/32}}], ports: ${both}}]`),
      // Two policies add up.
      `${policy(`[{to: [${resolver}], ports: [{port: 53, protocol: UDP}]}]`)}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: dns-tcp, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, egress: [{to: [${resolver}], ports: [{port: 53}]}]}}`,
    ],
    bad: [
      policy('[]'),
      policy(`[{to: [${resolver}], ports: [{port: 53, protocol: UDP}]}]`),
      policy(`[{to: [{podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: ${both}}]`),
      // A selector of the whole namespace as a peer of its own opens all of kube-system.
      policy(
        `[{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}, {podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: ${both}}]`,
      ),
    ],
  },
  // Where no engine reaches the pod, policies keep it from nothing; dnsPolicy None and Default ask other resolvers.
  responsible: { fargate: 'n/a' },
  applies: (workload, world) =>
    !onHostNetwork(workload) &&
    !isFinished(workload, world) &&
    workload.os !== 'windows' &&
    !/^(None|Default)$/.test(workload.pod.spec?.dnsPolicy ?? '') &&
    policiesOf(workload, world).some(({ spec }) => governs(spec, 'egress')),
  judge(workload, world) {
    const policies = policiesOf(workload, world).filter(({ spec }) => governs(spec, 'egress'))
    const rules = policies.flatMap((policy) => rulesOf(policy, 'egress').map((rule) => ({ ...rule, policy })))
    const via = policies.slice(0, 5).map(objectRef)
    const deaf = ['UDP', 'TCP'].filter(
      (protocol) => !rules.some(({ peers, ports }) => opens(ports, protocol) && (peers.length === 0 || peers.some((peer) => isResolver(peer, workload)))),
    )
    if (deaf.length > 0) needCompute(workload, world)
    if (deaf.length > 0) return { says: `its policies allow no DNS over ${deaf.join(' or ')}`, wanted: 'egress to the resolver on 53/UDP and 53/TCP', via }
    const wide = rules.find(
      ({ peers, ports }) =>
        ports.length > 0 &&
        ports.every(({ port }) => port === 53) &&
        peers.some((peer) => isKubeSystem(peer) && (!peer.podSelector || selectsAll(peer.podSelector))),
    )
    return (
      wide && {
        says: `NetworkPolicy ${wide.policy.metadata.name} opens all pods of kube-system on port 53, not the resolver alone`,
        wanted: 'namespace and pod selected in one peer',
        via: [objectRef(wide.policy)],
      }
    )
  },
})

function opens(ports: readonly PolicyPort[], protocol: string): boolean {
  return (
    ports.length === 0 ||
    ports.some(
      (one) =>
        (one.protocol ?? 'TCP') === protocol &&
        (one.port === undefined ||
          one.port === 'dns' ||
          one.port === 'dns-tcp' ||
          (typeof one.port === 'number' && one.port <= 53 && 53 <= (one.endPort ?? one.port))),
    )
  )
}

const isKubeSystem = ({ namespaceSelector, ipBlock }: PolicyPeer): boolean =>
  !ipBlock && namespaceSelector !== undefined && matchesLabels(namespaceSelector, { 'kubernetes.io/metadata.name': 'kube-system' })

/** CoreDNS by its labels, or an address that may be a resolver's: on the node of Auto Mode and of NodeLocal DNSCache there is no pod to select. */
function isResolver(peer: PolicyPeer, { computes }: Workload): boolean {
  if (peer.ipBlock) return rangeOf(peer.ipBlock.cidr ?? '') !== undefined
  if (computes.length > 0 && computes.every((compute) => compute === 'auto')) return false
  return isKubeSystem(peer) && (!peer.podSelector || matchesLabels(peer.podSelector, { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' }))
}
