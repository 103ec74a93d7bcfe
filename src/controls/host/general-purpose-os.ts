/** A node runs an operating system that was not built for containers. */
import { control } from '../../model/control.ts'
import { isContainerOs, osOf } from '../../reach/node-os.ts'

export default control({
  title: 'Nodes run an operating system built for containers',
  severity: 'medium',
  about: 'hosts',
  needs: ['instances', 'machineImages'],
  responsible: { fargate: 'n/a', auto: 'aws' },
  // Windows has no such system; its Core images are another control's matter.
  applies: ({ os }) => os !== 'windows',
  why: `
    Bottlerocket, the EKS-optimised Amazon Linux 2023 and their like ship what a node needs and little else. Every package of
    a general-purpose system is one more to patch and one more tool for an intruder.`,
  fix: 'Make a node group with a Bottlerocket or AL2023 AMI type (Karpenter: amiSelectorTerms alias bottlerocket@VERSION or al2023@VERSION), then drain and delete the old nodes.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-amis.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Bottlerocket OS 1.57.0 (aws-k8s-1.36)}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-b}, status: {nodeInfo: {osImage: Amazon Linux 2023.9.20261102}}}`,
      // A custom AMI type says nothing: the name of the image does.
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: amazon-eks-node-al2023-x86_64-standard-1.36-v20261102}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Ubuntu 24.04.2 LTS}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Amazon Linux 2}}}`,
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: rhel-9-golden-2026-10-01}]}`,
    ],
  },
  judge(host, world) {
    const name = osOf(host, world)
    if (name === undefined)
      return { because: 'untold', detail: `neither the node nor its machine image tells what ${host.name} runs`, lacks: 'ec2:DescribeImages' }
    if (isContainerOs(name)) return undefined
    return {
      says: `runs ${name}`,
      ...(host.node && { at: 'node.status.nodeInfo.osImage', actual: name }),
      wanted: 'Bottlerocket, Amazon Linux 2023 or another container-optimised system',
    }
  },
})
