/** A disk of a node is in clear. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'

const node = (
  label: string,
  encrypted: boolean,
) => `{apiVersion: v1, kind: Node, metadata: {name: a, labels: {${label}}}, spec: {providerID: 'aws:///us-west-2a/i-1'}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, BlockDeviceMappings: [{DeviceName: /dev/xvda, Ebs: {VolumeId: vol-1}}, {DeviceName: /dev/xvdaa, Ebs: {VolumeId: vol-2}}]}]}]}
---
ec2:DescribeVolumes: {Volumes: [{VolumeId: vol-1, Encrypted: ${encrypted}}, {VolumeId: vol-2, Encrypted: false, Tags: [{Key: kubernetes.io/created-for/pv/name, Value: pvc-1}]}]}`

export default control({
  title: 'The disks of nodes are encrypted',
  severity: 'medium',
  about: 'hosts',
  needs: ['instances', 'ebsVolumes'],
  responsible: { fargate: 'n/a', auto: 'n/a', hybrid: 'n/a' },
  why: `
    Image layers, emptyDir volumes, logs and what pods write to their own file system lie on the disks of the node. In clear
    they can be read from any snapshot of it.`,
  fix: 'Set Encrypted: true for every device of the launch template (volumeEncrypted in eksctl, blockDeviceMappings in an EC2NodeClass), or switch on encryption by default, and roll the nodes.',
  refs: [
    'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [node('eks.amazonaws.com/nodegroup: general', true)],
    bad: [node('eks.amazonaws.com/nodegroup: general', false), node('', false)],
  },
  judge(host, world) {
    const disks = instanceOf(host, world)?.BlockDeviceMappings
    const found = (disks ?? []).map(({ DeviceName, Ebs }) => ({
      device: DeviceName ?? 'the node',
      id: Ebs?.VolumeId ?? '',
      volume: world.find('ebsVolumes', Ebs?.VolumeId ?? ''),
    }))
    // Claims of pods are attached here too; data/unencrypted-volume speaks of those.
    const clear = found.filter(
      ({ volume }) => volume && volume.Encrypted !== true && !(volume.Tags ?? []).some(({ Key }) => Key?.startsWith('kubernetes.io/created-for/')),
    )
    if (clear.length > 0)
      return clear.map(({ device, id }) => ({
        says: `${id} on ${device} is not encrypted`,
        wanted: 'an encrypted volume',
        via: [{ kind: 'AWS::EC2::Volume', name: id }],
      }))
    const untold = disks ? found.find(({ volume }) => !volume)?.id : 'its disks'
    return untold === undefined
      ? undefined
      : { because: 'untold', detail: `${untold} of node ${host.name} is not among the answers`, lacks: 'ec2:DescribeVolumes' }
  },
})
