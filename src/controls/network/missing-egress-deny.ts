/** Pods of a namespace may send anything to anybody that no policy speaks of. */
import { control } from '../../model/control.ts'
import { above, isDeniedAbove } from '../../reach/cluster-policies.ts'
import { objectRef } from '../../model/ref.ts'
import { defaultOf, hasPods } from '../../reach/network.ts'

const shop = `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
`
const policy = (spec: string) => `${shop}{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: shop}, spec: ${spec}}`

export default control({
  title: 'Every namespace with pods denies egress by default',
  severity: 'high',
  about: 'namespaces',
  needs: ['networkPolicies', 'workloads', ...above],
  why: `
    Who takes over a pod wants out of it: to a server of theirs, to the instance metadata, to the databases next door.
    Where egress is denied unless it was written down, stolen data and second-stage tools have no way.`,
  fix: 'Create a NetworkPolicy with podSelector: {} and policyTypes: [Egress], together with policies that allow DNS (53/UDP and 53/TCP), the API server and the Pod Identity agent (169.254.170.23) to the pods that use them.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  examples: {
    good: [
      policy('{podSelector: {}, policyTypes: [Ingress, Egress]}'),
      // Isolates every pod, and allows DNS in the same breath.
      policy(
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}]}',
      ),
      `${shop}{apiVersion: v1, kind: Node, metadata: {name: a, labels: {eks.amazonaws.com/compute-type: auto}}}
---
{apiVersion: eks.amazonaws.com/v1, kind: NodeClass, metadata: {name: default}, spec: {networkPolicy: DefaultDeny}}`,
    ],
    bad: [
      shop,
      // Without policyTypes and egress rules the policy says nothing of egress.
      policy('{podSelector: {}, ingress: []}'),
      policy(
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1, except: [169.254.169.254/32]}}]}]}',
      ),
      policy('{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}'),
    ],
  },
  applies: ({ metadata: { name } }, world) => hasPods(name, world),
  judge(namespace, world) {
    const { name } = namespace.metadata
    const { deny, open } = defaultOf(name, 'egress', world)
    if (open)
      return {
        says: `NetworkPolicy ${open.metadata.name} lets everything out, whatever other policies deny`,
        via: [objectRef(open)],
        wanted: 'no policy for all pods that allows all egress',
      }
    if (deny) return undefined
    const isDenied = isDeniedAbove({ namespace }, 'egress', world)
    if (typeof isDenied !== 'boolean') return isDenied
    return isDenied
      ? undefined
      : { says: `no NetworkPolicy in ${name} denies egress to all pods`, wanted: 'a policy with podSelector {} and policyTypes [Egress]' }
  },
  remedy({ metadata: { name } }, world) {
    const { open } = defaultOf(name, 'egress', world)
    if (open)
      return {
        says: 'Take out the rule that allows everything',
        risk: 'outage',
        steps: [{ do: 'tell', text: `kubectl edit networkpolicy ${open.metadata.name} -n ${name}` }],
      }
    if (name === 'kube-system')
      return {
        says: 'Allow what is needed, then deny the rest',
        risk: 'outage',
        steps: [{ do: 'tell', text: 'Write down what the pods of kube-system must reach, allow it, then add a policy with podSelector {}' }],
      }
    const dns = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    }
    const ports = [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ]
    const create = (policy: string, spec: object) => ({
      do: 'create' as const,
      object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: policy, namespace: name }, spec },
    })
    return {
      says: 'Deny egress by default, but for DNS',
      risk: 'outage',
      steps: [
        create('allow-dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [dns], ports }] }),
        create('default-deny-egress', { podSelector: {}, policyTypes: ['Egress'] }),
      ],
    }
  },
})
