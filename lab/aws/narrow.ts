/** What the members of a call's input leave of its answer: names, prefixes and filters, as each service takes them. */
import { passes, pick, type Filter } from './filters.ts'
import { matches } from './criteria.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

/** Gives what is left of the answer; may refuse. */
type Narrow = (body: Body, wanted: Body, call: string, input: Body) => Body

/** Keeps the things whose member is among the names wanted; a name that is not there is an error where the service says so. */
const among =
  (list: string, member: string, absent?: (name: string) => Refusal): Narrow =>
  (body, wanted: readonly string[]) => {
    const missing = wanted.find((name) => body[list].every((thing: Body) => thing[member] !== name))
    if (missing !== undefined && absent) throw absent(missing)
    return { ...body, [list]: body[list].filter((thing: Body) => wanted.includes(thing[member])) }
  }
const where =
  (list: string, test: (thing: Body, wanted: Body) => boolean): Narrow =>
  (body, wanted) => ({ ...body, [list]: body[list].filter((thing: Body) => test(thing, wanted)) })
/** Members that change nothing of what worlds hold. */
const idle: Narrow = (body) => body

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

export const narrows: Readonly<Record<string, Readonly<Record<string, Narrow>>>> = {
  'eks:ListClusters': { include: idle },
  'eks:DescribeClusterVersions': {
    clusterVersions: among('clusterVersions', 'clusterVersion'),
    defaultOnly: (body, only) => (only ? where('clusterVersions', (one) => one.defaultVersion === true)(body, only, '', {}) : body),
    includeAll: idle,
    clusterType: where('clusterVersions', (one, type) => one.clusterType === type),
    versionStatus: where('clusterVersions', (one, status) => one.versionStatus === status),
  },
  'eks:ListPodIdentityAssociations': {
    namespace: where('associations', (one, namespace) => one.namespace === namespace),
    serviceAccount: where('associations', (one, account) => one.serviceAccount === account),
  },
  'eks:ListInsights': {
    filter: where('insights', (one, { categories, kubernetesVersions, statuses }) =>
      [
        [categories, one.category],
        [kubernetesVersions, one.kubernetesVersion],
        [statuses, one.insightStatus?.status],
      ].every(([wanted, actual]) => wanted === undefined || wanted.includes(actual)),
    ),
  },
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
  'efs:DescribeFileSystems': {
    FileSystemId: (body, id) =>
      among('FileSystems', 'FileSystemId', (name) => new Refusal('FileSystemNotFound', `File system '${name}' does not exist.`))(body, [id], '', {}),
    CreationToken: where('FileSystems', (one, token) => one.CreationToken === token),
  },
  'autoscaling:DescribeAutoScalingGroups': {
    AutoScalingGroupNames: among('AutoScalingGroups', 'AutoScalingGroupName'),
    IncludeInstances: idle,
    Filters: (body, filters: readonly Filter[], call) => ({
      ...body,
      AutoScalingGroups: body.AutoScalingGroups.filter((group: Body) => filters.every((filter) => passes(call, body.AutoScalingGroups, group, filter))),
    }),
  },
  'elasticloadbalancingv2:DescribeLoadBalancers': {
    LoadBalancerArns: among('LoadBalancers', 'LoadBalancerArn', () => new Refusal('LoadBalancerNotFoundException', 'One or more load balancers not found')),
    Names: among('LoadBalancers', 'LoadBalancerName', (name) => new Refusal('LoadBalancerNotFoundException', `Load balancers '[${name}]' not found`)),
  },
  'elasticloadbalancingv2:DescribeListeners': { ListenerArns: among('Listeners', 'ListenerArn') },
  'iam:ListRoles': { PathPrefix: where('Roles', (one, prefix) => String(one.Path).startsWith(prefix)) },
  'iam:GetAccountAuthorizationDetails': {
    Filter: (body, wanted: readonly string[]) => ({
      ...body,
      ...Object.fromEntries(
        [
          ['User', 'UserDetailList'],
          ['Role', 'RoleDetailList'],
          ['Group', 'GroupDetailList'],
          ['LocalManagedPolicy', 'Policies'],
        ].map(([kind, list]) => [list, wanted.includes(kind as string) ? body[list as string] : []]),
      ),
    }),
  },
  'ecr:DescribeRepositories': {
    registryId: idle,
    repositoryNames: among(
      'repositories',
      'repositoryName',
      (name) => new Refusal('RepositoryNotFoundException', `The repository with name '${name}' does not exist in the registry`),
    ),
  },
  'ecr:DescribeImages': {
    imageIds: where('imageDetails', (one, wanted: readonly Body[]) =>
      wanted.some(({ imageDigest, imageTag }) => one.imageDigest === imageDigest || one.imageTags?.includes(imageTag)),
    ),
    filter: where(
      'imageDetails',
      (one, { tagStatus }) => tagStatus === undefined || tagStatus === 'ANY' || (tagStatus === 'TAGGED') === (one.imageTags ?? []).length > 0,
    ),
  },
  'ecr:DescribePullThroughCacheRules': { registryId: idle, ecrRepositoryPrefixes: among('pullThroughCacheRules', 'ecrRepositoryPrefix') },
  'cloudtrail:DescribeTrails': {
    includeShadowTrails: idle,
    trailNameList: where('trailList', (one, wanted: readonly string[]) => wanted.some((name) => name === one.Name || name === one.TrailARN)),
  },
  'logs:DescribeLogGroups': {
    logGroupNamePrefix: where('logGroups', (one, prefix) => one.logGroupName.startsWith(prefix)),
    logGroupNamePattern: where('logGroups', (one, text) => one.logGroupName.includes(text)),
    logGroupIdentifiers: where('logGroups', (one, wanted) => wanted.includes(one.logGroupName) || wanted.includes(one.logGroupArn)),
  },
  'logs:DescribeMetricFilters': {
    logGroupName: where('metricFilters', (one, name) => one.logGroupName === name),
    filterNamePrefix: where('metricFilters', (one, prefix) => one.filterName.startsWith(prefix)),
  },
  'logs:DescribeLogStreams': {
    logStreamNamePrefix: where('logStreams', (one, prefix) => one.logStreamName.startsWith(prefix)),
    orderBy: (body, by) =>
      by === 'LastEventTime'
        ? { ...body, logStreams: body.logStreams.toSorted((a: Body, b: Body) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)) }
        : body,
    descending: (body, descending) => (descending ? { ...body, logStreams: body.logStreams.toReversed() } : body),
  },
  'logs:DescribeSubscriptionFilters': { filterNamePrefix: where('subscriptionFilters', (one, prefix) => one.filterName.startsWith(prefix)) },
  'cloudwatch:DescribeAlarms': {
    AlarmNames: (body, wanted) => eachAlarm(body, (one) => wanted.includes(one.AlarmName)),
    AlarmNamePrefix: (body, prefix) => eachAlarm(body, (one) => one.AlarmName.startsWith(prefix)),
    StateValue: (body, state) => eachAlarm(body, (one) => one.StateValue === state),
    // Without it AWS gives metric alarms alone: see `reads.ts`.
    AlarmTypes: (body, wanted: readonly string[]) => ({
      ...body,
      MetricAlarms: wanted.includes('MetricAlarm') ? body.MetricAlarms : [],
      CompositeAlarms: wanted.includes('CompositeAlarm') ? body.CompositeAlarms : [],
    }),
  },
  // Findings are looked through in `reads.ts`: the list holds nothing but ids.
  'guardduty:ListFindings': { FindingCriteria: idle, SortCriteria: idle },
  'guardduty:GetFindings': { FindingIds: among('Findings', 'Id'), SortCriteria: idle },
  'guardduty:ListCoverage': {
    FilterCriteria: where('Resources', (one, { FilterCriterion = [] }) => FilterCriterion.every((criterion: Body) => matches(one, criterion))),
    SortCriteria: idle,
  },
  'inspector2:BatchGetAccountStatus': { accountIds: where('accounts', (one, wanted) => wanted.includes(one.accountId)) },
  'securityhub:GetEnabledStandards': { StandardsSubscriptionArns: among('StandardsSubscriptions', 'StandardsSubscriptionArn') },
  'config:DescribeConfigurationRecorderStatus': { ConfigurationRecorderNames: among('ConfigurationRecordersStatus', 'name', (name) => noRecorder(name)) },
  'config:DescribeConfigurationRecorders': { ConfigurationRecorderNames: among('ConfigurationRecorders', 'name', (name) => noRecorder(name)) },
  'ssm:DescribeInstanceInformation': {
    Filters: where('InstanceInformationList', (one, filters: readonly Body[]) =>
      filters.every(({ Key, Values }) => {
        const member = { InstanceIds: 'InstanceId', PingStatus: 'PingStatus', PlatformTypes: 'PlatformType', ResourceType: 'ResourceType' }[String(Key)]
        if (member === undefined) throw new Refusal('InvalidFilterKey', `The filter key ${Key} is not valid.`)
        return Values.includes(one[member])
      }),
    ),
  },
  'events:ListRules': {
    NamePrefix: where('Rules', (one, prefix) => one.Name.startsWith(prefix)),
    EventBusName: where('Rules', (one, bus) => (one.EventBusName ?? 'default') === bus),
  },
  'events:ListTargetsByRule': { EventBusName: idle },
}

const noRecorder = (name: string) =>
  new Refusal('NoSuchConfigurationRecorderException', `Cannot find configuration recorder with the specified name '${name}'.`)

function eachAlarm(body: Body, test: (alarm: Body) => boolean): Body {
  return Object.fromEntries(Object.entries(body).map(([list, alarms]) => [list, Array.isArray(alarms) ? alarms.filter(test) : alarms]))
}

/** @throws Refusal where a member of the input asks for something that the stand-in does not do: it must not go unheard */
export function narrow(call: string, body: Body, input: Body, heard: ReadonlySet<string>): Body {
  let left = body
  for (const [member, wanted] of Object.entries(input)) {
    if (heard.has(member) || wanted === undefined || wanted === null || (Array.isArray(wanted) && wanted.length === 0)) continue
    const by = narrows[call]?.[member]
    if (!by) throw new Refusal('NotImplemented', `The stand-in does not heed ${member} of ${call}.`, 501)
    left = by(left, wanted, call, input)
  }
  return left
}
