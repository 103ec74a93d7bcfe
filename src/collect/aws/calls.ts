/** How each AWS kind is read from the answers of its calls, and which answers must be there for none to be missing. */
import type { StoredFacts } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Gap, Shelf } from '../../model/snapshot.ts'
import { type Answers, errorOf, fileName, isDenial } from './answers.ts'
import { decodePolicy } from './policy.ts'

export type AwsKind = { [K in keyof typeof kinds]: (typeof kinds)[K] extends { plane: 'aws' } ? K : never }[keyof typeof kinds]

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is its operation's; a reader picks from it
type Body = any

interface Reader {
  /** The things in one answer. `name` is the argument of the call. */
  things(body: Body, name: string): readonly object[]
  /** The arguments the call must have been made with, for the shelf to be whole; undefined where it takes none. */
  expects?(answers: Answers): readonly string[] | Gap
  /** What a good answer still leaves out. */
  missing?(things: readonly Body[], answers: Answers): string | undefined
  /** Errors that are answers by nature, and the thing they stand for. */
  absent?: { readonly error: RegExp; thing(name: string): object | undefined }
}

const notAsked = (call: string): Gap => ({ because: 'not asked', detail: `${call} was not called`, lacks: call })

function gapOf(call: string, error: { name: string; message: string }): Gap {
  return isDenial(error)
    ? { because: 'denied', detail: `${call}: ${error.name}`, lacks: call }
    : { because: 'failed', detail: `${call}: ${error.name}: ${error.message}` }
}

/** The gap of the first answer that is an error: what it would have listed is not known. */
function refusal(call: string, answers: readonly { readonly body: Body }[]): Gap | undefined {
  const error = answers.map(({ body }) => errorOf(body)).find((one) => one !== undefined)
  return error && gapOf(call, error)
}

/** Names that a list call gives; a gap where the list itself is missing. */
const listed =
  (call: string, names: (body: Body) => readonly unknown[] | undefined) =>
  (answers: Answers): readonly string[] | Gap => {
    const given = answers.of(call)
    if (given.length === 0) return notAsked(call)
    const found: string[] = []
    for (const { body } of given) {
      const error = errorOf(body)
      if (error) return gapOf(call, error)
      found.push(...(names(body) ?? []).filter((name): name is string => typeof name === 'string'))
    }
    return found
  }

const lastOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)
const each = (key: string) => ({ things: (body: Body) => body[key] ?? [] })
const one = (key: string) => ({ things: (body: Body) => (body[key] ? [body[key]] : []) })
const named = (key: string) => ({ things: (body: Body, name: string) => [{ ...body, [key]: body[key] ?? name }] })
const whole = { things: (body: Body) => [body] }

/** Keys that the cluster and its account use, wherever an answer names one. */
function keysInUse(answers: Answers): readonly string[] {
  const arns: unknown[] = [
    ...(answers.good('eks:DescribeCluster')?.cluster?.encryptionConfig ?? []).map((config: Body) => config.provider?.keyArn),
    ...(answers.good('logs:DescribeLogGroups')?.logGroups ?? []).map((group: Body) => group.kmsKeyId),
    ...(answers.good('ecr:DescribeRepositories')?.repositories ?? []).map((repository: Body) => repository.encryptionConfiguration?.kmsKey),
    ...(answers.good('cloudtrail:DescribeTrails')?.trailList ?? []).map((trail: Body) => trail.KmsKeyId),
    ...(answers.good('ec2:DescribeVolumes')?.Volumes ?? []).map((volume: Body) => volume.KmsKeyId),
  ]
  return [...new Set(arns.filter((arn): arn is string => typeof arn === 'string' && arn.startsWith('arn:')).map(lastOfArn))]
}

/** Roles that were looked at closely; policies are expected for each of them. */
const rolesAsked = (answers: Answers): readonly string[] | Gap => {
  const asked = answers.of('iam:GetRole').flatMap(({ body, name }) => (errorOf(body) ? [] : [body.Role?.RoleName ?? name]))
  return asked.length > 0 ? asked : notAsked('iam:GetRole')
}

const trailNames = listed('cloudtrail:DescribeTrails', (body) => body.trailList?.map((trail: Body) => trail.Name))
const repositoryNames = listed('ecr:DescribeRepositories', (body) => body.repositories?.map((repository: Body) => repository.repositoryName))
const accessEntryNames = listed('eks:ListAccessEntries', (body) => body.accessEntries?.map(lastOfArn))
const trailBuckets = listed('cloudtrail:DescribeTrails', (body) => body.trailList?.map((trail: Body) => trail.S3BucketName))

