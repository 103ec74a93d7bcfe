/** Somebody approves or signs certificate requests. */
import { control } from '../../model/control.ts'
import { approveCertificates } from '../../reach/powers.ts'
import { accuse, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody approves certificate requests but their controllers',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    An approved request becomes an identity that whoever trusts the signer accepts. Approval takes two rights, the
    approval subresource and approve on the signer; the first is the one that is handed out carelessly.`,
  fix: 'Remove certificatesigningrequests/approval and approve, or name the one signer in resourceNames.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: requests}
rules: [{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, get, list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: requests}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: requests}
subjects: [{kind: ServiceAccount, namespace: infra, name: requests}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: approver}
rules: [{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: approver}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: approver}
subjects: [{kind: ServiceAccount, namespace: infra, name: approver}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: signer}
rules: [{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [sign], resourceNames: [kubernetes.io/kube-apiserver-client]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: signer}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: signer}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: isHeld,
  judge: (grant, world) => accuse(grant, approveCertificates, world),
})
