/** A node runs an operating system, or a container runtime, that gets no more patches. */
import { control } from '../../model/control.ts'
import { endOfLife, osOf } from '../../reach/node-os.ts'

export default control({
  title: 'Node operating systems still get patches',
  severity: 'high',
  about: 'hosts',
  needs: ['instances', 'machineImages'],
  responsible: { fargate: 'n/a', auto: 'aws' },
  why: `
    After its last day a system keeps every flaw found since, and the exploits are public. Amazon Linux 2 is the common case:
    its last EKS AMI is of November 2025, and no Kubernetes version after 1.32 has one.`,
  fix: 'Make a node group on AL2023 or Bottlerocket (user data becomes a nodeadm NodeConfig), move the workloads, delete the old nodes. A paid extension of support is a reason to waive this, with the contract as evidence.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Amazon Linux 2023.9.20261102, containerRuntimeVersion: 'containerd://2.1.5'}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Windows Server 2022 Datacenter, operatingSystem: windows}}}`,
      // Fargate calls its own machines what it likes; they are AWS's.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Bottlerocket OS 1.57.0}}}
---
{apiVersion: v1, kind: Node, metadata: {name: fargate-b, labels: {eks.amazonaws.com/compute-type: fargate}}, status: {nodeInfo: {osImage: Amazon Linux 2}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Amazon Linux 2}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Ubuntu 20.04.6 LTS}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {osImage: Amazon Linux 2023, containerRuntimeVersion: 'docker://20.10.25'}}}`,
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: amazon-eks-node-1.32-v20251101}]}`,
    ],
  },
  judge(host, world) {
    const runtime = host.node?.status?.nodeInfo?.containerRuntimeVersion
    if (runtime?.startsWith('docker://')) {
      return {
        says: `the container runtime is ${runtime}, which Kubernetes dropped with 1.24`,
        at: 'node.status.nodeInfo.containerRuntimeVersion',
        actual: runtime,
        wanted: 'containerd',
      }
    }
    const name = osOf(host, world)
    if (name === undefined)
      return { because: 'untold', detail: `neither the node nor its machine image tells what ${host.name} runs`, lacks: 'ec2:DescribeImages' }
    const ended = endOfLife(name, world.time)
    if (!ended) return undefined
    return {
      says: `runs ${name}${name.includes(ended.name) ? '' : ` (${ended.name})`}, out of support since ${ended.end}`,
      ...(host.node && { at: 'node.status.nodeInfo.osImage', actual: name }),
      wanted: 'a system in support',
    }
  },
})
