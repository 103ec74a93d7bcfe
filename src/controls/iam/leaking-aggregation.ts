/** A role adds far-reaching rights to view, edit or admin, wherever those are bound. */
import { control } from '../../model/control.ts'
import { farReaching, isDefaultRole } from '../../reach/default-roles.ts'

const label = 'rbac.authorization.k8s.io/aggregate-to-'
/** What the three roles have anyway. */
const usual: Readonly<Record<string, readonly string[]>> = {
  view: [],
  edit: ['read Secrets', 'create pods', 'enter pods', 'make tokens'],
  admin: ['read Secrets', 'create pods', 'enter pods', 'make tokens'],
}
const isWild = (values: readonly string[] | undefined): boolean => values?.includes('*') ?? false

export default control({
  title: 'Roles that add to view, edit or admin add only what belongs there',
  severity: 'high',
  about: 'roles',
  why: `
    A ClusterRole with the label aggregate-to-view, -edit or -admin gives its rules to everybody who holds that role, in
    every namespace. Charts use it to show their custom resources; a careless rule in one reaches every tenant.`,
  fix: 'Take the rule out of the labelled ClusterRole, or the label off it, and bind the right to those who need it.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: backups-view, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}
rules: [{apiGroups: [backups.example.com], resources: [backups], verbs: [get, list, watch]}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: backups-view, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}
rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: backups-edit, labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'true'}}
rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get, update]}]`,
    ],
  },
  applies: (role) => role.kind === 'ClusterRole' && Object.keys(usual).some((name) => role.metadata.labels?.[label + name] === 'true') && !isDefaultRole(role),
  judge(role) {
    const rules = role.rules ?? []
    const everything = rules.findIndex((rule) => isWild(rule?.resources) && isWild(rule.apiGroups))
    return Object.entries(usual).flatMap(([name, rights]) => {
      if (role.metadata.labels?.[label + name] !== 'true') return []
      const at = `metadata.labels[${label}${name}]`
      if (everything >= 0)
        return [{ says: `everybody with ${name} gets ${rules[everything]?.verbs?.join(', ')} on all resources from ${role.metadata.name}`, at, actual: 'true' }]
      const added = farReaching(rules).filter((right) => !rights.includes(right))
      return added.length === 0 ? [] : [{ says: `everybody with ${name} can ${added.join(', ')} by ${role.metadata.name}`, at, actual: 'true' }]
    })
  },
})
