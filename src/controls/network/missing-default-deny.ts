/** A namespace lets in all traffic that no policy speaks of. */
import { control } from '../../model/control.ts'
import type { NetworkPolicy } from '../../model/kubernetes.ts'
import { selectsAll } from '../../reach/selectors.ts'

export default control({
  title: 'Every namespace denies ingress by default',
  severity: 'high',
  about: 'namespaces',
  needs: ['networkPolicies'],
  why: `
    Pods that no policy selects accept traffic from every pod of the cluster. A policy that selects all pods and allows
    nothing turns that round: what is needed must then be written down, and the rest is closed.`,
  fix: 'Create a NetworkPolicy with podSelector: {} and policyTypes: [Ingress] in the namespace, then one that allows each flow that is needed.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}`,
    ],
  },
  judge({ metadata: { name } }, world) {
    if (world.some('networkPolicies', (policy) => policy.metadata.namespace === name && deniesIngress(policy))) return undefined
    return { says: `no NetworkPolicy in ${name} denies ingress to all pods`, wanted: 'a policy with podSelector {} that allows no ingress' }
  },
  remedy: ({ metadata: { name } }) => ({
    says: 'Deny ingress by default',
    risk: 'outage',
    steps: [
      {
        do: 'create',
        object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'default-deny-ingress', namespace: name }, spec: { podSelector: {}, policyTypes: ['Ingress'] } },
      },
    ],
  }),
})

function deniesIngress({ spec }: NetworkPolicy): boolean {
  const isIngress = spec?.policyTypes?.includes('Ingress') ?? true
  return isIngress && selectsAll(spec?.podSelector) && (spec?.ingress ?? []).length === 0
}