/** The log groups that EKS fills. */
const controlPlaneGroups = (answers: Answers): readonly string[] =>
  answers.of('eks:DescribeCluster').flatMap(({ body }) => (typeof body.cluster?.name === 'string' ? [`/aws/eks/${body.cluster.name}/cluster`] : []))

export const readers: { readonly [K in AwsKind]: Reader } = {
  clusters: {
    ...one('cluster'),
    // An account without clusters has nothing to describe; else the described cluster is the target, whatever else there is.
    expects: (answers) =>
      answers.of('eks:DescribeCluster').length === 0 && answers.good('eks:ListClusters')?.clusters?.length === 0
        ? []
        : answers.of('eks:DescribeCluster').length > 0
          ? []
          : notAsked('eks:DescribeCluster'),
  },
  clusterNames: { things: (body) => (body.clusters ?? []).map((name: unknown) => ({ name: String(name) })) },
  clusterVersions: each('clusterVersions'),
  nodegroups: { ...one('nodegroup'), expects: listed('eks:ListNodegroups', (body) => body.nodegroups) },
  addons: { ...one('addon'), expects: listed('eks:ListAddons', (body) => body.addons) },
  fargateProfiles: { ...one('fargateProfile'), expects: listed('eks:ListFargateProfiles', (body) => body.fargateProfileNames) },
  accessEntries: { ...one('accessEntry'), expects: accessEntryNames },
  accessPolicies: { ...whole, expects: accessEntryNames },
  podIdentityAssociations: {
    ...one('association'),
    expects: listed('eks:ListPodIdentityAssociations', (body) => body.associations?.map((association: Body) => association.associationId)),
  },
  identityProviders: {
    things: (body) => (body.identityProviderConfig?.oidc ? [body.identityProviderConfig.oidc] : []),
    expects: listed('eks:ListIdentityProviderConfigs', (body) => body.identityProviderConfigs?.map((config: Body) => config.name)),
  },
  insights: each('insights'),
  instances: { things: (body) => (body.Reservations ?? []).flatMap((reservation: Body) => reservation.Instances ?? []) },
  machineImages: {
    ...each('Images'),
    // An image that was deregistered is left out in silence, and its instances run on. Auto Mode's images are AWS's to see.
    missing: (images, answers) => {
      const running = answers
        .of('ec2:DescribeInstances')
        .flatMap(({ body }) => (body.Reservations ?? []).flatMap((reservation: Body) => reservation.Instances ?? []))
      const known = new Set(images.map((image) => image.ImageId))
      const gone = new Set(
        running.filter((instance) => !instance.Operator?.Managed && !known.has(instance.ImageId)).flatMap((instance) => instance.ImageId ?? []),
      )
      return gone.size > 0 ? `nothing is told of ${[...gone].join(', ')}` : undefined
    },
  },
  launchTemplates: {
    ...each('LaunchTemplateVersions'),
    expects: (answers) => {
      const groups = answers.of('eks:DescribeNodegroup').map(({ body }) => body.nodegroup?.launchTemplate?.id)
      const scaling = (answers.good('autoscaling:DescribeAutoScalingGroups')?.AutoScalingGroups ?? []).map(
        (group: Body) => group.LaunchTemplate?.LaunchTemplateId,
      )
      const ids = [...new Set([...groups, ...scaling].filter((id): id is string => typeof id === 'string'))]
      return ids.length > 0 || answers.of('eks:DescribeNodegroup').length > 0 ? ids : notAsked('ec2:DescribeLaunchTemplateVersions')
    },
  },
  networkInterfaces: each('NetworkInterfaces'),
  securityGroups: each('SecurityGroups'),
  securityGroupRules: each('SecurityGroupRules'),
  subnets: each('Subnets'),
  routeTables: each('RouteTables'),
  networkAcls: each('NetworkAcls'),
  vpcs: each('Vpcs'),
  vpcEndpoints: {
    things: (body) => (body.VpcEndpoints ?? []).map((endpoint: Body) => ({ ...endpoint, PolicyDocument: decodePolicy(endpoint.PolicyDocument) })),
  },
  flowLogs: each('FlowLogs'),
  ebsVolumes: each('Volumes'),
  fileSystems: each('FileSystems'),
  ebsEncryptionDefaults: whole,
  instanceMetadataDefaults: { things: (body) => [body.AccountLevel ?? {}] },
  autoScalingGroups: each('AutoScalingGroups'),
  loadBalancers: each('LoadBalancers'),
  listeners: {
    ...each('Listeners'),
    expects: listed('elasticloadbalancingv2:DescribeLoadBalancers', (body) => body.LoadBalancers?.map((balancer: Body) => balancer.LoadBalancerName)),
  },
  iamRoles: {
    things: (body) => (body.Role ? [{ ...body.Role, AssumeRolePolicyDocument: decodePolicy(body.Role.AssumeRolePolicyDocument) }] : []),
    expects: (answers) => (answers.of('iam:GetRole').length > 0 ? [] : notAsked('iam:GetRole')),
  },
  attachedRolePolicies: { ...named('RoleName'), expects: rolesAsked },
  inlineRolePolicies: {
    things: (body) => [{ ...body, PolicyDocument: decodePolicy(body.PolicyDocument) }],
    expects: (answers) => {
      const asked = rolesAsked(answers)
      if (!Array.isArray(asked)) return asked
      const lists = answers.of('iam:ListRolePolicies')
      if (lists.length === 0) return notAsked('iam:ListRolePolicies')
      const refused = refusal('iam:ListRolePolicies', lists)
      if (refused) return refused
      const unlisted = asked.find((role) => lists.every(({ name }) => name !== '' && name !== role))
      if (unlisted !== undefined) return { because: 'not asked', detail: `iam:ListRolePolicies was not called for ${unlisted}`, lacks: 'iam:ListRolePolicies' }
      return lists.flatMap(({ body, name }) => (body.PolicyNames ?? []).map((policy: string) => `${name}.${policy}`))
    },
  },
  managedPolicies: {
    things: (body, name) => (body.PolicyVersion ? [{ name, Document: decodePolicy(body.PolicyVersion.Document) }] : []),
    expects: (answers) =>
      [
        ...new Set(answers.of('iam:ListAttachedRolePolicies').flatMap(({ body }) => (body.AttachedPolicies ?? []).map((policy: Body) => policy.PolicyName))),
      ] as string[],
  },
  oidcProviders: {
    ...whole,
    expects: listed('iam:ListOpenIDConnectProviders', (body) => body.OpenIDConnectProviderList?.map((provider: Body) => lastOfArn(String(provider.Arn)))),
  },
  callerIdentities: whole,
  repositories: each('repositories'),
  repositoryPolicies: {
    things: (body, name) => [{ repositoryName: body.repositoryName ?? name, policy: decodePolicy(body.policyText) }],
    expects: repositoryNames,
    absent: { error: /^RepositoryPolicyNotFound/, thing: (repositoryName) => ({ repositoryName }) },
  },
  lifecyclePolicies: {
    things: (body, name) => [{ repositoryName: body.repositoryName ?? name, lifecyclePolicyText: body.lifecyclePolicyText }],
    expects: repositoryNames,
    absent: { error: /^LifecyclePolicyNotFound/, thing: (repositoryName) => ({ repositoryName }) },
  },
  ecrImages: { ...each('imageDetails') },
  imageScans: {
    ...whole,
    expects: (answers) => answers.of('ecr:DescribeImages').flatMap(({ body, name }) => body.imageDetails?.[0]?.repositoryName ?? name),
    absent: { error: /^ScanNotFound/, thing: (repositoryName) => ({ repositoryName }) },
  },
  registryScanning: whole,
  registryPolicies: { things: (body) => [{ policy: decodePolicy(body.policyText) }], absent: { error: /^RegistryPolicyNotFound/, thing: () => ({}) } },
  pullThroughCacheRules: each('pullThroughCacheRules'),
  trails: each('trailList'),
  trailStatuses: { ...named('name'), expects: trailNames },
  trailSelectors: { ...named('name'), expects: trailNames },
  logGroups: each('logGroups'),
  metricFilters: each('metricFilters'),
  logStreams: {
    things: (body, group) => (body.logStreams ?? []).map((stream: Body) => ({ ...stream, logGroupName: group })),
    expects: controlPlaneGroups,
    absent: { error: /^ResourceNotFound/, thing: () => undefined },
  },
  subscriptionFilters: {
    things: (body, group) => [{ ...body, logGroupName: body.subscriptionFilters?.[0]?.logGroupName ?? group }],
    expects: controlPlaneGroups,
    absent: { error: /^ResourceNotFound/, thing: (logGroupName) => ({ logGroupName }) },
  },
  alarms: { things: (body) => [...(body.MetricAlarms ?? []), ...(body.CompositeAlarms ?? [])] },
  kmsKeys: { ...one('KeyMetadata'), expects: keysInUse },
  kmsKeyPolicies: { things: (body, name) => [{ KeyId: name, policy: decodePolicy(body.Policy) }], expects: keysInUse },
  kmsKeyRotations: { ...named('KeyId'), expects: keysInUse },
  detectors: { ...named('DetectorId'), expects: listed('guardduty:ListDetectors', (body) => body.DetectorIds) },
  guardDutyFindings: {
    ...each('Findings'),
    expects: (answers) => {
      const lists = answers.of('guardduty:ListFindings')
      if (lists.length === 0) return notAsked('guardduty:ListFindings')
      const refused = refusal('guardduty:ListFindings', lists)
      if (refused) return refused
      return lists.flatMap(({ body, name }) => ((body.FindingIds ?? []).length > 0 ? [name] : []))
    },
  },
  guardDutyCoverage: { ...each('Resources'), expects: listed('guardduty:ListDetectors', (body) => body.DetectorIds) },
  inspectorStatuses: {
    ...each('accounts'),
    missing: (_, answers) => {
      const failed = (answers.good('inspector2:BatchGetAccountStatus')?.failedAccounts ?? []).map((account: Body) => account.errorCode ?? account.accountId)
      return failed.length > 0 ? failed.join(', ') : undefined
    },
  },
  securityHubStandards: { ...each('StandardsSubscriptions'), absent: { error: /^InvalidAccess/, thing: () => undefined } },
  configRecorders: each('ConfigurationRecordersStatus'),
  configRecordings: each('ConfigurationRecorders'),
  ssmInstances: each('InstanceInformationList'),
  eventRules: each('Rules'),
  eventTargets: { ...named('Rule'), expects: listed('events:ListRules', (body) => body.Rules?.map((rule: Body) => rule.Name)) },
  bucketPublicAccess: {
    things: (body, bucket) => [{ ...body, bucket }],
    expects: trailBuckets,
    absent: { error: /^NoSuchPublicAccessBlock/, thing: (bucket) => ({ bucket }) },
  },
  bucketEncryption: {
    things: (body, bucket) => [{ ...body, bucket }],
    expects: trailBuckets,
    absent: { error: /^ServerSideEncryptionConfigurationNotFound/, thing: (bucket) => ({ bucket }) },
  },
}

