/** Somebody opens shells in pods of every namespace, or of kube-system. */
import { control } from '../../model/control.ts'
import { enterPods } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody enters pods across the cluster',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    exec, attach, port-forward and debug containers put a person or a program inside a running pod, with its Secrets, its
    token and its IAM role. Before Kubernetes 1.35 get on pods/exec was enough for that.`,
  fix: 'Bind a debug Role in the namespaces where it is needed, for the time it is needed.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: watcher}
rules: [{apiGroups: [''], resources: [pods, pods/log], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: watcher}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: watcher}
subjects: [{kind: ServiceAccount, namespace: infra, name: watcher}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: debug}
rules: [{apiGroups: [''], resources: [pods/exec], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: debug}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: debug}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:support'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: debug, namespace: kube-system}
rules: [{apiGroups: [''], resources: [pods/ephemeralcontainers], verbs: [patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: debug, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: debug}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant),
  judge: (grant, world) => accuse(grant, enterPods, world),
})
