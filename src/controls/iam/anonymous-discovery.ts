/** Callers who did not sign in may still discover the API, as clusters born before 1.14 let them. */
import { control } from '../../model/control.ts'
import { isAnonymous, isDefaultDiscovery, unbind } from '../../reach/broad-subjects.ts'
import { roleOf, showSubjects, subjectsOf } from '../../reach/rbac.ts'

export default control({
  title: 'Discovery of the API is left to signed-in callers',
  severity: 'medium',
  about: 'grants',
  why: `
    Until Kubernetes 1.14 the bindings system:discovery and system:basic-user held for everybody. Upgrades never took the
    anonymous subjects away, so a cluster that is old enough still tells strangers which APIs it serves.`,
  fix: 'Take system:unauthenticated and system:anonymous out of the bindings system:discovery and system:basic-user.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
  ],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'system:discovery'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:discovery'}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'system:discovery'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:discovery'}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}, {kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:unauthenticated'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'system:basic-user'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:basic-user'}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:unauthenticated'}]`,
    ],
  },
  applies: isDefaultDiscovery,
  judge(grant) {
    const anonymous = subjectsOf(grant).filter(isAnonymous)
    const [first] = anonymous
    return (
      first && {
        says: `${showSubjects(anonymous)} hold ClusterRole ${roleOf(grant).name}`,
        at: `subjects[${first.index}].name`,
        actual: first.name,
        via: [roleOf(grant)],
      }
    )
  },
  remedy: (grant) => unbind(grant, subjectsOf(grant).filter(isAnonymous), 'Take anonymous callers out of the binding'),
})
