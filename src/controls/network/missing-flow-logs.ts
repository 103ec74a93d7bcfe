/** The traffic of the cluster's VPC is not recorded, or only in part, or the record goes nowhere. */
import { control } from '../../model/control.ts'
import type { World } from '../../model/world.ts'
import { faultOf, isRecorded } from '../../reach/flow-logs.ts'
import { instanceOf } from '../../reach/machines.ts'

const cluster = `eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', resourcesVpcConfig: {vpcId: vpc-1, subnetIds: [subnet-1, subnet-2]}}}
---
`
const log = (rest: string, id = 'fl-1') => `{FlowLogId: ${id}, ${rest}}`
const logs = (...list: string[]) => `${cluster}ec2:DescribeFlowLogs: {FlowLogs: [${list.join(', ')}]}`
const works = 'FlowLogStatus: ACTIVE, DeliverLogsStatus: SUCCESS'

export default control({
  title: 'Flow logs record all traffic of the VPC and arrive',
  severity: 'medium',
  about: 'clusters',
  needs: ['flowLogs', 'vpcs', 'hosts', 'instances', 'fargateProfiles'],
  why: `
    After a break-in, flow logs answer who talked to whom. A log of refused traffic alone does not show what succeeded, and
    a log whose delivery fails shows as ACTIVE and holds nothing.`,
  fix: 'aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL --log-destination-type s3 --log-destination BUCKET-ARN --max-aggregation-interval 60; where delivery fails, mend the role or the bucket policy.',
  refs: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html', 'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      logs(log(`ResourceId: vpc-1, TrafficType: ALL, ${works}`)),
      logs(log(`ResourceId: vpc-1, TrafficType: REJECT, ${works}`), log(`ResourceId: vpc-1, TrafficType: ACCEPT, ${works}`, 'fl-2')),
      logs(log(`ResourceId: subnet-1, TrafficType: ALL, ${works}`), log(`ResourceId: subnet-2, TrafficType: ALL, ${works}`, 'fl-2')),
    ],
    bad: [
      logs(),
      logs(log(`ResourceId: vpc-1, TrafficType: REJECT, ${works}`)),
      logs(log('ResourceId: vpc-1, TrafficType: ALL, FlowLogStatus: ACTIVE, DeliverLogsStatus: FAILED, DeliverLogsErrorMessage: Access error')),
      logs(log(`ResourceId: vpc-2, TrafficType: ALL, ${works}`)),
      // Pods of a node in another subnet go unrecorded.
      `${logs(log(`ResourceId: subnet-1, TrafficType: ALL, ${works}`), log(`ResourceId: subnet-2, TrafficType: ALL, ${works}`, 'fl-2'))}
---
{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {providerID: 'aws:///us-west-2a/i-1'}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, NetworkInterfaces: [{NetworkInterfaceId: eni-1, SubnetId: subnet-9}]}]}]}`,
    ],
  },
  applies: ({ resourcesVpcConfig }) => resourcesVpcConfig?.vpcId !== undefined,
  judge({ arn, resourcesVpcConfig }, world) {
    const vpc = resourcesVpcConfig?.vpcId ?? ''
    const all = world.all('flowLogs')
    if (isRecorded(vpc, all)) return undefined
    const own = all.filter(({ ResourceId }) => ResourceId === vpc)
    const untold = own.find((log) => faultOf(log) === 'untold')
    if (untold) return { because: 'untold', detail: `whether flow log ${untold.FlowLogId} delivers is not told` }
    // Logs of subnets do as well, where every subnet in use has one.
    const bare = all.some(({ ResourceId }) => ResourceId?.startsWith('subnet-'))
      ? subnetsInUse(resourcesVpcConfig?.subnetIds ?? [], world).filter((subnet) => !isRecorded(subnet, all))
      : undefined
    if (bare?.length === 0) return undefined
    const owner = world.find('vpcs', vpc)?.OwnerId
    const account = arn?.split(':')[4]
    // A shared VPC's flow logs belong to its owner and are in no list of ours.
    if (owner !== undefined && account !== undefined && owner !== account)
      return { because: 'untold', detail: `${vpc} belongs to account ${owner}, which alone sees its flow logs` }
    const [log] = own
    const fault =
      log &&
      [
        faultOf(log) && `flow log ${log.FlowLogId} ${faultOf(log)}`,
        log.TrafficType !== 'ALL' && `${faultOf(log) ? 'it' : `flow log ${log.FlowLogId}`} records ${log.TrafficType} alone`,
      ]
        .filter(Boolean)
        .join('; ')
    const says =
      fault ||
      (bare ? `no flow log records ${bare.slice(0, 3).join(', ')}${bare.length > 3 ? ` and ${bare.length - 3} more subnets` : ''}` : 'there is no flow log')
    return {
      says: `${vpc}: ${says}`,
      at: 'resourcesVpcConfig.vpcId',
      actual: vpc,
      wanted: 'accepted and rejected traffic, delivered',
      via: own.map(({ FlowLogId }) => ({ kind: 'AWS::EC2::FlowLog', name: FlowLogId })),
    }
  },
})

/** Subnets of the control plane, of nodes and their further interfaces (where custom networking puts pods), and of Fargate. */
function subnetsInUse(ofCluster: readonly string[], world: World<'hosts' | 'instances' | 'fargateProfiles'>): string[] {
  const machines = world.all('hosts').map((host) => instanceOf(host, world))
  const ofHosts = machines.flatMap((instance) => [instance?.SubnetId, ...(instance?.NetworkInterfaces ?? []).map(({ SubnetId }) => SubnetId)])
  const ofFargate = world.all('fargateProfiles').flatMap(({ subnets }) => subnets ?? [])
  return [...new Set([...ofCluster, ...ofHosts, ...ofFargate])].filter((subnet) => subnet !== undefined)
}
