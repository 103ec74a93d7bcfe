/** A ClusterRole gives all verbs, all resources or all paths. */
import { control } from '../../model/control.ts'
import { isControlPlanes } from '../../reach/default-roles.ts'
import { sayWildcards } from '../../reach/wildcards.ts'

export default control({
  title: 'ClusterRoles spell out verbs and resources',
  severity: 'high',
  about: 'roles',
  needs: ['grants'],
  why: `
    A wildcard gives rights that nobody thought of, on resources that do not exist yet: every operator that is installed
    later adds kinds to the role. What a program really calls stands in the audit log.`,
  fix: 'Replace each * by the verbs and resources that are used; the audit log names them.',
  refs: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: operator}
rules: [{apiGroups: ['*'], resources: [deployments, '*/scale'], verbs: [get, list, patch]}, {nonResourceURLs: [/metrics, '/apis/*'], verbs: [get]}]`,
      `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: empty}, rules: null}`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: 'system:operator', labels: {kubernetes.io/bootstrapping: rbac-defaults}}
rules: [{apiGroups: [apps], resources: ['*'], verbs: [get]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: operator}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}, {apiGroups: [''], resources: [secrets], verbs: [list, '*']}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: operator}
rules: [{nonResourceURLs: ['*'], verbs: [get]}]`,
    ],
  },
  applies: (role) => role.kind === 'ClusterRole',
  judge(role, world) {
    const faults = sayWildcards(role)
    return faults.length > 0 && !isControlPlanes(role, world) ? faults : undefined
  },
})
