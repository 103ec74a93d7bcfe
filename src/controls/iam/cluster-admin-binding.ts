/** Somebody beside the control plane has all rights over the cluster. */
import { control } from '../../model/control.ts'
import { holdersOf, isAllPowerful, isClusterWide, isHeld, isRoleAlone, namespaceOfGrant, roleOf, rulesOf, showSubjects } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody but break-glass subjects is bound to cluster-admin',
  severity: 'critical',
  about: 'grants',
  needs: ['roles'],
  why: `
    A subject with all rights reads every Secret, runs pods on every node and changes every rule that would stop it.
    One leaked token of such an account is the whole cluster. A role with the same rules under another name is the same role.`,
  fix: 'Bind a role with the rights that are used. Keep an access entry with AmazonEKSClusterAdminPolicy for emergencies, and waive what must stay.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  ],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:developers'}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'eks:addon-cluster-admin'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'eks:addon-manager'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: runner}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, namespace: ci, name: runner}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: 'eks:viewer'}
rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'eks:viewer'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'eks:viewer'}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: cluster-admin, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects:
- {kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:masters'}
- {kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant) && !isRoleAlone(grant),
  judge(grant, world) {
    if (!isAllPowerful(rulesOf(grant, world))) return undefined
    const role = roleOf(grant)
    const where = namespaceOfGrant(grant) === undefined ? 'the whole cluster' : 'kube-system, and through its controllers over the cluster'
    return {
      says: `${showSubjects(holdersOf(grant))} may do everything in ${where}, by ${role.kind} ${role.name}`,
      at: 'roleRef.name',
      actual: role.name,
      via: [role],
    }
  },
})
