/** Pods read and write an EFS file system over the network in clear. */
import { control } from '../../model/control.ts'
import { efsHandle, efsOfNfs } from '../../reach/volumes.ts'

const pv = (spec: string) => `{apiVersion: v1, kind: PersistentVolume, metadata: {name: shared}, spec: {${spec}}}`
const csi = (more = '') => `csi: {driver: efs.csi.aws.com, volumeHandle: fs-0a1${more}}`

export default control({
  title: 'EFS volumes are mounted with encryption in transit',
  severity: 'medium',
  about: 'persistentVolumes',
  why: `
    NFS sends file contents as they are. The EFS driver wraps them in TLS unless it is told not to; a plain NFS volume that
    names the same file system goes past it.`,
  fix: 'Remove encryptInTransit: "false" from volumeAttributes (recreate the PersistentVolume; it cannot be changed), use the EFS driver in place of nfs, and deny aws:SecureTransport false in the file system policy.',
  refs: ['https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html', 'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html'],
  examples: {
    good: [
      pv(csi()),
      pv(csi(", volumeAttributes: {encryptInTransit: 'true'}")),
      `${pv('nfs: {server: nas.corp.example.com, path: /}')}\n---\n${pv(csi()).replace('name: shared', 'name: other')}`,
    ],
    bad: [
      pv(csi(", volumeAttributes: {encryptInTransit: 'false'}")),
      pv('nfs: {server: fs-0a1.efs.us-west-2.amazonaws.com, path: /}'),
      pv(`${csi()}, mountOptions: [notls]`),
    ],
  },
  applies: (pv) => efsHandle(pv) !== undefined || efsOfNfs(pv) !== undefined,
  judge(pv) {
    const { spec } = pv
    if (efsOfNfs(pv) !== undefined)
      return {
        says: `${spec?.nfs?.server} is mounted as plain NFS, past the EFS driver and its TLS`,
        at: 'spec.nfs.server',
        actual: spec?.nfs?.server,
        wanted: 'csi driver efs.csi.aws.com',
      }
    const off = spec?.csi?.volumeAttributes?.['encryptInTransit']
    if (String(off).toLowerCase() === 'false')
      return { says: 'encryptInTransit is false', at: 'spec.csi.volumeAttributes.encryptInTransit', actual: off, wanted: 'true, or not set' }
    const options = (spec?.mountOptions ?? []).filter((option) => /^(notls|no-?tls|tls=false)$/i.test(option))
    return options.length === 0 ? undefined : { says: `mount option ${options[0]} turns TLS off`, at: 'spec.mountOptions', wanted: 'no such option' }
  },
})
