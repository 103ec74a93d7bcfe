/** Somebody reads the Secrets of every namespace, or those of kube-system. */
import { control } from '../../model/control.ts'
import { readSecrets } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody reads Secrets across the cluster',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    Whoever reads all Secrets has every password, key and token that the cluster keeps, those of stronger accounts among
    them. list and watch return the content as get does.`,
  fix: 'Bind the role in the namespaces that need it, name the Secrets in resourceNames, or let workloads mount only their own.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: certs}
rules: [{apiGroups: [''], resources: [secrets], resourceNames: [ca-bundle], verbs: [get]}, {apiGroups: [''], resources: [configmaps], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: certs}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: certs}
subjects: [{kind: ServiceAccount, namespace: infra, name: certs}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: metrics}
rules: [{apiGroups: [''], resources: [pods, secrets], verbs: [list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: metrics}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics}
subjects: [{kind: ServiceAccount, namespace: monitoring, name: metrics}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: helper, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant),
  judge: (grant, world) => accuse(grant, readSecrets, world),
})
