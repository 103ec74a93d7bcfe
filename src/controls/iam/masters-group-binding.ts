/** A binding names system:masters, the group that no binding can hold back. */
import { control } from '../../model/control.ts'
import { unbind } from '../../reach/broad-subjects.ts'
import { holdersOf, roleOf } from '../../reach/rbac.ts'

export default control({
  title: 'No binding of yours names system:masters',
  severity: 'medium',
  about: 'grants',
  why: `
    Members of system:masters pass every request before RBAC is asked; a role bound to the group adds nothing and removing
    it takes nothing away. Such a binding tells that somebody counts on members of the group, and that they cannot be narrowed.`,
  fix: 'Bind the role to a group of your own, give the people an access entry with that group, and drop system:masters from aws-auth.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: cluster-admin}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:masters'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: admins}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:masters'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: cluster-admin, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:a'}, {kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:masters'}]`,
    ],
  },
  applies: (grant) => grant.roleRef !== undefined,
  judge(grant) {
    const masters = holdersOf(grant).find(({ kind, name }) => kind === 'Group' && name === 'system:masters')
    return (
      masters && {
        says: `Group system:masters is bound to ${roleOf(grant).kind} ${roleOf(grant).name}`,
        at: `subjects[${masters.index}].name`,
        actual: masters.name,
      }
    )
  },
  remedy: (grant) =>
    unbind(
      grant,
      holdersOf(grant).filter(({ kind, name }) => kind === 'Group' && name === 'system:masters'),
      'Take system:masters out of the binding',
    ),
})
