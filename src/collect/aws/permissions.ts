/** The IAM permissions that reading an account takes: the least policy, what of it was refused, and what each refusal costs. */
import type { AnyControl } from '../../model/control.ts'
import { addTo } from '../../model/groups.ts'
import { kinds as allKinds } from '../../model/kinds.ts'
import { iamAction, kindsRead } from '../../world/permissions.ts'
import { type Answers, errorOf, isDenial } from './answers.ts'
import { asks } from './asks.ts'
import type { AwsKind } from './calls.ts'
import { callsFor } from './live.ts'
import { gapOfCall } from './whole.ts'

/** Where the policy is to hold; what is left out is any. */
export interface Place {
  readonly region?: string
  /** Twelve digits. */
  readonly account?: string
  readonly cluster?: string
}

export interface AllowStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
}

export interface IamPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly AllowStatement[]
}

/** AWS answers this to everybody, and no policy can forbid it. */
const free = new Set(['sts:GetCallerIdentity'])

/** Resources by the name of their statement. Source: AWS Service Authorization Reference. */
const resources: Readonly<Record<string, (arn: (service: string, resource: string) => string, place: Required<Place>) => readonly string[]>> = {
  Cluster: (arn, { cluster }) => [arn('eks', `cluster/${cluster}`)],
  Nodegroups: (arn, { cluster }) => [arn('eks', `nodegroup/${cluster}/*`)],
  Updates: (arn, { cluster }) => [arn('eks', `cluster/${cluster}`), arn('eks', `nodegroup/${cluster}/*`)],
  ClusterParts: (arn, { cluster }) =>
    ['nodegroup', 'addon', 'fargateprofile', 'access-entry', 'podidentityassociation', 'identityproviderconfig'].map((sort) =>
      arn('eks', `${sort}/${cluster}/*`),
    ),
  Roles: (arn) => [arn('iam', 'role/*')],
  Policies: (arn) => [arn('iam', 'policy/*'), arn('iam', 'policy/*').replace(/::[^:]*:/, '::aws:')],
  OidcProviders: (arn) => [arn('iam', 'oidc-provider/*')],
  Repositories: (arn) => [arn('ecr', 'repository/*')],
  ServiceRoles: (arn) => [arn('iam', 'role/aws-service-role/*')],
  ControlPlaneLogs: (arn, { cluster }) => [arn('logs', `log-group:/aws/eks/${cluster}/cluster`), arn('logs', `log-group:/aws/eks/${cluster}/cluster:*`)],
  LogGroups: (arn) => [arn('logs', 'log-group:*')],
  Trails: (arn) => [arn('cloudtrail', 'trail/*').replace(/cloudtrail:[^:]*:[^:]*:/, 'cloudtrail:*:*:')],
  Keys: (arn) => [arn('kms', 'key/*').replace(/kms:[^:]*:[^:]*:/, 'kms:*:*:')],
  KeysHere: (arn) => [arn('kms', 'key/*')],
  Machines: (arn) => [arn('ec2', 'instance/*')],
  Subnets: (arn) => [arn('ec2', 'subnet/*')],
  Detectors: (arn) => [arn('guardduty', 'detector/*')],
  EventRules: (arn) => [arn('events', 'rule/*')],
  Buckets: (arn) => [arn('s3', '*')],
  All: () => ['*'],
}

const scopes: readonly (readonly [RegExp, keyof typeof resources])[] = [
  [
    /^eks:(DescribeCluster|UpdateClusterConfig|List(AccessEntries|Addons|FargateProfiles|IdentityProviderConfigs|Insights|Nodegroups|PodIdentityAssociations))$/,
    'Cluster',
  ],
  [/^eks:(Describe(AccessEntry|Addon|FargateProfile|IdentityProviderConfig|Nodegroup|PodIdentityAssociation)|ListAssociatedAccessPolicies)$/, 'ClusterParts'],
  [/^eks:UpdateNodegroupConfig$/, 'Nodegroups'],
  [/^eks:DescribeUpdate$/, 'Updates'],
  [/^iam:(GetRole|GetRolePolicy|ListRolePolicies|ListAttachedRolePolicies|TagRole|UntagRole)$/, 'Roles'],
  [/^iam:CreateServiceLinkedRole$/, 'ServiceRoles'],
  [/^iam:(GetPolicy|GetPolicyVersion)$/, 'Policies'],
  [/^iam:GetOpenIDConnectProvider$/, 'OidcProviders'],
  [
    /^ecr:(DescribeRepositories|DescribeImages|DescribeImageScanFindings|GetLifecyclePolicy|GetRepositoryPolicy|PutImage(ScanningConfiguration|TagMutability))$/,
    'Repositories',
  ],
  [/^logs:DescribeLogStreams$/, 'ControlPlaneLogs'],
  [/^logs:(DescribeSubscriptionFilters|(Put|Delete)RetentionPolicy|PutLogGroupDeletionProtection)$/, 'LogGroups'],
  [/^cloudtrail:(GetTrailStatus|GetEventSelectors)$/, 'Trails'],
  [/^kms:(Cancel|Disable|Enable)/, 'KeysHere'],
  [/^kms:/, 'Keys'],
  [/^ec2:ModifyInstanceMetadataOptions$/, 'Machines'],
  [/^ec2:ModifySubnetAttribute$/, 'Subnets'],
  [/^guardduty:(GetDetector|GetMalwareScanSettings|ListCoverage|UpdateDetector|UpdateMalwareScanSettings)$/, 'Detectors'],
  [/^events:ListTargetsByRule$/, 'EventRules'],
  [/^s3:/, 'Buckets'],
]
const scopeOf = (action: string): string => scopes.find(([pattern]) => pattern.test(action))?.[1] ?? 'All'

