/** A namespace lets in all traffic that no policy speaks of. */
import { control } from '../../model/control.ts'
import { above, isDeniedAbove } from '../../reach/cluster-policies.ts'
import { objectRef } from '../../model/ref.ts'
import { defaultOf, hasPods } from '../../reach/network.ts'

const shop = `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {kubernetes.io/metadata.name: shop}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
`
const policy = (spec: string) =>
  `${shop}{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: default-deny, namespace: shop}, spec: ${spec}}`

export default control({
  title: 'Every namespace with pods denies ingress by default',
  severity: 'high',
  about: 'namespaces',
  needs: ['networkPolicies', 'workloads', ...above],
  why: `
    Pods that no policy selects accept traffic from every pod of the cluster. A policy that selects all pods and allows
    nothing turns that round: what is needed must then be written down, and the rest is closed.`,
  fix: 'Create a NetworkPolicy with podSelector: {} and policyTypes: [Ingress] in the namespace, then one that allows each flow that is needed.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  examples: {
    good: [
      policy('{podSelector: {}, policyTypes: [Ingress, Egress]}'),
      policy('{podSelector: {matchLabels: {}, matchExpressions: []}, ingress: [{from: [{podSelector: {}}]}]}'),
      `${shop}apiVersion: networking.k8s.aws/v1alpha1
kind: ClusterNetworkPolicy
metadata: {name: deny}
spec: {tier: Baseline, priority: 10, subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}, ingress: [{name: all, action: Deny, from: [{namespaces: {}}]}]}`,
      `${shop}apiVersion: crd.projectcalico.org/v1
kind: GlobalNetworkPolicy
metadata: {name: deny}
spec: {namespaceSelector: 'has(projectcalico.org/name) && projectcalico.org/name not in {"kube-system"}', types: [Ingress, Egress]}`,
    ],
    bad: [
      shop,
      policy('{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}'),
      policy('{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}'),
      policy('{podSelector: {}, policyTypes: [Egress]}'),
      `${policy('{podSelector: {}, policyTypes: [Ingress]}')}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: open, namespace: shop}, spec: {ingress: [{from: [{namespaceSelector: {}}]}]}}`,
      `${shop}{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: other}, spec: {endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': other}}, ingress: [{}]}}`,
    ],
  },
  // network/undenied-empty-namespace speaks of the others.
  applies: ({ metadata: { name } }, world) => hasPods(name, world),
  judge(namespace, world) {
    const { name } = namespace.metadata
    const { deny, open } = defaultOf(name, 'ingress', world)
    if (open)
      return {
        says: `NetworkPolicy ${open.metadata.name} lets everything in, whatever other policies deny`,
        via: [objectRef(open)],
        wanted: 'no policy for all pods that allows all ingress',
      }
    if (deny) return undefined
    const isDenied = isDeniedAbove({ namespace }, 'ingress', world)
    if (typeof isDenied !== 'boolean') return isDenied
    return isDenied
      ? undefined
      : { says: `no NetworkPolicy in ${name} denies ingress to all pods`, wanted: 'a policy with podSelector {} that allows no ingress' }
  },
  remedy({ metadata: { name } }, world) {
    const { deny, open } = defaultOf(name, 'ingress', world)
    if (open)
      return {
        says: 'Take out the rule that allows everything',
        risk: 'outage',
        steps: [{ do: 'tell', text: `kubectl edit networkpolicy ${open.metadata.name} -n ${name}` }],
      }
    // Add-ons and admission webhooks live there: what they need must be allowed before anything is denied.
    if (deny || name === 'kube-system')
      return {
        says: 'Allow what is needed, then deny the rest',
        risk: 'outage',
        steps: [{ do: 'tell', text: `Write down what the pods of ${name} must receive, allow it, then add a policy with podSelector {}` }],
      }
    const metadata = { name: 'default-deny-ingress', namespace: name }
    return {
      says: 'Deny ingress by default',
      risk: 'outage',
      steps: [
        { do: 'create', object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, policyTypes: ['Ingress'] } } },
      ],
    }
  },
})
