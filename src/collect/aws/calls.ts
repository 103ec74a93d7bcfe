/** How each AWS kind is read from the answers of its last call. */
import type { StoredFacts } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Gap, Shelf } from '../../model/snapshot.ts'
import { type Answers, type Body, errorOf, fileName, isTelling } from './answers.ts'
import { imageOfScan, instancesIn } from './arguments.ts'
import { asks } from './asks.ts'
import { decodePolicy } from './policy.ts'
import { gapOfCall, isAbsence } from './whole.ts'

export type AwsKind = { [K in keyof typeof kinds]: (typeof kinds)[K] extends { plane: 'aws' } ? K : never }[keyof typeof kinds]

interface Reader {
  /** The things in one answer. `name` is the argument of the call. */
  things(body: Body, name: string): readonly object[]
  /** The thing that "there is none" stands for, if any. */
  absent?(name: string, answers: Answers): object
  /** What good answers still leave out. */
  missing?(things: readonly Body[], answers: Answers): string | undefined
}

const each = (key: string) => ({ things: (body: Body) => body[key] ?? [] })
const one = (key: string) => ({ things: (body: Body) => (body[key] ? [body[key]] : []) })
const named = (key: string) => ({ things: (body: Body, name: string) => [{ ...body, [key]: body[key] ?? name }] })
const whole = { things: (body: Body) => [body] }

