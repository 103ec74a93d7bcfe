/** The account behind a cluster whose owner followed every practice: private, logged, watched, encrypted, with narrow roles. */
import { cluster } from '../../aws/make/cluster.ts'
import { identity, type Role } from '../../aws/make/identity.ts'
import { type Machine, machines } from '../../aws/make/machines.ts'
import { account, daysBefore, iamArn, region, resourceId } from '../../aws/make/names.ts'
import { clusterGroup, clusterGroupPlan, flowLogFormat, type Group, groupOf, network, vpcOf } from '../../aws/make/network.ts'
import { policy, trusts } from '../../aws/make/policies.ts'
import { bareServices } from '../../aws/make/services.ts'
import { keyArn } from '../../aws/make/keys.ts'
import { type Image, registry } from '../../aws/make/registry.ts'
import { watched } from '../../aws/make/watched.ts'
import { endpoints } from './aws-endpoints.ts'
import { goodMachines } from './machines.ts'
import type { World } from '../../aws/world.ts'

const boundary = iamArn('policy/pods')
/** AWS's own policy for Systems Manager would let nodes read every parameter of the account. */
const systemsManager = policy({
  Effect: 'Allow',
  Action: [
    'ssm:UpdateInstanceInformation',
    'ssm:PutInventory',
    'ssm:ListInstanceAssociations',
    'ssm:GetDocument',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  Resource: '*',
})
const rolesOf = (name: string): Role[] => [
  { name: 'cluster', trust: trusts.cluster, managed: ['AmazonEKSClusterPolicy'] },
  {
    name: 'node',
    trust: trusts.ec2,
    managed: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    inline: { 'systems-manager': systemsManager },
  },
  { name: 'vpc-cni', trust: trusts.pods(name, account, region), managed: ['AmazonEKS_CNI_Policy'], boundary },
  { name: 'log-agent', trust: trusts.pods(name, account, region), managed: ['CloudWatchAgentServerPolicy'], boundary },
  { name: 'cluster-admin', trust: trusts.people },
  { name: 'auditor', trust: trusts.people, managed: ['SecurityAudit'] },
]

const groupsOf = (name: string): Group[] => [
  clusterGroupPlan(name),
  {
    id: groupOf(name, 'endpoints'),
    name: `${name}-endpoints`,
    says: 'Private endpoints of AWS services',
    ingress: [{ protocol: 'tcp', ports: [443, 443], from: clusterGroup(name).GroupId }],
  },
  {
    id: groupOf(name, 'isolation'),
    name: `${name}-isolation`,
    says: 'For machines under investigation: nothing in, nothing out',
    tags: { 'ekshield/forensics': 'node' },
  },
]

/** What the good cluster runs of the account's own. */
export const goodImages: readonly Image[] = [
  { repository: 'shop/web', tag: '1.4.2', digest: 'sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270' },
]

export const good = (now: Date): Promise<World> => followed('good', goodMachines, now)

/** The account of a cluster of that name with those machines, whose owner followed every practice. */
export async function followed(name: string, nodes: readonly Machine[], now: Date, images: readonly Image[] = goodImages): Promise<World> {
  const answers = {
    ...bareServices(),
    ...watched(name, nodes, now),
    ...registry(images, now),
    ...network(name, groupsOf(name)),
    'ec2:DescribeVpcEndpoints': { VpcEndpoints: endpoints(name) },
    'ec2:DescribeFlowLogs': {
      FlowLogs: [
        {
          FlowLogId: resourceId('fl', name),
          FlowLogStatus: 'ACTIVE',
          ResourceId: vpcOf(name),
          TrafficType: 'ALL',
          LogDestinationType: 'cloud-watch-logs',
          LogGroupName: `/vpc/${name}`,
          DeliverLogsStatus: 'SUCCESS',
          DeliverLogsPermissionArn: iamArn('role/flow-logs'),
          LogFormat: flowLogFormat(
            'version',
            'interface-id',
            'srcaddr',
            'dstaddr',
            'pkt-srcaddr',
            'pkt-dstaddr',
            'srcport',
            'dstport',
            'protocol',
            'flow-direction',
            'start',
            'end',
            'action',
            'log-status',
          ),
          MaxAggregationInterval: 60,
          CreationTime: daysBefore(now, 90),
          Tags: [],
        },
      ],
    },
    ...machines(nodes, { now, cluster: name, age: 5, hopLimit: 1, managedBySsm: true, volumeKey: keyArn('ebs') }),
    ...identity(name, rolesOf(name), now, false, {
      pods: policy({
        Effect: 'Allow',
        Action: [
          'ec2:*NetworkInterface*',
          'ec2:*PrivateIpAddresses',
          'ec2:Describe*',
          'ec2:CreateTags',
          'logs:*',
          'cloudwatch:PutMetricData',
          'ssm:GetParameter',
        ],
        Resource: '*',
      }),
    }),
    ...cluster({
      cluster: name,
      now,
      age: 60,
      machines: nodes,
      nodeRole: 'node',
      chosen: {
        resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [] },
        logging: { clusterLogging: [{ types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: true }] },
        encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: keyArn('eks') } }],
        accessConfig: { bootstrapClusterCreatorAdminPermissions: false, authenticationMode: 'API' },
        upgradePolicy: { supportType: 'STANDARD' },
        zonalShiftConfig: { enabled: true },
        deletionProtection: true,
        tags: { owner: 'platform', environment: 'production' },
      },
      entries: [
        { role: 'cluster-admin', policies: { AmazonEKSClusterAdminPolicy: [] } },
        { role: 'auditor', groups: ['auditors'] },
        { role: 'node', type: 'EC2_LINUX' },
      ],
      associations: [
        { namespace: 'kube-system', serviceAccount: 'aws-node', role: 'vpc-cni' },
        { namespace: 'amazon-cloudwatch', serviceAccount: 'cloudwatch-agent', role: 'log-agent' },
      ],
      addons: [
        { name: 'vpc-cni', version: 'v1.23.1-eksbuild.1', configuration: '{"enableNetworkPolicy":"true","nodeAgent":{"enablePolicyEventLogs":"true"}}' },
        { name: 'kube-proxy', version: 'v1.36.0-eksbuild.4' },
        { name: 'coredns', version: 'v1.13.1-eksbuild.2' },
        { name: 'eks-pod-identity-agent', version: 'v1.3.10-eksbuild.2' },
        { name: 'amazon-cloudwatch-observability', version: 'v4.8.0-eksbuild.1' },
        { name: 'aws-guardduty-agent', version: 'v1.11.0-eksbuild.1' },
      ],
    }),
  }
  return { account, region, answers }
}
