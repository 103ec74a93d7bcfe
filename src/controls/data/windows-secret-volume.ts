/** A Windows pod mounts a Secret on a node whose disk is in clear. */
import { volumesOf } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import type { Gap } from '../../model/snapshot.ts'
import { instanceOf } from '../../reach/machines.ts'

const pod = (
  volume: string,
  encrypted: boolean,
) => `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeName: win, nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: web:1}], volumes: [${volume}]}}
---
{apiVersion: v1, kind: Node, metadata: {name: win, labels: {eks.amazonaws.com/nodegroup: windows}}, spec: {providerID: 'aws:///us-west-2a/i-1'}, status: {nodeInfo: {operatingSystem: windows}}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, BlockDeviceMappings: [{DeviceName: /dev/sda1, Ebs: {VolumeId: vol-1}}]}]}]}
---
ec2:DescribeVolumes: {Volumes: [{VolumeId: vol-1, Encrypted: ${encrypted}}]}`

export default control({
  title: 'Windows nodes that hold secret volumes have encrypted disks',
  severity: 'medium',
  about: 'workloads',
  needs: ['hosts', 'instances', 'ebsVolumes'],
  responsible: { fargate: 'n/a', auto: 'n/a' },
  why: `
    On Linux a secret volume lives in memory. Windows has no such thing: the kubelet writes the values to the disk of the
    node in clear text, and there they stay in every snapshot.`,
  fix: 'Encrypt the volumes of the Windows nodes and roll them, harden the ACL of the kubelet directory in the machine image, or fetch the secret at run time.',
  refs: ['https://kubernetes.io/docs/concepts/security/windows-security/', 'https://docs.aws.amazon.com/eks/latest/best-practices/windows-security.html'],
  examples: {
    good: [pod('{name: s, secret: {secretName: db}}', true), pod('{name: c, configMap: {name: c}}', false)],
    bad: [pod('{name: s, secret: {secretName: db}}', false), pod('{name: s, projected: {sources: [{secret: {name: db}}]}}', false)],
  },
  applies: ({ os }) => os === 'windows',
  judge(workload, world) {
    const volume = volumesOf(workload).find(({ value }) => value.secret || (value.projected?.sources ?? []).some((source) => source?.secret))
    if (!volume) return undefined
    const nodes = new Set(workload.pods.flatMap(({ spec }) => spec?.nodeName ?? []))
    const untold = (detail: string): Gap => ({
      because: 'untold',
      detail: `${detail} (${showRef(objectRef(workload))})`,
    })
    if (nodes.size === 0) return untold('which disk its secret volume lies on cannot be told: no pod runs')
    for (const name of nodes) {
      const host = world.find('hosts', name)
      const disks = host && instanceOf(host, world)?.BlockDeviceMappings
      if (!disks) return untold(`the disks of node ${name} are not among the answers`)
      const clear = disks.map(({ Ebs }) => Ebs?.VolumeId && world.find('ebsVolumes', Ebs.VolumeId)).find((disk) => disk && disk.Encrypted !== true)
      if (clear)
        return {
          says: `volume ${volume.value.name} puts a Secret on the unencrypted disk ${clear.VolumeId} of node ${name}`,
          at: volume.at,
          wanted: 'an encrypted disk',
          via: [
            { kind: 'Node', apiVersion: 'v1', name },
            { kind: 'AWS::EC2::Volume', name: clear.VolumeId },
          ],
        }
    }
    return undefined
  },
})
