/** A role still grants the use of PodSecurityPolicies, which are gone. */
import { control } from '../../model/control.ts'
import type { PolicyRule } from '../../model/kubernetes.ts'

export default control({
  title: 'No role refers to PodSecurityPolicies',
  severity: 'low',
  about: 'roles',
  why: `
    Kubernetes 1.25 removed PodSecurityPolicy. What is left of it in roles and charts restricts nothing, and lets a reader believe
    that pods are kept in check.`,
  fix: 'Delete the rule, or the role with its bindings; put the namespace at a level of Pod Security admission instead.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-policy/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: psp}
rules: [{apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use], resourceNames: [restricted]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}, {apiGroups: [extensions], resources: [podsecuritypolicies], verbs: [use]}]`,
    ],
  },
  judge: ({ rules }) =>
    (Array.isArray(rules) ? (rules as readonly (PolicyRule | null)[]) : []).flatMap((rule, i) => {
      const at = Array.isArray(rule?.resources) ? rule.resources.indexOf('podsecuritypolicies') : -1
      if (at < 0) return []
      const names = Array.isArray(rule?.resourceNames) && rule.resourceNames.length > 0 ? ` (${rule.resourceNames.join(', ')})` : ''
      return [{ says: `it grants PodSecurityPolicies${names}, which no longer exist`, at: `rules[${i}].resources[${at}]`, actual: 'podsecuritypolicies' }]
    }),
})
