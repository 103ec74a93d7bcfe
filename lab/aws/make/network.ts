/** A VPC as EKS users have one: three zones, public subnets for load balancers, private ones for nodes. */
import type { Body } from '../store.ts'
import { account, arn, region, resourceId, tags } from './names.ts'

export type Zone = 'a' | 'b' | 'c'
const zones: readonly Zone[] = ['a', 'b', 'c']
const zoneIds = { a: 'usw2-az2', b: 'usw2-az1', c: 'usw2-az3' } as const
const cidrs = {
  public: { a: '10.42.0.0/20', b: '10.42.16.0/20', c: '10.42.32.0/20' },
  private: { a: '10.42.64.0/19', b: '10.42.96.0/19', c: '10.42.128.0/19' },
} as const

export const vpcOf = (cluster: string): string => resourceId('vpc', cluster)
export const subnetOf = (cluster: string, kind: 'public' | 'private', zone: Zone): string => resourceId('subnet', `${cluster}/${kind}-${zone}`)
export const privateSubnets = (cluster: string): string[] => zones.map((zone) => subnetOf(cluster, 'private', zone))
export const groupOf = (cluster: string, name: string): string => resourceId('sg', `${cluster}/${name}`)
/** The group that EKS makes for control plane and nodes. */
export const clusterGroup = (cluster: string): { GroupId: string; GroupName: string } => ({
  GroupId: groupOf(cluster, 'cluster'),
  GroupName: `eks-cluster-sg-${cluster}-1187325523`,
})

export interface GroupRule {
  readonly protocol: string
  readonly ports?: readonly [from: number, to: number]
  /** An address range, or the id of a group. */
  readonly from: string
}
export interface Group {
  readonly id: string
  readonly name: string
  readonly says: string
  readonly ingress?: readonly GroupRule[]
  readonly egress?: readonly GroupRule[]
  readonly tags?: Readonly<Record<string, string>>
}

const anywhere: GroupRule = { protocol: '-1', from: '0.0.0.0/0' }

export function clusterGroupPlan(cluster: string): Group {
  const { GroupId, GroupName } = clusterGroup(cluster)
  return {
    id: GroupId,
    name: GroupName,
    says: 'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
    ingress: [{ protocol: '-1', from: GroupId }],
    egress: [anywhere],
    tags: { [`kubernetes.io/cluster/${cluster}`]: 'owned', 'aws:eks:cluster-name': cluster },
  }
}

function permission({ protocol, ports, from }: GroupRule): Body {
  return {
    IpProtocol: protocol,
    ...(ports && { FromPort: ports[0], ToPort: ports[1] }),
    UserIdGroupPairs: from.startsWith('sg-') ? [{ UserId: account, GroupId: from }] : [],
    IpRanges: from.startsWith('sg-') ? [] : [{ CidrIp: from }],
    Ipv6Ranges: [],
    PrefixListIds: [],
  }
}

function ruleOf({ id }: Group, { protocol, ports, from }: GroupRule, isEgress: boolean): Body {
  const ruleId = resourceId('sgr', `${id}/${isEgress}/${protocol}/${ports}/${from}`)
  return {
    SecurityGroupRuleId: ruleId,
    GroupId: id,
    GroupOwnerId: account,
    IsEgress: isEgress,
    IpProtocol: protocol,
    FromPort: ports?.[0] ?? -1,
    ToPort: ports?.[1] ?? -1,
    ...(from.startsWith('sg-') ? { ReferencedGroupInfo: { GroupId: from, UserId: account } } : { CidrIpv4: from }),
    Tags: [],
    SecurityGroupRuleArn: arn('ec2', `security-group-rule/${ruleId}`),
  }
}

export function securityGroups(cluster: string, groups: readonly Group[]): Record<string, Body> {
  return {
    'ec2:DescribeSecurityGroups': {
      SecurityGroups: groups.map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        Description: group.says,
        OwnerId: account,
        VpcId: vpcOf(cluster),
        SecurityGroupArn: arn('ec2', `security-group/${group.id}`),
        IpPermissions: (group.ingress ?? []).map(permission),
        IpPermissionsEgress: (group.egress ?? []).map(permission),
        Tags: tags(group.tags ?? {}),
      })),
    },
    'ec2:DescribeSecurityGroupRules': {
      SecurityGroupRules: groups.flatMap((group) => [
        ...(group.ingress ?? []).map((rule) => ruleOf(group, rule, false)),
        ...(group.egress ?? []).map((rule) => ruleOf(group, rule, true)),
      ]),
    },
  }
}

