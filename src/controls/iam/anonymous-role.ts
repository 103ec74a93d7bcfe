/** Callers who did not sign in hold a role in a namespace. */
import { control } from '../../model/control.ts'
import { isAnonymous, unbind } from '../../reach/broad-subjects.ts'
import { namespaceOfGrant, roleOf, showSubjects, subjectsOf } from '../../reach/rbac.ts'

export default control({
  title: 'Anonymous callers hold no role in any namespace',
  severity: 'critical',
  about: 'grants',
  why: `
    system:anonymous and system:unauthenticated are everybody who reaches the API server without credentials. EKS needs no
    such binding, not even in kube-public; those that exist come from other installers or from a hurried afternoon.`,
  fix: 'kubectl delete rolebinding NAME -n NAMESPACE, or take the two subjects out of it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: config, namespace: kube-public}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:developers'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: config, namespace: kube-public}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:anonymous'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: 'system:public-info-viewer', namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:public-info-viewer'}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:a'}, {kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:unauthenticated'}]`,
    ],
  },
  applies: (grant) => grant.kind === 'RoleBinding',
  judge(grant) {
    const anonymous = subjectsOf(grant).filter(isAnonymous)
    const [first] = anonymous
    if (!first) return undefined
    const { kind, name } = roleOf(grant)
    const where = namespaceOfGrant(grant) || 'its namespace'
    return {
      says: `${showSubjects(anonymous)} hold ${kind} ${name} in ${where}`,
      at: `subjects[${first.index}].name`,
      actual: first.name,
      via: [roleOf(grant)],
    }
  },
  remedy: (grant) => unbind(grant, subjectsOf(grant).filter(isAnonymous), 'Take anonymous callers out of the binding'),
})
