/** Nodes run a machine image that newer ones have long replaced. */
import { control } from '../../model/control.ts'
import type { MachineImage } from '../../model/aws.ts'
import { daysBetween } from '../../reach/ages.ts'
import { allOfImage, hostsOfImage, mayRunOnHosts, refOfHost, showHosts } from '../../reach/machines.ts'

/**
 * Thirty days behind the newest image of the family is the bound. AWS builds Linux images every other week and Windows
 * images once a month, so that an image beyond these ages is further behind than that.
 */
const oldest = { linux: 45, windows: 65 }

export default control({
  title: 'Nodes run a current machine image',
  severity: 'high',
  about: 'machineImages',
  needs: ['hosts', 'instances'],
  applies: ({ ImageId }, world) => mayRunOnHosts(ImageId, world),
  why: `
    Fixes for the kernel, containerd and runc reach a node with a new machine image, and in no other way on immutable nodes.
    An image of last quarter carries flaws whose exploits are public.`,
  fix: 'aws eks update-nodegroup-version --cluster-name CLUSTER --nodegroup-name GROUP; for other nodes a new launch template version and an instance refresh.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: current, CreationDate: '2026-11-02T04:12:09.000Z', DeprecationTime: '2028-11-02T00:00:00.000Z'}, {ImageId: ami-2, Name: unused, CreationDate: '2020-01-01T00:00:00.000Z'}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-w}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Platform: windows, CreationDate: '2026-10-01T00:00:00.000Z'}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: amazon-eks-node-al2023-arm64-standard-1.36-v20260715, CreationDate: '2026-07-15T04:12:09.000Z'}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: golden, CreationDate: '2026-11-01T00:00:00.000Z', DeprecationTime: '2026-11-20T00:00:00.000Z'}]}`,
    ],
  },
  judge(image, world) {
    const fault = faultOf(image, world.time)
    if (!fault) return undefined
    const hosts = hostsOfImage(image.ImageId, world).filter(({ compute }) => compute !== 'auto')
    if (hosts.length === 0) {
      allOfImage(image.ImageId, world)
      return undefined
    }
    return {
      ...fault,
      says: `${image.Name ?? image.ImageId} ${fault.says}; ${showHosts(hosts)} ${hosts.length === 1 ? 'runs' : 'run'} it`,
      via: hosts.map(refOfHost),
    }
  },
})

function faultOf(image: MachineImage, time: string): { says: string; at: string; actual: unknown; wanted: string } | undefined {
  const { CreationDate: built, DeprecationTime: deprecated } = image
  if (deprecated !== undefined && (daysBetween(deprecated, time) ?? -1) >= 0) {
    return {
      says: `is deprecated since ${deprecated.slice(0, 10)}`,
      at: 'DeprecationTime',
      actual: deprecated,
      wanted: 'an image that its owner still maintains',
    }
  }
  const limit = image.Platform === 'windows' ? oldest.windows : oldest.linux
  const age = daysBetween(built, time)
  if (built === undefined || age === undefined || age <= limit) return undefined
  return { says: `is ${age} days old (${built.slice(0, 10)})`, at: 'CreationDate', actual: built, wanted: `at most ${limit} days` }
}
