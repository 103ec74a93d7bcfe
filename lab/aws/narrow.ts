/** What the members of a call's input leave of its answer: names, prefixes and filters, as each service takes them. */
import { ec2Narrows } from './ec2.ts'
import { among, idle, type Narrow, where } from './keep.ts'
import { heeds, matches } from './criteria.ts'
import { passes, type Filter } from './filters.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

const narrows: Readonly<Record<string, Readonly<Record<string, Narrow>>>> = {
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
  ...ec2Narrows,
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
  'inspector2:ListFindings': { filterCriteria: where('findings', heeds) },
  'inspector2:ListCoverage': { filterCriteria: where('coveredResources', heeds) },
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