/** The shelf of one kind, read from the answers of its calls. */
export function shelfOf<K extends AwsKind>(kind: K, answers: Answers): Shelf<StoredFacts[K]> {
  const reader = readers[kind]
  const call = kinds[kind].calls.at(-1) as string
  const things: object[] = []
  let gap: Gap | undefined
  const expected = reader.expects?.(answers)
  if (expected && !Array.isArray(expected)) gap = expected as Gap
  const names = new Map(((Array.isArray(expected) ? expected : []) as string[]).map((name) => [fileName(name), name]))
  const given = answers.of(call)
  for (const { name, body } of given) {
    const argument = names.get(name) ?? name
    names.delete(name)
    const error = errorOf(body)
    if (!error) {
      try {
        things.push(...reader.things(body, argument).filter((thing) => typeof thing === 'object' && thing !== null))
      } catch (cause) {
        gap ??= { because: 'failed', detail: `${call}${name === '' ? '' : ` ${argument}`}: ${cause instanceof Error ? cause.message : String(cause)}` }
      }
    } else if (reader.absent?.error.test(error.name)) {
      const thing = reader.absent.thing(argument)
      if (thing) things.push(thing)
    } else gap ??= gapOf(call, error)
  }
  // Calls without an argument may still be stored under the cluster's name; what counts is that one was answered.
  if (!gap && names.size > 0 && given.every(({ name }) => name !== ''))
    gap = {
      because: 'not asked',
      detail: `${call} was not called for ${[...names.values()].slice(0, 3).join(', ')}${names.size > 3 ? ` and ${names.size - 3} more` : ''}`,
      lacks: call,
    }
  if (!gap && !reader.expects && given.length === 0) gap = notAsked(call)
  const left = gap ? undefined : reader.missing?.(things, answers)
  if (left !== undefined) gap = { because: 'failed', detail: `${call}: ${left}`, lacks: call }
  return { things: things as unknown as StoredFacts[K][], ...(gap && { gap }) }
}