const partitionOf = (region: string): string => (region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws')

/** IAM actions that reading the kinds takes, sorted. */
export function iamActions(kinds: ReadonlySet<AwsKind>): string[] {
  return [...new Set([...callsFor(kinds)].map(iamAction))].filter((action) => !free.has(action)).sort()
}

/**
 * The least policy with which the kinds are seen: no action can be taken out without a gap. Resources are as narrow as AWS
 * can tell them apart.
 *
 * @param further actions beyond that, by which things are fixed; their statements are called `Fix...`
 */
export function iamPolicy(kinds: ReadonlySet<AwsKind>, { region = '*', account = '*', cluster = '*' }: Place = {}, further: readonly string[] = []): IamPolicy {
  const arn = (service: string, resource: string) =>
    `arn:${partitionOf(region)}:${service}:${['iam', 's3'].includes(service) ? '' : region}:${service === 's3' ? '' : account}:${resource}`
  const statements = (does: 'Read' | 'Fix', actions: readonly string[]) =>
    Object.entries(resources).flatMap(([scope, of]): AllowStatement[] => {
      const Action = actions.filter((action) => scopeOf(action) === scope)
      return Action.length === 0 ? [] : [{ Sid: `${does}${scope}`, Effect: 'Allow', Action, Resource: of(arn, { region, account, cluster }) }]
    })
  const reading = iamActions(kinds)
  const fixing = [...new Set(further)].filter((action) => !reading.includes(action)).sort()
  return { Version: '2012-10-17', Statement: [...statements('Read', reading), ...statements('Fix', fixing)] }
}

/** The statements of a policy by which things are fixed. */
export const fixingIn = ({ Statement }: Pick<IamPolicy, 'Statement'>): readonly AllowStatement[] => Statement.filter(({ Sid }) => Sid.startsWith('Fix'))

export interface Refusal {
  /** The IAM action that was lacking. */
  readonly action: string
  /** What AWS said. */
  readonly says: string
}

/** The actions that were refused, each once, with what AWS said first. */
export function refusals(answers: Answers): Refusal[] {
  const found = new Map<string, Refusal>()
  for (const call of answers.calls) {
    const action = iamAction(call)
    for (const { body } of answers.of(call)) {
      const error = errorOf(body)
      if (error && isDenial(error) && !found.has(action)) found.set(action, { action, says: error.message || error.name })
    }
  }
  return [...found.values()].sort((a, b) => (a.action < b.action ? -1 : 1))
}

/** Actions that could not be tried, since what names their arguments was refused or failed. */
export function untried(answers: Answers, kinds: ReadonlySet<AwsKind>): string[] {
  const silent = [...callsFor(kinds)].filter((call) => answers.of(call).length === 0 && (asks[call]?.after ?? []).some((before) => gapOfCall(before, answers)))
  return [...new Set(silent.map(iamAction))].sort()
}

/** The actions of a policy. */
export const actionsOf = ({ Statement }: Pick<IamPolicy, 'Statement'>): readonly string[] => Statement.flatMap(({ Action }) => Action).sort()

/** For each IAM action, the controls that look at something it shows: without it they may be left undecided. Sorted. */
export function whatEachCosts(controls: Readonly<Record<string, AnyControl>>): ReadonlyMap<string, readonly string[]> {
  const costs = new Map<string, string[]>()
  for (const [id, control] of Object.entries(controls)) {
    const read = kindsRead(control).filter((kind): kind is AwsKind => allKinds[kind].plane === 'aws')
    for (const action of iamActions(new Set(read))) addTo(costs, action, id)
  }
  return new Map([...costs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([action, ids]) => [action, ids.sort()]))
}
