/** A tenant sees the namespaces, nodes or volumes of the whole cluster. */
import { control } from '../../model/control.ts'
import { seeCluster } from '../../reach/powers.ts'
import { accuse, holdersOf, namespaceOfGrant } from '../../reach/rbac.ts'
import { concernsTenants, tenantOfSubject } from '../../reach/tenants.ts'

export default control({
  title: 'Tenants do not see the namespaces and nodes of the cluster',
  severity: 'low',
  about: 'grants',
  needs: ['namespaces', 'roles', 'grants'],
  why: `
    A list of namespaces is a list of customers and projects, and a list of nodes and volumes shows where to look next.
    Kubernetes cannot show a part of such a list: it is all or nothing.`,
  fix: 'Remove the ClusterRoleBinding and bind view in the namespaces of the tenant.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ops}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:ops'}]`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: look}
rules: [{apiGroups: [''], resources: [namespaces], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: look}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: look}
subjects: [{kind: ServiceAccount, namespace: red, name: web}]`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: look}
rules: [{apiGroups: [''], resources: [nodes, persistentvolumes], verbs: [get, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: look}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: look}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}]`,
    ],
  },
  applies: (grant, world) => namespaceOfGrant(grant) === undefined && concernsTenants(grant, world),
  judge(grant, world) {
    const theirs = holdersOf(grant).filter((subject) => tenantOfSubject(subject, world) !== undefined)
    return theirs.length === 0 ? undefined : accuse(grant, seeCluster, world, theirs)
  },
})
