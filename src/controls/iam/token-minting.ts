/** Somebody makes tokens for the service accounts of every namespace, or of kube-system. */
import { control } from '../../model/control.ts'
import { mintTokens } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody makes service account tokens across the cluster',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    create on serviceaccounts/token gives a token of any account in reach, to use from anywhere. With the audience
    sts.amazonaws.com it is the IAM role of that account as well.`,
  fix: 'Remove serviceaccounts/token from the role, or list the accounts in resourceNames. The kubelet makes the tokens of pods by itself.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: broker}
rules: [{apiGroups: [''], resources: [serviceaccounts/token], resourceNames: [ci-deploy], verbs: [create]}, {apiGroups: [''], resources: [serviceaccounts], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: broker}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: broker}
subjects: [{kind: ServiceAccount, namespace: ci, name: broker}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: broker}
rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: broker}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: broker}
subjects: [{kind: ServiceAccount, namespace: ci, name: broker}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: broker, namespace: kube-system}
rules: [{apiGroups: ['*'], resources: ['*/token'], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: broker, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: broker}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant),
  judge: (grant, world) => accuse(grant, mintTokens, world),
})
