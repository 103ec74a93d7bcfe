/** Nobody can collect logs and processes from a node: no Systems Manager, no node diagnostics. */
import { control } from '../../model/control.ts'
import { instanceIdOf } from '../../world/hosts.ts'

const node = (
  labels: string,
) => `{apiVersion: v1, kind: Node, metadata: {name: a, labels: {${labels}}}, spec: {providerID: 'aws:///us-west-2a/i-1'}, status: {nodeInfo: {osImage: Bottlerocket OS 1.57.0}}}
---
`
const managed = (ping: string) => `ssm:DescribeInstanceInformation: {InstanceInformationList: [{InstanceId: i-1, PingStatus: ${ping}}]}`
const diagnostics =
  '{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: nodediagnostics.eks.amazonaws.com}, spec: {group: eks.amazonaws.com}}'

export default control({
  title: 'Responders can collect evidence from every node',
  severity: 'medium',
  about: 'hosts',
  needs: ['ssmInstances', 'customResourceDefinitions'],
  responsible: { fargate: 'n/a', hybrid: 'n/a' },
  why: `
    Processes, sockets and logs of the node are the first to be lost and cannot be asked of the API. Where login is
    forbidden, as on Bottlerocket and Auto Mode, a way in must have been laid before.`,
  fix: 'Let the node join Systems Manager (AmazonSSMManagedInstanceCore on its role, the control container on Bottlerocket), or install the eks-node-monitoring-agent add-on and use NodeDiagnostic.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/auto-get-logs.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html',
  ],
  examples: {
    good: [node('eks.amazonaws.com/nodegroup: general') + managed('Online'), node('eks.amazonaws.com/compute-type: auto') + diagnostics],
    bad: [
      node('eks.amazonaws.com/nodegroup: general'),
      node('eks.amazonaws.com/nodegroup: general') + managed('ConnectionLost'),
      node('eks.amazonaws.com/compute-type: auto'),
    ],
  },
  judge({ node, instance }, world) {
    const id = instance?.InstanceId ?? (node && instanceIdOf(node))
    const managed = id === undefined ? undefined : world.seen('ssmInstances').things.find(({ InstanceId }) => InstanceId === id)
    if (managed?.PingStatus === 'Online') return undefined
    if (world.find('customResourceDefinitions', 'nodediagnostics.eks.amazonaws.com')) return undefined
    // It may be managed and not have been seen.
    world.all('ssmInstances')
    return {
      says: managed
        ? `Systems Manager has lost ${id} (${managed.PingStatus ?? 'no ping'}) and NodeDiagnostic is not installed`
        : 'Systems Manager does not manage it and NodeDiagnostic is not installed',
      wanted: 'a way to collect that was tried',
    }
  },
})
