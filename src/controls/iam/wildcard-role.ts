/** A Role gives all verbs or all resources of its namespace. */
import { control } from '../../model/control.ts'
import { isControlPlanes } from '../../reach/default-roles.ts'
import { sayWildcards } from '../../reach/wildcards.ts'

export default control({
  title: 'Roles spell out verbs and resources',
  severity: 'medium',
  about: 'roles',
  needs: ['grants'],
  why: `
    A wildcard in a Role gives its holders the Secrets of the namespace, its roles, and every kind that is installed
    later. What a program really calls stands in the audit log.`,
  fix: 'Replace each * by the verbs and resources that are used; the audit log names them.',
  refs: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]`,
      `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: web, namespace: shop}}`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules: [{apiGroups: [''], resources: ['*'], verbs: [get, list]}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: kube-system}
rules: [{apiGroups: [''], resources: [configmaps], verbs: ['*']}]`,
    ],
  },
  applies: (role) => role.kind === 'Role',
  judge(role, world) {
    const faults = sayWildcards(role)
    return faults.length > 0 && !isControlPlanes(role, world) ? faults : undefined
  },
})
