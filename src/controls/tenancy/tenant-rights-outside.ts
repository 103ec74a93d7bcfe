/** A tenant has rights beyond its own namespaces. */
import { control } from '../../model/control.ts'
import { holdersOf, namespaceOfGrant, roleOf, showSubject } from '../../reach/rbac.ts'
import { concernsTenants, tenantOfSubject, tenants } from '../../reach/tenants.ts'

export default control({
  title: 'Tenants have rights in their own namespaces only',
  severity: 'high',
  about: 'grants',
  needs: ['namespaces', 'grants'],
  why: `
    A tenant with a right over the cluster, or in another tenant's namespace, is no tenant there but a neighbour with a key.
    Groups of all service accounts or all users give such a key to every tenant at once.`,
  fix: 'Replace the ClusterRoleBinding by RoleBindings in the namespaces of the tenant; take foreign subjects and groups of everybody out of the bindings in tenant namespaces.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: red, namespace: red}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:red'}, {kind: ServiceAccount, name: web}]`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: red}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, namespace: red, name: web}]`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {tenant: blue}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: all, namespace: red}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts'}]`,
    ],
  },
  applies: concernsTenants,
  judge(grant, world) {
    const within = namespaceOfGrant(grant)
    const here = within === undefined ? undefined : tenants(world).get(within)
    const role = roleOf(grant)
    for (const subject of holdersOf(grant)) {
      const tenant = tenantOfSubject(subject, world)
      // Groups of everybody over the whole cluster have a control of their own; here they count inside a tenant's walls.
      if (tenant === undefined || tenant === here || (tenant === 'all' && here === undefined)) continue
      const whose = tenant === 'all' ? `${showSubject(subject)}, every tenant's,` : `${showSubject(subject)} of tenant ${tenant}`
      const where = within === undefined ? 'in the whole cluster' : here === undefined ? `in ${within}, which is not its own` : `in ${within} of tenant ${here}`
      return { says: `${whose} holds ${role.kind} ${role.name} ${where}`, at: `subjects[${subject.index}].name`, via: [role] }
    }
    return undefined
  },
})
