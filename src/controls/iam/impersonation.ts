/** Somebody may act as any other user, group or account. */
import { control } from '../../model/control.ts'
import { impersonate, impersonateAccounts } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody impersonates users, groups or accounts at will',
  severity: 'critical',
  about: 'grants',
  needs: ['roles'],
  why: `
    impersonate on groups without names includes system:masters, which no rule can hold back. Only an authentication proxy
    needs the verb, and it needs the names it stands for.`,
  fix: 'Remove impersonate, or list the users and groups in resourceNames, none of them beginning with system:.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/authentication/', 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: proxy}
rules: [{apiGroups: [''], resources: [groups], resourceNames: ['shop:developers'], verbs: [impersonate]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: proxy}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: proxy}
subjects: [{kind: ServiceAccount, namespace: infra, name: proxy}]`,
      // Users and groups have no namespace: a RoleBinding gives nothing of them.
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: proxy}
rules: [{apiGroups: [''], resources: [users, groups], verbs: [impersonate]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: proxy, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: proxy}
subjects: [{kind: ServiceAccount, name: proxy}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: helpdesk}
rules: [{apiGroups: [''], resources: [users, groups], verbs: [impersonate]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: helpdesk}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: helpdesk}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:helpdesk'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: proxy}
rules: [{apiGroups: [''], resources: [groups], resourceNames: ['shop:a', 'system:masters'], verbs: [impersonate]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: proxy}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: proxy}
subjects: [{kind: ServiceAccount, namespace: infra, name: proxy}]`,
    ],
  },
  applies: isHeld,
  // Accounts of one namespace can be had by creating pods there; that is told by other controls.
  judge: (grant, world) => accuse(grant, isClusterWide(grant) ? [...impersonate, ...impersonateAccounts] : impersonate, world),
})
