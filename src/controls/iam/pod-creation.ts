/** Somebody creates pods in every namespace, or in kube-system. */
import { control } from '../../model/control.ts'
import { createPods } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody creates workloads across the cluster',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    A new pod runs under any service account of its namespace and mounts any Secret in it. Whoever creates pods
    everywhere, or in kube-system, can therefore become any account there is.`,
  fix: 'Bind the deployer in the namespaces it deploys to, with a RoleBinding for each.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deploy, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:deployers'}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: watcher}
rules: [{apiGroups: [apps], resources: [pods], verbs: [create]}, {apiGroups: [''], resources: [pods, pods/status], verbs: [list, watch]}]
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
metadata: {name: operator}
rules: [{apiGroups: [apps], resources: [statefulsets], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: operator}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: operator}
subjects: [{kind: ServiceAccount, namespace: infra, name: operator}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: helper, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: ServiceAccount, name: helper}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant),
  judge: (grant, world) => accuse(grant, createPods, world),
})
