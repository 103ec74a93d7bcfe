/** Somebody may hand out rights that he does not have. */
import { control } from '../../model/control.ts'
import { escalate } from '../../reach/powers.ts'
import { accuse, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody holds the verbs escalate and bind',
  severity: 'critical',
  about: 'grants',
  needs: ['roles'],
  why: `
    Kubernetes lets nobody grant more than he has, but for the holders of escalate (on roles) and bind (for bindings).
    They make themselves cluster-admin, or admin of the namespace, in one call.`,
  fix: 'Remove escalate and bind from the role, or pin bind to the roles that may be handed out with resourceNames.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/', 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: onboarding}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create, get, list]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [view], verbs: [bind]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: onboarding}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: onboarding}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:leads'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: roles}
rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, roles], verbs: [update, escalate]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: roles}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: roles}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:leads'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: roles, namespace: shop}
rules: [{apiGroups: ['*'], resources: [clusterroles], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: roles, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: roles}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: isHeld,
  judge: (grant, world) => accuse(grant, escalate, world),
})
