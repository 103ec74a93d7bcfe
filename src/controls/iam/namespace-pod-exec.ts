/** Somebody opens shells in the pods of a namespace. */
import { control } from '../../model/control.ts'
import { enterPods } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Standing rights to enter pods are accounted for',
  severity: 'medium',
  about: 'grants',
  needs: ['roles'],
  why: `
    Whoever may exec into a pod works past the pipeline, with the pod's Secrets and its IAM role, and leaves little trace
    of what was typed. The built-in roles edit and admin hold this right too, which is easily forgotten.`,
  fix: 'Give developers view, and a debug Role that is bound for the time of an incident; waive the operators who need it always.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: team, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: team, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: forward}
rules: [{apiGroups: [''], resources: [pods/portforward], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: forward, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: forward}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && !isClusterWide(grant),
  judge: (grant, world) => accuse(grant, enterPods, world),
})