export const readers: { readonly [K in AwsKind]: Reader } = {
  clusters: one('cluster'),
  clusterNames: { things: (body) => (body.clusters ?? []).map((name: unknown) => ({ name: String(name) })) },
  clusterVersions: each('clusterVersions'),
  nodegroups: one('nodegroup'),
  addons: one('addon'),
  fargateProfiles: one('fargateProfile'),
  accessEntries: one('accessEntry'),
  accessPolicies: whole,
  podIdentityAssociations: one('association'),
  identityProviders: { things: (body) => (body.identityProviderConfig?.oidc ? [body.identityProviderConfig.oidc] : []) },
  insights: each('insights'),
  instances: { things: (body) => (body.Reservations ?? []).flatMap((reservation: Body) => reservation.Instances ?? []) },
  machineImages: {
    ...each('Images'),
    // An image that was deregistered is left out in silence, and its instances run on. Auto Mode's images are AWS's to see.
    missing: (images, answers) => {
      const known = new Set(images.map((image) => image.ImageId))
      const gone = new Set(
        instancesIn(answers)
          .filter((instance) => !instance.Operator?.Managed && !known.has(instance.ImageId))
          .flatMap((instance) => instance.ImageId ?? []),
      )
      return gone.size > 0 ? `nothing is told of ${[...gone].join(', ')}` : undefined
    },
  },
  launchTemplates: each('LaunchTemplateVersions'),
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
  listeners: each('Listeners'),
  iamRoles: { things: (body) => (body.Role ? [{ ...body.Role, AssumeRolePolicyDocument: decodePolicy(body.Role.AssumeRolePolicyDocument) }] : []) },
  attachedRolePolicies: named('RoleName'),
  inlineRolePolicies: { things: (body) => [{ ...body, PolicyDocument: decodePolicy(body.PolicyDocument) }] },
  managedPolicies: { things: (body, name) => (body.PolicyVersion ? [{ name, Document: decodePolicy(body.PolicyVersion.Document) }] : []) },
  oidcProviders: whole,
  callerIdentities: whole,
  repositories: each('repositories'),
  repositoryPolicies: {
    things: (body, name) => [{ repositoryName: body.repositoryName ?? name, policy: decodePolicy(body.policyText) }],
    absent: (repositoryName) => ({ repositoryName }),
  },
  lifecyclePolicies: {
    things: (body, name) => [{ repositoryName: body.repositoryName ?? name, lifecyclePolicyText: body.lifecyclePolicyText }],
    absent: (repositoryName) => ({ repositoryName }),
  },
  ecrImages: each('imageDetails'),
  imageScans: { ...whole, absent: imageOfScan },
  registryScanning: whole,
  registryPolicies: { things: (body) => [{ policy: decodePolicy(body.policyText) }], absent: () => ({}) },
  pullThroughCacheRules: each('pullThroughCacheRules'),
  trails: each('trailList'),
  trailStatuses: named('name'),
  trailSelectors: named('name'),
  logGroups: each('logGroups'),
  metricFilters: each('metricFilters'),
  logStreams: { things: (body, group) => (body.logStreams ?? []).map((stream: Body) => ({ ...stream, logGroupName: group })) },
  subscriptionFilters: {
    things: (body, group) => [{ ...body, logGroupName: body.subscriptionFilters?.[0]?.logGroupName ?? group }],
    absent: (logGroupName) => ({ logGroupName }),
  },
  alarms: { things: (body) => [...(body.MetricAlarms ?? []), ...(body.CompositeAlarms ?? [])] },
  kmsKeys: one('KeyMetadata'),
  kmsKeyPolicies: { things: (body, name) => [{ KeyId: name, policy: decodePolicy(body.Policy) }] },
  kmsKeyRotations: named('KeyId'),
  detectors: named('DetectorId'),
  guardDutyFindings: {
    ...each('Findings'),
    // A finding that was listed may be left out in silence.
    missing: (findings, answers) => {
      const told = new Set(findings.map((finding) => finding.Id))
      const listed = answers.of('guardduty:ListFindings').flatMap(({ body }) => body.FindingIds ?? [])
      const silent = listed.filter((id: unknown) => !told.has(id)).length
      return silent > 0 ? `nothing is told of ${silent} of ${listed.length} findings` : undefined
    },
  },
  guardDutyCoverage: each('Resources'),
  inspectorStatuses: {
    ...each('accounts'),
    missing: (_, answers) => {
      const failed = (answers.good('inspector2:BatchGetAccountStatus')?.failedAccounts ?? []).map((account: Body) => account.errorCode ?? account.accountId)
      return failed.length > 0 ? failed.join(', ') : undefined
    },
  },
  inspectorFindings: each('findings'),
  inspectorCoverage: each('coveredResources'),
  securityHubStandards: each('StandardsSubscriptions'),
  configRecorders: each('ConfigurationRecordersStatus'),
  configRecordings: each('ConfigurationRecorders'),
  ssmInstances: each('InstanceInformationList'),
  eventRules: each('Rules'),
  eventTargets: named('Rule'),
  bucketPublicAccess: { things: (body, bucket) => [{ ...body, bucket }], absent: (bucket) => ({ bucket }) },
  bucketEncryption: { things: (body, bucket) => [{ ...body, bucket }], absent: (bucket) => ({ bucket }) },
}

/** The shelf of one kind, read from the answers of its calls. */
export function shelfOf<K extends AwsKind>(kind: K, answers: Answers): Shelf<StoredFacts[K]> {
  const reader = readers[kind]
  const call = kinds[kind].calls.at(-1) as string
  const names = new Map((asks[call]?.wanted(answers) ?? []).map(({ name }) => [fileName(name), name]))
  const things: object[] = []
  let odd: Gap | undefined
  for (const { name, body } of answers.of(call)) {
    const argument = names.get(name) ?? name
    const error = errorOf(body)
    if (isTelling(body)) {
      try {
        things.push(...reader.things(body, argument).filter((thing) => typeof thing === 'object' && thing !== null))
      } catch (cause) {
        odd ??= { because: 'failed', detail: `${call}${name === '' ? '' : ` ${argument}`}: ${cause instanceof Error ? cause.message : String(cause)}` }
      }
    } else if (error && reader.absent && isAbsence(call, error)) things.push(reader.absent(argument, answers))
  }
  let gap = gapOfCall(call, answers) ?? odd
  const left = gap ? undefined : reader.missing?.(things, answers)
  if (left !== undefined) gap = { because: 'failed', detail: `${call}: ${left}`, lacks: call }
  return { things: things as unknown as StoredFacts[K][], ...(gap && { gap }) }
}
