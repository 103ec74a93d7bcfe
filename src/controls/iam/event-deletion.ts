/** Somebody deletes events, the short memory of the cluster. */
import { control } from '../../model/control.ts'
import { deleteEvents } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody deletes events across the cluster',
  severity: 'low',
  about: 'grants',
  needs: ['roles'],
  why: `
    Events tell which pod was started, killed or refused, and why. They vanish by themselves after an hour; whoever needs
    to delete them earlier mostly has something to hide.`,
  fix: 'Remove delete and deletecollection on events from the role.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: recorder}
rules: [{apiGroups: ['', events.k8s.io], resources: [events], verbs: [create, patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: recorder}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: recorder}
subjects: [{kind: ServiceAccount, namespace: infra, name: recorder}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: cleaner}
rules: [{apiGroups: [events.k8s.io], resources: [events], verbs: [deletecollection]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: cleaner}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cleaner}
subjects: [{kind: ServiceAccount, namespace: infra, name: cleaner}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: editors}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:team'}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant),
  judge: (grant, world) => accuse(grant, deleteEvents, world),
})
