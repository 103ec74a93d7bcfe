/** The EBS volume behind a PersistentVolume is in clear. */
import { control } from '../../model/control.ts'
import { ebsVolumeId } from '../../reach/volumes.ts'

const pv = (
  source: string,
) => `{apiVersion: v1, kind: PersistentVolume, metadata: {name: data}, spec: {claimRef: {namespace: shop, name: data-db-0}, ${source}}}
---
`
const volume = (encrypted: boolean) => `ec2:DescribeVolumes: {Volumes: [{VolumeId: vol-1, Encrypted: ${encrypted}}]}`

export default control({
  title: 'The EBS volumes behind PersistentVolumes are encrypted',
  severity: 'high',
  about: 'persistentVolumes',
  needs: ['ebsVolumes'],
  responsible: { fargate: 'n/a' },
  why: `
    The disk of a database in clear is one snapshot away from anybody with ec2:CreateSnapshot. A StorageClass that encrypts
    today says nothing of the volumes that were made before it.`,
  fix: 'Snapshot the volume, copy the snapshot with --encrypted, create a volume and a PersistentVolume of it, and move the claim over.',
  refs: [
    'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [pv('csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}') + volume(true)],
    bad: [
      pv('csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}') + volume(false),
      pv("awsElasticBlockStore: {volumeID: 'aws://us-west-2a/vol-1'}") + volume(false),
    ],
  },
  applies: (pv) => ebsVolumeId(pv) !== undefined,
  judge(pv, world) {
    const { metadata, spec } = pv
    const id = ebsVolumeId(pv)
    const volume = id === undefined ? undefined : world.find('ebsVolumes', id)
    if (!volume)
      return {
        because: 'untold',
        detail: `volume ${id} of PersistentVolume ${metadata.name} is not among the volumes of the account`,
        lacks: 'ec2:DescribeVolumes',
      }
    if (volume.Encrypted === true) return undefined
    const claim = spec?.claimRef
    return {
      says: `${id} is not encrypted${claim?.name ? ` (claim ${claim.namespace ?? ''}/${claim.name})` : ''}`,
      at: spec?.csi ? 'spec.csi.volumeHandle' : 'spec.awsElasticBlockStore.volumeID',
      wanted: 'an encrypted volume',
      via: [{ kind: 'AWS::EC2::Volume', name: id ?? '' }],
    }
  },
})
