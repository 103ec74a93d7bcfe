/** A namespace in which no policy would bind a pod today has no default deny for the pods of tomorrow. */
import { control } from '../../model/control.ts'
import { above, isDeniedAbove } from '../../reach/cluster-policies.ts'
import { defaultOf, directions, hasPods } from '../../reach/network.ts'

export default control({
  title: 'Namespaces without pods deny traffic by default as well',
  severity: 'low',
  about: 'namespaces',
  needs: ['networkPolicies', 'workloads', ...above],
  why: `
    The first pod of an empty namespace starts with whatever policies stand there. Where none does, it is open to the
    whole cluster until somebody remembers. Pods on the host network are no reason to wait: policies never bind them.`,
  fix: 'Create a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress], or let a controller add it to every new namespace.',
  refs: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: spare}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: spare}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: spare}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: spare}}
---
{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: spare}, spec: {hostNetwork: true, containers: [{name: agent, image: agent:1}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: spare}, spec: {podSelector: {}, policyTypes: [Ingress]}}`,
    ],
  },
  applies: ({ metadata: { name } }, world) => !hasPods(name, world),
  judge(namespace, world) {
    const { name } = namespace.metadata
    const open = []
    for (const direction of directions) {
      const found = defaultOf(name, direction, world)
      if (found.deny && !found.open) continue
      const isDenied = isDeniedAbove({ namespace }, direction, world)
      if (typeof isDenied !== 'boolean') return isDenied
      if (!isDenied) open.push(direction)
    }
    return open.length === 0
      ? undefined
      : {
          says: `no NetworkPolicy in ${name} denies ${open.join(' and ')} to the pods it may get`,
          wanted: 'a policy with podSelector {} for ingress and egress',
        }
  },
})
