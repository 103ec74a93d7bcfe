/** A PersistentVolume is a directory of a node. */
import { control } from '../../model/control.ts'

export default control({
  title: 'No PersistentVolume is a directory of a node',
  severity: 'high',
  about: 'persistentVolumes',
  why: `
    Pod Security looks at the volumes of a pod, not behind its claims: by a PersistentVolume of type hostPath a pod of the
    restricted level gets a directory of the node. Such volumes are made for clusters of one node.`,
  fix: 'Move the data to a volume of a CSI driver (Amazon EBS, EFS, FSx) and delete the PersistentVolume; for instance store disks use a local volume and its provisioner.',
  refs: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/', 'https://docs.aws.amazon.com/eks/latest/userguide/storage.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: PersistentVolume, metadata: {name: data}, spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}}}`,
      `{apiVersion: v1, kind: PersistentVolume, metadata: {name: scratch}, spec: {local: {path: /mnt/k8s-disks/0}}}`,
    ],
    bad: [
      `apiVersion: v1
kind: PersistentVolume
metadata: {name: data}
spec: {hostPath: {path: /mnt/data}, claimRef: {namespace: shop, name: data}}`,
      `{apiVersion: v1, kind: PersistentVolume, metadata: {name: root}, spec: {hostPath: {path: /}}}`,
    ],
  },
  judge({ spec }) {
    if (!spec?.hostPath) return undefined
    const { namespace, name } = spec.claimRef ?? {}
    const path = spec.hostPath.path ?? ''
    const claimed = name === undefined ? '' : `, claimed by ${namespace ?? 'default'}/${name}`
    return {
      says: `it is ${path === '' ? 'a directory' : path} of whatever node the pod runs on${claimed}`,
      at: 'spec.hostPath',
      wanted: 'a volume of a CSI driver',
      ...(name !== undefined && { via: [{ kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace: namespace ?? 'default', name }] }),
    }
  },
})
