/** A service account creates workloads or tokens in a namespace. */
import { control } from '../../model/control.ts'
import { createPods, mintTokens } from '../../reach/powers.ts'
import { accuse, holdersOf, isClusterWide, isHeld, isRoleAlone } from '../../reach/rbac.ts'

export default control({
  title: 'Service accounts create no workloads in their namespace',
  severity: 'medium',
  about: 'grants',
  needs: ['roles'],
  why: `
    An account that creates pods or tokens can be every other account of the namespace, with their Secrets and IAM roles.
    That is a deployer's right; in an application's pod it turns one flaw into all of them.`,
  fix: 'Deploy from outside under a role of its own, and give the pods an account without these rights.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: team, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: ServiceAccount, name: default}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: tokens, namespace: shop}
rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: tokens, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tokens}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && !isClusterWide(grant) && (isRoleAlone(grant) || holdersOf(grant).some(({ kind }) => kind === 'ServiceAccount')),
  judge: (grant, world) =>
    accuse(
      grant,
      [...createPods, ...mintTokens],
      world,
      holdersOf(grant).filter(({ kind }) => kind === 'ServiceAccount'),
    ),
})
