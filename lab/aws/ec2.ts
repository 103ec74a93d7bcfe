/** What the members of EC2's calls leave of their answers. */
import { type Filter, passes, pick } from './filters.ts'
import { idle, type Narrow, where } from './keep.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

const ec2 = (list: string, ...idLists: string[]): Record<string, Narrow> => ({
  DryRun: (body, dry) => {
    if (dry) throw new Refusal('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
    return body
  },
  Filters: (body, filters: readonly Filter[], call) => ({
    ...body,
    [list]: body[list].filter((thing: Body) => filters.every((filter) => passes(call, body[list], thing, filter))),
  }),
  ...Object.fromEntries(idLists.map((member) => [member, ((body, wanted) => ({ ...body, [list]: pick(body[list], member, wanted) })) as Narrow])),
})

const inReservations =
  (narrow: Narrow): Narrow =>
  (body, wanted, call, input) => {
    const flat = { Instances: body.Reservations.flatMap((reservation: Body) => reservation.Instances) }
    const left = new Set(narrow(flat, wanted, call, input).Instances)
    const cut = body.Reservations.map((one: Body) => ({ ...one, Instances: one.Instances.filter((instance: Body) => left.has(instance)) }))
    return { ...body, Reservations: cut.filter((one: Body) => one.Instances.length > 0) }
  }

const owners: Narrow = where('Images', (image, wanted: readonly string[]) =>
  wanted.some((owner) => image.OwnerId === owner || image.ImageOwnerAlias === owner || (owner === 'self' && image.ImageOwnerAlias === undefined)),
)

export const ec2Narrows: Readonly<Record<string, Readonly<Record<string, Narrow>>>> = {
  'ec2:DescribeInstances': Object.fromEntries(Object.entries(ec2('Instances', 'InstanceIds')).map(([member, narrow]) => [member, inReservations(narrow)])),
  'ec2:DescribeImages': { ...ec2('Images', 'ImageIds'), Owners: owners, IncludeDeprecated: idle, IncludeDisabled: idle },
  'ec2:DescribeLaunchTemplateVersions': {
    ...ec2('LaunchTemplateVersions'),
    Versions: (body, wanted: readonly string[]) => {
      const versions = body.LaunchTemplateVersions as Body[]
      const latest = Math.max(...versions.map((one) => one.VersionNumber))
      const is = (one: Body, version: string) =>
        version === '$Latest' ? one.VersionNumber === latest : version === '$Default' ? one.DefaultVersion === true : String(one.VersionNumber) === version
      return { ...body, LaunchTemplateVersions: versions.filter((one) => wanted.some((version) => is(one, version))) }
    },
  },
  ...Object.fromEntries(
    [
      ['NetworkInterfaces', 'NetworkInterfaceIds'],
      ['SecurityGroups', 'GroupIds'],
      ['SecurityGroupRules', 'SecurityGroupRuleIds'],
      ['Subnets', 'SubnetIds'],
      ['RouteTables', 'RouteTableIds'],
      ['NetworkAcls', 'NetworkAclIds'],
      ['Vpcs', 'VpcIds'],
      ['VpcEndpoints', 'VpcEndpointIds'],
      ['Volumes', 'VolumeIds'],
    ].map(([list, member]) => [`ec2:Describe${list}`, ec2(list as string, member as string)]),
  ),
  // EC2 names this filter in the singular.
  'ec2:DescribeFlowLogs': { ...ec2('FlowLogs', 'FlowLogIds'), Filter: ec2('FlowLogs')['Filters'] as Narrow },
  'ec2:GetEbsEncryptionByDefault': ec2(''),
  'ec2:GetInstanceMetadataDefaults': ec2(''),
}
