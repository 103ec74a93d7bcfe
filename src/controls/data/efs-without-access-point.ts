/** A volume mounts an EFS file system, or a path in it, without an access point. */
import { control } from '../../model/control.ts'
import { efsHandle } from '../../reach/volumes.ts'

const pv = (handle: string) =>
  `{apiVersion: v1, kind: PersistentVolume, metadata: {name: shared}, spec: {csi: {driver: efs.csi.aws.com, volumeHandle: '${handle}'}}}`

export default control({
  title: 'EFS volumes are mounted through access points',
  severity: 'low',
  about: 'persistentVolumes',
  why: `
    Without an access point a pod mounts the file system as root of NFS and may become any user in it: the data of every
    other application there is its to read and change.`,
  fix: 'aws efs create-access-point --file-system-id FS --posix-user Uid=1000,Gid=1000 --root-directory Path=/APP, then a PersistentVolume with volumeHandle FS::ACCESS-POINT (or a StorageClass with provisioningMode: efs-ap).',
  refs: [
    'https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [pv('fs-0a1::fsap-0b2'), pv('fs-0a1:/reports:fsap-0b2')],
    bad: [pv('fs-0a1'), pv('fs-0a1:/reports'), pv('fs-0a1:/reports:')],
  },
  applies: (pv) => efsHandle(pv) !== undefined,
  judge(pv) {
    const handle = efsHandle(pv)
    if (!handle || handle.accessPoint !== undefined) return undefined
    return {
      says: `${pv.spec?.csi?.volumeHandle} mounts ${handle.path ?? 'the whole file system'} without an access point`,
      at: 'spec.csi.volumeHandle',
      actual: pv.spec?.csi?.volumeHandle,
      wanted: 'fs-id::fsap-id',
    }
  },
})
