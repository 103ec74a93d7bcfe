/** Somebody changes what is let into the cluster. */
import { control } from '../../model/control.ts'
import { changeAdmission } from '../../reach/powers.ts'
import { accuse, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody changes admission configuration but its pipeline',
  severity: 'high',
  about: 'grants',
  needs: ['roles'],
  why: `
    Webhooks and admission policies decide what runs. Whoever changes them, or the Pod Security labels of a Namespace,
    lets through what he likes and may read every object on its way.`,
  fix: 'Give policy engines their own configurations by resourceNames, and move the rest to the pipeline that owns the policies.',
  refs: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
  ],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: engine}
rules:
- {apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [get, list, watch]}
- {apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], resourceNames: [engine], verbs: [update]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: engine}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: engine}
subjects: [{kind: ServiceAccount, namespace: engine, name: engine}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: engine}
rules: [{apiGroups: [admissionregistration.k8s.io], resources: [validatingadmissionpolicies], verbs: [list, delete]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: engine}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: engine}
subjects: [{kind: ServiceAccount, namespace: engine, name: engine}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: labels, namespace: shop}
rules: [{apiGroups: [''], resources: [namespaces], verbs: [patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: labels, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: labels}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]`,
    ],
  },
  applies: isHeld,
  judge: (grant, world) => accuse(grant, changeAdmission, world),
})
