/** A service account reads all Secrets of a namespace. */
import { control } from '../../model/control.ts'
import { readSecrets } from '../../reach/powers.ts'
import { accuse, holdersOf, isClusterWide, isHeld, isRoleAlone } from '../../reach/rbac.ts'

export default control({
  title: 'Service accounts read only the Secrets that they name',
  severity: 'medium',
  about: 'grants',
  needs: ['roles'],
  why: `
    A pod gets the Secrets it needs as volumes. An account that may read them all hands whoever breaks into one pod the
    passwords of every other workload in the namespace.`,
  fix: 'Give the Role resourceNames with the Secrets that are read, or take secrets out of it and mount them.',
  refs: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: own, namespace: shop}
rules: [{apiGroups: [''], resources: [secrets], resourceNames: [web], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: own, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: own}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [''], resources: ['*'], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: web}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: bot, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccount:ci:bot'}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && !isClusterWide(grant) && (isRoleAlone(grant) || holdersOf(grant).some(({ kind }) => kind === 'ServiceAccount')),
  judge: (grant, world) =>
    accuse(
      grant,
      readSecrets,
      world,
      holdersOf(grant).filter(({ kind }) => kind === 'ServiceAccount'),
    ),
})
