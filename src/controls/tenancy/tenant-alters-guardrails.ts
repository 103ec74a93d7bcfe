/** A tenant may change the quotas, limits or policies that are there to hold it. */
import { control } from '../../model/control.ts'
import { changeGuardrails } from '../../reach/powers.ts'
import { accuse, isHeld, namespaceOfGrant } from '../../reach/rbac.ts'
import { concernsTenants, tenants } from '../../reach/tenants.ts'

export default control({
  title: 'Tenants cannot change their quotas, limits and network policies',
  severity: 'medium',
  about: 'grants',
  needs: ['namespaces', 'roles'],
  why: `
    A wall that the tenant may move is no wall. The built-in roles edit and admin may write NetworkPolicies, so a tenant who
    has them deletes the default deny together with everything else.`,
  fix: 'Bind a role of your own that leaves out resourcequotas, limitranges and networkpolicies, or guard the baseline objects with an admission policy.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html', 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: tenant}
rules: [{apiGroups: [apps], resources: [deployments], verbs: [get, create, update]}, {apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: red, namespace: red}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: tenant}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:red'}]`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: red, namespace: red}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:red'}]`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: quota, namespace: red}
rules: [{apiGroups: [''], resources: [resourcequotas], verbs: [patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: quota, namespace: red}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: quota}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
  },
  applies: (grant, world) => concernsTenants(grant, world) && isHeld(grant) && tenants(world).has(namespaceOfGrant(grant) ?? ''),
  judge: (grant, world) => accuse(grant, changeGuardrails, world),
})
