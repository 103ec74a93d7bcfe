/** The EFS file system behind a PersistentVolume is in clear. */
import { control } from '../../model/control.ts'
import { efsHandle, efsOfNfs } from '../../reach/volumes.ts'

const pv = (spec: string) => `{apiVersion: v1, kind: PersistentVolume, metadata: {name: shared}, spec: {${spec}}}
---
`
const csi = pv("csi: {driver: efs.csi.aws.com, volumeHandle: 'fs-0a1:/data:fsap-1'}")
const system = (encrypted: boolean) =>
  `efs:DescribeFileSystems: {FileSystems: [{FileSystemId: fs-0a1, Encrypted: ${encrypted}}, {FileSystemId: fs-0b2, Encrypted: false}]}`

export default control({
  title: 'EFS file systems that pods mount are encrypted at rest',
  severity: 'high',
  about: 'persistentVolumes',
  needs: ['fileSystems'],
  why: `
    A shared file system outlives the pods and gathers what all of them write. Encryption is set when it is made and never
    after, so one in clear stays so until somebody moves the data.`,
  fix: 'Create an encrypted file system (aws efs create-file-system --encrypted --kms-key-id KEY), copy with AWS DataSync, point new PersistentVolumes at it.',
  refs: ['https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html', 'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html'],
  examples: {
    good: [csi + system(true)],
    bad: [
      csi + system(false),
      pv('nfs: {server: fs-0a1.efs.us-west-2.amazonaws.com, path: /}') + system(false),
      pv('csi: {driver: efs.csi.aws.com, volumeHandle: fs-0b2}') + system(true),
    ],
  },
  applies: (pv) => efsHandle(pv) !== undefined || efsOfNfs(pv) !== undefined,
  judge(pv, world) {
    const id = efsHandle(pv)?.fileSystem ?? efsOfNfs(pv) ?? ''
    const system = world.find('fileSystems', id)
    // The file system may belong to another account or region.
    if (!system)
      return {
        because: 'untold',
        detail: `file system ${id} of PersistentVolume ${pv.metadata.name} is not among those of the account`,
        lacks: 'efs:DescribeFileSystems',
      }
    return system.Encrypted === true
      ? undefined
      : {
          says: `${id} is not encrypted at rest`,
          at: pv.spec?.csi ? 'spec.csi.volumeHandle' : 'spec.nfs.server',
          wanted: 'an encrypted file system',
          via: [{ kind: 'AWS::EFS::FileSystem', name: id }],
        }
  },
})