function subnet(cluster: string, kind: 'public' | 'private', zone: Zone): Body {
  const SubnetId = subnetOf(cluster, kind, zone)
  return {
    SubnetId,
    VpcId: vpcOf(cluster),
    CidrBlock: cidrs[kind][zone],
    AvailabilityZone: `${region}${zone}`,
    AvailabilityZoneId: zoneIds[zone],
    AvailableIpAddressCount: kind === 'public' ? 4080 : 8100,
    MapPublicIpOnLaunch: kind === 'public',
    AssignIpv6AddressOnCreation: false,
    DefaultForAz: false,
    OwnerId: account,
    State: 'available',
    SubnetArn: arn('ec2', `subnet/${SubnetId}`),
    Tags: tags({ Name: `${cluster}-${kind}-${zone}`, [kind === 'public' ? 'kubernetes.io/role/elb' : 'kubernetes.io/role/internal-elb']: '1' }),
  }
}

function routeTable(cluster: string, name: string, subnets: readonly string[], out?: Body): Body {
  const RouteTableId = resourceId('rtb', `${cluster}/${name}`)
  const association = (SubnetId?: string) => ({
    RouteTableAssociationId: resourceId('rtbassoc', `${cluster}/${SubnetId ?? name}`),
    RouteTableId,
    Main: SubnetId === undefined,
    ...(SubnetId !== undefined && { SubnetId }),
    AssociationState: { State: 'associated' },
  })
  return {
    RouteTableId,
    VpcId: vpcOf(cluster),
    OwnerId: account,
    Associations: subnets.length > 0 ? subnets.map(association) : [association()],
    PropagatingVgws: [],
    Routes: [
      { DestinationCidrBlock: '10.42.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      ...(out ? [{ DestinationCidrBlock: '0.0.0.0/0', Origin: 'CreateRoute', State: 'active', ...out }] : []),
    ],
    Tags: tags({ Name: `${cluster}-${name}` }),
  }
}

export function network(cluster: string, groups: readonly Group[]): Record<string, Body> {
  const VpcId = vpcOf(cluster)
  const of = (kind: 'public' | 'private') => zones.map((zone) => subnetOf(cluster, kind, zone))
  const entry = (Egress: boolean, RuleNumber: number, RuleAction: string) => ({ CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction, RuleNumber })
  const NetworkAclId = resourceId('acl', cluster)
  return {
    'ec2:DescribeVpcs': {
      Vpcs: [
        { VpcId, CidrBlock: '10.42.0.0/16', State: 'available', OwnerId: account, InstanceTenancy: 'default', IsDefault: false, Tags: tags({ Name: cluster }) },
      ],
    },
    'ec2:DescribeSubnets': { Subnets: (['public', 'private'] as const).flatMap((kind) => zones.map((zone) => subnet(cluster, kind, zone))) },
    'ec2:DescribeRouteTables': {
      RouteTables: [
        routeTable(cluster, 'main', []),
        routeTable(cluster, 'public', of('public'), { GatewayId: resourceId('igw', cluster) }),
        routeTable(cluster, 'private', of('private'), { NatGatewayId: resourceId('nat', cluster) }),
      ],
    },
    'ec2:DescribeNetworkAcls': {
      NetworkAcls: [
        {
          NetworkAclId,
          VpcId,
          OwnerId: account,
          IsDefault: true,
          Associations: [...of('public'), ...of('private')].map((SubnetId) => ({
            NetworkAclAssociationId: resourceId('aclassoc', SubnetId),
            NetworkAclId,
            SubnetId,
          })),
          Entries: [entry(true, 100, 'allow'), entry(true, 32_767, 'deny'), entry(false, 100, 'allow'), entry(false, 32_767, 'deny')],
          Tags: [],
        },
      ],
    },
    ...securityGroups(cluster, groups),
    'ec2:DescribeVpcEndpoints': { VpcEndpoints: [] },
    'ec2:DescribeFlowLogs': { FlowLogs: [] },
  }
}

/** The format of a flow log, of its fields. */
export const flowLogFormat = (...fields: readonly string[]): string => fields.map((field) => `$\{${field}}`).join(' ')
