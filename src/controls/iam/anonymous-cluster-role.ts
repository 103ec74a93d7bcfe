/** Callers who did not sign in hold a ClusterRole. */
import { control } from '../../model/control.ts'
import { isAnonymous, isDefaultDiscovery, unbind } from '../../reach/broad-subjects.ts'
import { holdersOf, namespaceOfGrant, roleOf, showSubjects } from '../../reach/rbac.ts'

export default control({
  title: 'Anonymous callers hold no ClusterRole but public info',
  severity: 'critical',
  about: 'grants',
  why: `
    system:anonymous and system:unauthenticated are everybody who reaches the API server without credentials. Since
    Kubernetes 1.32 EKS lets them reach health paths only; before, and wherever that changes, the binding decides.`,
  fix: 'kubectl delete clusterrolebinding NAME, or take the two subjects out of it. What scrapes without credentials needs an account.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'system:public-info-viewer', labels: {kubernetes.io/bootstrapping: rbac-defaults}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:public-info-viewer'}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}, {kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:unauthenticated'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'system:public-info-viewer'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:unauthenticated'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: metrics}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics}
subjects: [{kind: ServiceAccount, namespace: monitoring, name: agent}, {kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:anonymous'}]`,
    ],
  },
  applies: (grant) => grant.roleRef !== undefined && namespaceOfGrant(grant) === undefined,
  judge(grant) {
    if (isDefaultDiscovery(grant)) return undefined
    const anonymous = holdersOf(grant).filter(isAnonymous)
    const [first] = anonymous
    if (!first) return undefined
    return {
      says: `${showSubjects(anonymous)} hold ClusterRole ${roleOf(grant).name}`,
      at: `subjects[${first.index}].name`,
      actual: first.name,
      via: [roleOf(grant)],
    }
  },
  remedy: (grant) => unbind(grant, holdersOf(grant).filter(isAnonymous), 'Take anonymous callers out of the binding'),
})
