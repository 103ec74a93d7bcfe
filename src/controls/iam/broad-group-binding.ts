/** A role is given to everybody who signs in, to every service account, or to every node. */
import { control } from '../../model/control.ts'
import { isBroad, unbind } from '../../reach/broad-subjects.ts'
import { holdersOf, namespaceOfGrant, roleOf, rulesOf, showSubjects } from '../../reach/rbac.ts'

const reading = new Set(['get', 'list', 'watch'])

export default control({
  title: 'No role is bound to all users, accounts or nodes',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    Every IAM principal with an access entry is system:authenticated, and every pod of the cluster is in
    system:serviceaccounts. What is bound to such a group is given to people and programs that come later, unasked.`,
  fix: 'Bind the groups and service accounts that need the role by name.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'system:basic-user'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:basic-user'}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: settings, namespace: shop}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: settings, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: settings}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts:shop'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: view-for-all}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:authenticated'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: pods, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: 'eks:node-bootstrapper'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:nodes'}]`,
    ],
  },
  applies: (grant) => grant.roleRef !== undefined,
  judge(grant, world) {
    const broad = holdersOf(grant).filter(isBroad)
    const [first] = broad
    if (!first) return undefined
    const namespace = namespaceOfGrant(grant)
    const isOwn = namespace !== undefined && broad.every(({ name }) => name === `system:serviceaccounts:${namespace}`)
    // The accounts of a namespace may share what lies in it, as long as they only read, and no Secrets.
    if (
      isOwn &&
      rulesOf(grant, world).every(
        ({ verbs = [], resources = [] }) => verbs.every((verb) => reading.has(verb)) && !resources.some((one) => one === '*' || one === 'secrets'),
      )
    )
      return undefined
    const { kind, name } = roleOf(grant)
    const where = namespace === undefined ? 'the whole cluster' : namespace || 'its namespace'
    return { says: `${showSubjects(broad)} hold ${kind} ${name} in ${where}`, at: `subjects[${first.index}].name`, actual: first.name, via: [roleOf(grant)] }
  },
  remedy: (grant) => unbind(grant, holdersOf(grant).filter(isBroad), 'Take the group out of the binding'),
})
