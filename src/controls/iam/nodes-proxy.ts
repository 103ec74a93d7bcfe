/** Somebody calls the kubelets through nodes/proxy. */
import { control } from '../../model/control.ts'
import { proxyNodes } from '../../reach/powers.ts'
import { accuse, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody holds nodes/proxy',
  severity: 'critical',
  about: 'grants',
  needs: ['roles'],
  why: `
    get on nodes/proxy alone is enough to run commands in every container of a node, and the audit log shows nothing of
    the command. Monitoring has had narrower subresources of its own since Kubernetes 1.33.`,
  fix: 'Replace nodes/proxy in the role by what is read: nodes/metrics, nodes/stats, nodes/log, nodes/healthz, nodes/pods or nodes/configz.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/', 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: agent}
rules: [{apiGroups: [''], resources: [nodes, nodes/metrics, nodes/stats], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
subjects: [{kind: ServiceAccount, namespace: monitoring, name: agent}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: agent}
rules: [{apiGroups: [''], resources: [nodes, nodes/proxy], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
subjects: [{kind: ServiceAccount, namespace: monitoring, name: agent}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: agent}
rules: [{apiGroups: [''], resources: ['*/proxy'], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: isHeld,
  judge: (grant, world) => accuse(grant, proxyNodes, world),
})
