/** A default service account holds a role. */
import { control } from '../../model/control.ts'
import { unbind } from '../../reach/broad-subjects.ts'
import { holdersOf, namespaceOfGrant, roleOf, type Subject, showSubjects } from '../../reach/rbac.ts'

const isDefault = ({ kind, name }: Subject): boolean => kind === 'ServiceAccount' && name === 'default'

export default control({
  title: 'Default service accounts hold no role',
  severity: 'medium',
  about: 'grants',
  why: `
    Every pod that names no service account runs under default. A right given to it is given to all of them, and to every
    pod that somebody starts there next year.`,
  fix: 'Create a service account for the workload that needs the right, bind that, and set serviceAccountName in its pod template.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: default}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, name: 'shop:a'}, {kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccount:shop:default'}]`,
    ],
  },
  applies: (grant) => grant.roleRef !== undefined,
  judge(grant) {
    const accounts = holdersOf(grant).filter(isDefault)
    const [first] = accounts
    if (!first) return undefined
    const { kind, name } = roleOf(grant)
    const namespace = namespaceOfGrant(grant)
    return {
      says: `${showSubjects(accounts)} holds ${kind} ${name} in ${namespace === undefined ? 'the whole cluster' : namespace || 'its namespace'}`,
      at: `subjects[${first.index}].name`,
      via: [roleOf(grant)],
    }
  },
  remedy: (grant) => unbind(grant, holdersOf(grant).filter(isDefault), 'Take the default account out of the binding'),
})
