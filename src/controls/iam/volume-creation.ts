/** Somebody makes PersistentVolumes by hand. */
import { control } from '../../model/control.ts'
import { createVolumes } from '../../reach/powers.ts'
import { accuse, isHeld } from '../../reach/rbac.ts'
import { isVolumeProvisioner } from '../../reach/rbac-defaults.ts'

export default control({
  title: 'PersistentVolumes are made by storage drivers alone',
  severity: 'medium',
  about: 'grants',
  needs: ['roles'],
  why: `
    A PersistentVolume of type hostPath or local is a door to the disk of the node, and Pod Security does not look behind
    the claim. Users ask for claims; the driver makes the volumes.`,
  fix: 'Remove create on persistentvolumes from the role.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ebs-external-provisioner-role}
rules: [{apiGroups: [''], resources: [persistentvolumes], verbs: [create, get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ebs}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ebs-external-provisioner-role}
subjects: [{kind: ServiceAccount, namespace: kube-system, name: ebs-csi-controller-sa}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: storage}
rules: [{apiGroups: [''], resources: [persistentvolumes], verbs: [create, delete]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: storage}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: storage}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:developers'}]`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: storage}
rules: [{apiGroups: [''], resources: ['*'], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: storage}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: storage}
subjects: [{kind: ServiceAccount, namespace: shop, name: ebs-csi-controller-sa}]`,
    ],
  },
  applies: isHeld,
  judge: (grant, world) => (isVolumeProvisioner(grant) ? undefined : accuse(grant, createVolumes, world)),
})
