/** A role that Kubernetes made gives more than Kubernetes put into it. */
import { control } from '../../model/control.ts'
import { addedTo, isDefaultRole } from '../../reach/default-roles.ts'

/** Bound to everybody; they hold no rights on resources but to ask about oneself. */
const everybodys = new Set(['system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery'])
const aboutOneself = new Set(['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'])

export default control({
  title: 'Default roles give what Kubernetes put into them',
  severity: 'high',
  about: 'roles',
  why: `
    Roles named system:... are bound to nodes, to controllers, to everybody who signs in. The API server puts back what is
    missing from them but never takes away what was added, so a rule slipped into one stays, and nobody looks there.`,
  fix: 'Remove the added rule: kubectl edit clusterrole NAME. Deleting the role works too; the API server makes it anew when it starts.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: 'system:basic-user'}
rules: [{apiGroups: [authorization.k8s.io], resources: [selfsubjectaccessreviews], verbs: [create]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: edit}
rules: [{apiGroups: [''], resources: [secrets, pods/exec], verbs: [get, create]}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: 'system:basic-user', labels: {kubernetes.io/bootstrapping: rbac-defaults}}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: 'system:node-proxier', labels: {kubernetes.io/bootstrapping: rbac-defaults}}
rules: [{apiGroups: [''], resources: [services, secrets], verbs: [list, watch]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: view}
rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get, list]}]`,
    ],
  },
  applies: isDefaultRole,
  judge(role) {
    const added = addedTo(role)
    if (added.length > 0) return { says: `${role.kind} ${role.metadata.name} can ${added.join(', ')}, which it cannot by default`, at: 'rules' }
    const foreign = everybodys.has(role.metadata.name)
      ? (role.rules ?? []).flatMap((rule) => rule?.resources ?? []).filter((resource) => !aboutOneself.has(resource))
      : []
    return foreign.length > 0
      ? { says: `${role.kind} ${role.metadata.name} serves everybody and gives rights on ${foreign.join(', ')}`, at: 'rules' }
      : undefined
  },
})
