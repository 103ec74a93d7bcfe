/** A NetworkPolicy allows all peers on all ports, and so cancels every deny for the pods it selects. */
import { control } from '../../model/control.ts'
import { allowsEverything, directions, rulesOf } from '../../reach/network.ts'

const policy = (spec: string) => `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: shop}, spec: ${spec}}`

export default control({
  title: 'No network policy allows everything',
  severity: 'high',
  about: 'networkPolicies',
  why: `
    NetworkPolicies add up and none can take back what another allows. One rule without peers and ports opens its pods to
    everybody, whatever the namespace denies by default.`,
  fix: 'Name the peers and the ports that are needed; an ingress controller by its namespace and pod labels, the internet by one port.',
  refs: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      policy('{podSelector: {}, policyTypes: [Ingress], ingress: []}'),
      policy('{podSelector: {matchLabels: {app: edge}}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}'),
      policy('{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}'),
      policy('{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}'),
      // Says nothing of egress, so its egress rules do not count.
      policy('{podSelector: {}, policyTypes: [Ingress], egress: [{}]}'),
    ],
    bad: [
      policy('{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}'),
      policy('{podSelector: {matchLabels: {app: web}}, egress: [{ports: [{port: 1, endPort: 65535}]}]}'),
      policy('{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}'),
      policy("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: '::/0'}}]}]}"),
      policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}], ports: []}]}'),
    ],
  },
  judge: (policy) =>
    directions.flatMap((direction) =>
      rulesOf(policy, direction)
        .filter(allowsEverything)
        .map(({ at }) => ({ says: `an ${direction} rule allows all peers on all ports`, at, wanted: 'peers and ports by name' })),
    ),
})
