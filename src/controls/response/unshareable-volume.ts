/** Snapshots of a volume cannot be handed to the forensic account, since its key belongs to AWS. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'
import { ebsVolumeId } from '../../reach/volumes.ts'

const volume = (
  manager: string,
  encrypted = true,
) => `{apiVersion: v1, kind: Node, metadata: {name: a, labels: {eks.amazonaws.com/nodegroup: general}}, spec: {providerID: 'aws:///us-west-2a/i-1'}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, BlockDeviceMappings: [{Ebs: {VolumeId: vol-1}}]}]}]}
---
ec2:DescribeVolumes: {Volumes: [{VolumeId: vol-1, Encrypted: ${encrypted}${encrypted ? ", KmsKeyId: 'arn:aws:kms:us-west-2:111122223333:key/k1'" : ''}}, {VolumeId: vol-9, Encrypted: true, KmsKeyId: 'arn:aws:kms:us-west-2:111122223333:key/k9'}]}
---
kms:DescribeKey.k1: {KeyMetadata: {KeyId: k1, KeyManager: ${manager}}}`

export default control({
  title: 'Snapshots of nodes and pods can be shared for forensics',
  severity: 'medium',
  about: 'ebsVolumes',
  needs: ['hosts', 'instances', 'persistentVolumes', 'kmsKeys'],
  why: `
    Evidence is examined in another account. A snapshot under the key that AWS keeps for EBS cannot be shared with it: it
    must first be copied under a key of your own, in the hour when time is shortest.`,
  fix: 'Encrypt volumes with a customer-managed key (kmsKeyId of the StorageClass, KmsKeyId of the launch template, aws ec2 modify-ebs-default-kms-key-id) whose policy lets the forensic account use it.',
  refs: [
    'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html',
  ],
  examples: {
    good: [volume('CUSTOMER'), volume('CUSTOMER', false)],
    bad: [
      volume('AWS'),
      `{apiVersion: v1, kind: PersistentVolume, metadata: {name: data}, spec: {csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}}}
---
ec2:DescribeVolumes: {Volumes: [{VolumeId: vol-1, Encrypted: true, KmsKeyId: 'arn:aws:kms:us-west-2:111122223333:key/k1'}]}
---
kms:DescribeKey.k1: {KeyMetadata: {KeyId: k1, KeyManager: AWS}}`,
    ],
  },
  applies({ VolumeId }, world) {
    if (world.seen('persistentVolumes').things.some((pv) => ebsVolumeId(pv) === VolumeId)) return true
    const onHost = world.all('hosts').some((host) => (instanceOf(host, world)?.BlockDeviceMappings ?? []).some(({ Ebs }) => Ebs?.VolumeId === VolumeId))
    return onHost || world.some('persistentVolumes', (pv) => ebsVolumeId(pv) === VolumeId) !== undefined
  },
  judge({ Encrypted, KmsKeyId, VolumeId }, world) {
    // A volume in clear can be shared as it is; data/unencrypted-volume speaks of it.
    if (Encrypted !== true || KmsKeyId === undefined) return undefined
    const id = KmsKeyId.slice(KmsKeyId.lastIndexOf('/') + 1)
    const key = world.find('kmsKeys', id)
    if (!key) return { because: 'untold', detail: `whose key ${id} of ${VolumeId} is was not told`, lacks: 'kms:DescribeKey' }
    return key.KeyManager === 'AWS'
      ? {
          says: `${VolumeId} is encrypted with key ${id} of AWS: its snapshots cannot be shared`,
          at: 'KmsKeyId',
          actual: KmsKeyId,
          wanted: 'a customer-managed key',
        }
      : undefined
  },
})
