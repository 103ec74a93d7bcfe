/** EC2's filters and lists of ids, applied as EC2 applies them; a filter that we do not know is refused, never skipped. */
import { matchesPattern } from '../../src/reach/iam.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

export interface Filter {
  readonly Name?: string
  readonly Values?: readonly string[]
}

/** Filters whose name is not simply the member's: paths, with `[]` for any item of a list. */
const paths: Readonly<Record<string, string>> = {
  'instance-state-name': 'State.Name',
  'availability-zone': 'AvailabilityZone',
  'iam-instance-profile.arn': 'IamInstanceProfile.Arn',
  'attachment.instance-id': 'Attachment.InstanceId',
  'attachment.instance-owner-id': 'Attachment.InstanceOwnerId',
  'attachment.status': 'Attachment.Status',
  'attachments.instance-id': 'Attachments[].InstanceId',
  'instance.group-id': 'SecurityGroups[].GroupId',
  'group-id': 'GroupId',
  'association.subnet-id': 'Associations[].SubnetId',
  'association.main': 'Associations[].Main',
  'association.network-acl-id': 'Associations[].NetworkAclId',
  'resource-id': 'ResourceId',
  'vpc-id': 'VpcId',
  'service-name': 'ServiceName',
  'vpc-endpoint-type': 'VpcEndpointType',
  'private-dns-name': 'PrivateDnsName',
  'addresses.private-ip-address': 'PrivateIpAddresses[].PrivateIpAddress',
  'owner-id': 'OwnerId',
  'security-group-rule-id': 'SecurityGroupRuleId',
  'image-id': 'ImageId',
  'deliver-log-status': 'DeliverLogsStatus',
  'traffic-type': 'TrafficType',
  cidr: 'CidrBlock',
  state: 'State',
  status: 'Status',
  name: 'Name',
}
/** Network interfaces hold their groups in a list under this name. */
const pathsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ec2:DescribeNetworkInterfaces': { 'group-id': 'Groups[].GroupId' },
  'ec2:DescribeSecurityGroups': { 'group-name': 'GroupName' },
  'ec2:DescribeInstances': { 'network-interface.group-id': 'NetworkInterfaces[].Groups[].GroupId' },
}

function valuesAt(thing: Body, path: string): string[] {
  let found: Body[] = [thing]
  for (const step of path.split('.')) {
    const list = step.endsWith('[]')
    found = found.flatMap((one) => {
      const value = one?.[list ? step.slice(0, -2) : step]
      return value === undefined || value === null ? [] : list ? value : [value]
    })
  }
  return found.map(String)
}

const pascal = (name: string): string => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** @throws Refusal where EC2 would not know the filter, or we do not */
export function passes(call: string, things: readonly Body[], thing: Body, { Name = '', Values = [] }: Filter): boolean {
  const tags = (thing.Tags ?? []) as { Key: string; Value: string }[]
  let actual: string[]
  if (Name.startsWith('tag:')) actual = tags.filter(({ Key }) => Key === Name.slice(4)).map(({ Value }) => Value)
  else if (Name === 'tag-key') actual = tags.map(({ Key }) => Key)
  else {
    const path = pathsOf[call]?.[Name] ?? paths[Name] ?? pascal(Name)
    const first = path.split(/[.[]/)[0] as string
    if (!things.some((one) => first in one)) throw new Refusal('InvalidParameterValue', `The filter '${Name}' is invalid`)
    actual = valuesAt(thing, path)
  }
  return actual.some((value) => Values.some((wanted) => matchesPattern(wanted, value)))
}

/** Lists of ids that EC2's calls take: the member of the things they name, and the error for one that is not there. */
export const ids: Readonly<Record<string, readonly [member: string, error: string, noun: string]>> = {
  InstanceIds: ['InstanceId', 'InvalidInstanceID.NotFound', 'instance ID'],
  ImageIds: ['ImageId', 'InvalidAMIID.NotFound', 'image id'],
  NetworkInterfaceIds: ['NetworkInterfaceId', 'InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'],
  GroupIds: ['GroupId', 'InvalidGroup.NotFound', 'security group'],
  SecurityGroupRuleIds: ['SecurityGroupRuleId', 'InvalidSecurityGroupRuleId.NotFound', 'security group rule ID'],
  SubnetIds: ['SubnetId', 'InvalidSubnetID.NotFound', 'subnet ID'],
  RouteTableIds: ['RouteTableId', 'InvalidRouteTableID.NotFound', 'routeTable ID'],
  NetworkAclIds: ['NetworkAclId', 'InvalidNetworkAclID.NotFound', 'networkAcl ID'],
  VpcIds: ['VpcId', 'InvalidVpcID.NotFound', 'vpc ID'],
  VpcEndpointIds: ['VpcEndpointId', 'InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
  FlowLogIds: ['FlowLogId', 'InvalidFlowLogId.NotFound', 'flow log ID'],
  VolumeIds: ['VolumeId', 'InvalidVolume.NotFound', 'volume'],
}

export function pick(things: readonly Body[], member: string, wanted: readonly string[]): Body[] {
  const [key, error, noun] = ids[member] as (typeof ids)[string]
  const missing = wanted.find((id) => things.every((thing) => thing[key] !== id))
  if (missing !== undefined) throw new Refusal(error, `The ${noun} '${missing}' does not exist`)
  return things.filter((thing) => wanted.includes(thing[key]))
}
