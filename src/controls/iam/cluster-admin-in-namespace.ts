/** Somebody has all rights in a namespace, its roles and quotas among them. */
import { control } from '../../model/control.ts'
import { holdersOf, isAllPowerful, isClusterWide, isHeld, isRoleAlone, namespaceOfGrant, roleOf, rulesOf, showSubjects } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody has cluster-admin in a namespace',
  severity: 'medium',
  about: 'grants',
  needs: ['roles'],
  why: `
    A RoleBinding to cluster-admin stops at the namespace, but inside it gives everything: its Secrets, its roles, its
    quota and its network policies. The built-in role admin leaves quotas and the namespace itself alone.`,
  fix: 'Bind edit, or admin where roles must be managed, instead of cluster-admin.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: team, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: team, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: all, namespace: shop}
rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deploy, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: all}
subjects: [{kind: ServiceAccount, name: deploy}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && !isClusterWide(grant) && !isRoleAlone(grant),
  judge(grant, world) {
    if (!isAllPowerful(rulesOf(grant, world))) return undefined
    const role = roleOf(grant)
    const namespace = namespaceOfGrant(grant) || 'its namespace'
    return {
      says: `${showSubjects(holdersOf(grant))} may do everything in ${namespace}, by ${role.kind} ${role.name}`,
      at: 'roleRef.name',
      actual: role.name,
      via: [role],
    }
  },
})
