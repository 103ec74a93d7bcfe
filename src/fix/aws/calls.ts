/** The calls by which an account is fixed: what each changes, how that is seen, and what takes it back. */
import ipaddr from 'ipaddr.js'
import { iamAction } from '../../world/permissions.ts'

export type Input = Readonly<Record<string, unknown>>
/** What a call changes: as little of the account as its input names. Lists whose order means nothing are sorted. */
export type State = Readonly<Record<string, unknown>>
/** Reads an operation's pages: `eks:DescribeCluster`. */
export type Ask = (call: string, input: Input) => AsyncIterable<Readonly<Record<string, unknown>>>

interface Call {
  readonly call: string
  readonly input: Input
}

/** No program makes the call, for the reason that it says; it stays for a person. */
export class Unplanned extends Error {
  override readonly name = 'Unplanned'
}

/** Nothing is left to be done: an earlier step, or somebody else, has done it. */
export class AlreadySo extends Unplanned {
  constructor() {
    super('it is so already')
  }
}

export interface Row {
  /** Operations by which the thing is seen. */
  readonly reads: readonly string[]
  /** Operations by which the call is taken back. */
  readonly undoes: readonly string[]
  /** IAM actions that AWS asks for beyond those of the operations. */
  readonly also?: readonly string[]
  /** EC2 says whether it would take the call. */
  readonly hasDryRun?: true
  /** What the call changes, as it is now. Throws `Unplanned` where the thing is not there. */
  state(ask: Ask, input: Input): Promise<State>
  /** The same as it will be. Throws `Unplanned` for what no program should do. */
  after(was: State, input: Input): State
  /** The whole input, where the call replaces more than is to be changed. */
  whole?(is: State, input: Input): Input
  back(was: State, input: Input): Call | undefined
  /** What keeps the thing from being changed for a while: `UPDATING`. */
  busy?(ask: Ask, input: Input): Promise<string | undefined>
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape its operation gives it
type Loose = any

async function first(ask: Ask, call: string, input: Input): Promise<Loose> {
  for await (const page of ask(call, input)) return page
  throw new Unplanned(`${call} answered nothing`)
}

/** The one thing of a list that fits, from whichever page. */
async function find(ask: Ask, call: string, input: Input, list: string, fits: (one: Loose) => boolean, name: unknown): Promise<Loose> {
  for await (const page of ask(call, input)) {
    const found = ((page[list] ?? []) as Loose[]).find(fits)
    if (found) return found
  }
  throw new Unplanned(`${name} is not there any more`)
}

/** The members of these names that have a value. */
function pick(from: Loose, names: readonly string[]): State {
  return Object.fromEntries(names.flatMap((name) => (from?.[name] === undefined ? [] : [[name, from[name]]])))
}
const without = (input: Input, ...names: string[]): Input => Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)))

/** The input holds nothing but what the row knows of. */
function requireOnly(input: Input, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name))
  if (other !== undefined) throw new Unplanned(`no program changes ${other} here`)
}

/**
 * A call whose input names a thing and members of it, which become as the input has them; the same call takes it back.
 * @param ids members of the input that name the thing
 * @param members those that may be changed
 */
function setting(
  call: string,
  ids: readonly string[],
  members: readonly string[],
  see: (ask: Ask, input: Input) => Promise<Loose>,
  more: Pick<Row, 'reads'> & Partial<Row>,
): Row {
  return {
    undoes: [call],
    async state(ask, input) {
      requireOnly(input, [...ids, ...members])
      return pick(
        await see(ask, input),
        members.filter((name) => input[name] !== undefined),
      )
    },
    after: (was, input) => ({ ...was, ...without(input, ...ids) }),
    back: (was, input) => ({ call, input: { ...pick(input, ids), ...was } }),
    ...more,
  }
}

// Clusters and node groups

const cluster = async (ask: Ask, { name }: Input): Promise<Loose> => (await first(ask, 'eks:DescribeCluster', { name }))['cluster']
const nodegroup = async (ask: Ask, { clusterName, nodegroupName }: Input): Promise<Loose> =>
  (await first(ask, 'eks:DescribeNodegroup', { clusterName, nodegroupName }))['nodegroup']
/** What passes by itself; a cluster that has failed or is being deleted is not waited for. */
const passing = (status: unknown): string | undefined => (['UPDATING', 'CREATING', 'PENDING'].includes(String(status)) ? String(status) : undefined)

/** As networks, in one order, each once. */
function networks(cidrs: readonly string[]): string[] {
  const canonical = cidrs.map((cidr) => {
    if (!ipaddr.isValidCIDR(cidr)) throw new Unplanned(`${cidr} is no CIDR`)
    const [address, length] = ipaddr.parseCIDR(cidr)
    const network = address.kind() === 'ipv6' ? ipaddr.IPv6.networkAddressFromCIDR(cidr) : ipaddr.IPv4.networkAddressFromCIDR(cidr)
    return `${network}/${length}`
  })
  return [...new Set(canonical)].sort()
}

type Side = Pick<Row, 'after'> & {
  /** @param wish what the input has under the member */
  state(cluster: Loose, wish: Loose): State
  wish(state: State): unknown
}

const endpointMembers = ['endpointPublicAccess', 'endpointPrivateAccess', 'publicAccessCidrs']

/** What UpdateClusterConfig changes: one of these in each call, as EKS has it. */
const sides: Readonly<Record<string, Side>> = {
  resourcesVpcConfig: {
    state({ resourcesVpcConfig: vpc = {} }, wish) {
      requireOnly(wish, endpointMembers)
      const cidrs = (vpc.publicAccessCidrs ?? []).length > 0 ? vpc.publicAccessCidrs : ['0.0.0.0/0']
      const now = {
        endpointPublicAccess: vpc.endpointPublicAccess ?? true,
        endpointPrivateAccess: vpc.endpointPrivateAccess ?? false,
        publicAccessCidrs: networks(cidrs),
      }
      return pick(
        now,
        endpointMembers.filter((name) => wish[name] !== undefined),
      )
    },
    after(was, { resourcesVpcConfig: wish }: Loose) {
      const cidrs = wish.publicAccessCidrs
      if (cidrs !== undefined && (!Array.isArray(cidrs) || cidrs.length === 0)) throw new Unplanned('an empty list of networks opens the endpoint to everybody')
      return { ...was, ...wish, ...(cidrs && { publicAccessCidrs: networks(cidrs) }) }
    },
    wish: (state) => state,
  },
  logging: {
    state({ logging }, wish) {
      const on = new Set((logging?.clusterLogging ?? []).flatMap(({ types = [], enabled }: Loose) => (enabled === true ? types : [])))
      const named: string[] = (wish.clusterLogging ?? []).flatMap(({ types = [] }: Loose) => types)
      return Object.fromEntries([...new Set(named)].sort().map((type) => [type, on.has(type)]))
    },
    after: (was, { logging }: Loose) => ({
      ...was,
      ...Object.fromEntries(logging.clusterLogging.flatMap(({ types, enabled }: Loose) => types.map((type: string) => [type, enabled === true]))),
    }),
    wish: (state) => ({
      clusterLogging: [true, false].flatMap((enabled) => {
        const types = Object.keys(state).filter((type) => state[type] === enabled)
        return types.length > 0 ? [{ types, enabled }] : []
      }),
    }),
  },
  deletionProtection: {
    state: ({ deletionProtection = false }) => ({ deletionProtection }),
    after: (_, { deletionProtection }) => ({ deletionProtection }),
    wish: ({ deletionProtection }) => deletionProtection,
  },
}

function sideOf(input: Input): readonly [string, Side] {
  const members = Object.keys(without(input, 'name'))
  const [member = ''] = members
  const side = sides[member]
  if (members.length !== 1 || !side) throw new Unplanned(`no program changes ${members.join(' and ')} of a cluster at once`)
  return [member, side]
}

const logGroup = (ask: Ask, name: unknown): Promise<Loose> =>
  find(ask, 'logs:DescribeLogGroups', { logGroupNamePrefix: name }, 'logGroups', (one) => one.logGroupName === name, name)

// Images

const frequencies: Readonly<Record<string, readonly string[]>> = { ENHANCED: ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH', 'MANUAL'], BASIC: ['SCAN_ON_PUSH', 'MANUAL'] }

type Rule = { readonly scanFrequency: string; readonly repositoryFilters: readonly { readonly filter: string; readonly filterType: string }[] }

/** In one order, so that equal rules are equal. */
const inOrder = (rules: readonly Rule[]): Rule[] =>
  rules
    .map(({ scanFrequency, repositoryFilters }) => ({
      scanFrequency,
      repositoryFilters: [...new Map(repositoryFilters.map(({ filter, filterType }) => [filter, { filter, filterType }])).values()].sort((a, b) =>
        a.filter < b.filter ? -1 : 1,
      ),
    }))
    .sort((a, b) => (a.scanFrequency < b.scanFrequency ? -1 : 1))

/** The rules of a registry with further ones: those that stand stay, as far as the kind of scanning has them. */
function joined(was: State, { scanType, rules }: Loose): State {
  const known = frequencies[scanType] ?? []
  const all: Rule[] = [...((was['rules'] ?? []) as Rule[]).filter(({ scanFrequency }) => known.includes(scanFrequency)), ...rules]
  const each = known.flatMap((scanFrequency) => {
    const repositoryFilters = all.filter((rule) => rule.scanFrequency === scanFrequency).flatMap((rule) => rule.repositoryFilters)
    return repositoryFilters.length > 0 ? [{ scanFrequency, repositoryFilters }] : []
  })
  return { scanType, rules: inOrder(each) }
}

const repository = (ask: Ask, { repositoryName }: Input): Promise<Loose> =>
  find(ask, 'ecr:DescribeRepositories', { repositoryNames: [repositoryName] }, 'repositories', (one) => one.repositoryName === repositoryName, repositoryName)

// Keys

const keyState = async (ask: Ask, { KeyId }: Input): Promise<string> => String((await first(ask, 'kms:DescribeKey', { KeyId }))['KeyMetadata']?.KeyState)

// Machines

async function instance(ask: Ask, { InstanceId }: Input): Promise<Loose> {
  for await (const { Reservations } of ask('ec2:DescribeInstances', { InstanceIds: [InstanceId] }))
    for (const { Instances = [] } of (Reservations ?? []) as Loose[]) for (const one of Instances) if (one.InstanceId === InstanceId) return one
  throw new Unplanned(`${InstanceId} is not there any more`)
}

/** How the defaults of an account say that they say nothing. */
const noPreference: State = { HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1, HttpEndpoint: 'no-preference', InstanceMetadataTags: 'no-preference' }

// GuardDuty and Inspector

type Feature = { readonly Name: string; readonly Status: string; readonly AdditionalConfiguration?: readonly Feature[] }

/** The status of the features that are named, and of those beneath them: `RUNTIME_MONITORING/EKS_ADDON_MANAGEMENT`. */
const statuses = (features: readonly Feature[] = [], above = ''): State =>
  Object.assign(
    {},
    ...features.map(({ Name, Status, AdditionalConfiguration }) => ({ [above + Name]: Status, ...statuses(AdditionalConfiguration, `${above}${Name}/`) })),
  )

function withStatuses(features: readonly Feature[], state: State, above = ''): Feature[] {
  return features.map(({ Name, AdditionalConfiguration }) => ({
    Name,
    Status: String(state[above + Name] ?? 'DISABLED'),
    ...(AdditionalConfiguration && { AdditionalConfiguration: withStatuses(AdditionalConfiguration, state, `${above}${Name}/`) }),
  }))
}

/** Features of one name as one. */
function uniqueFeatures(features: readonly Feature[]): Feature[] {
  const known = new Map<string, Feature>()
  for (const feature of features) {
    const added = [...(known.get(feature.Name)?.AdditionalConfiguration ?? []), ...(feature.AdditionalConfiguration ?? [])]
    known.set(feature.Name, { Name: feature.Name, Status: feature.Status, ...(added.length > 0 && { AdditionalConfiguration: uniqueFeatures(added) }) })
  }
  return [...known.values()]
}

const resources = (input: Input): string[] => (input['resourceTypes'] as string[]).map((type) => type.toLowerCase())

/** The enablement of Inspector for each type of resource: `ENABLED`. */
async function inspected(ask: Ask, input: Input): Promise<Readonly<Record<string, string | undefined>>> {
  const { accounts: [account] = [] } = await first(ask, 'inspector2:BatchGetAccountStatus', {})
  return Object.fromEntries(resources(input).map((name) => [name, account?.resourceState?.[name]?.status]))
}

/** By `service:Operation`. */
const rows: Readonly<Record<string, Row>> = {
  'eks:UpdateClusterConfig': {
    reads: ['eks:DescribeCluster', 'eks:DescribeUpdate'],
    undoes: ['eks:UpdateClusterConfig'],
    async state(ask, input) {
      const [member, side] = sideOf(input)
      return side.state(await cluster(ask, input), input[member])
    },
    after: (was, input) => sideOf(input)[1].after(was, input),
    whole(is, input) {
      const [member, side] = sideOf(input)
      return { name: input['name'], [member]: side.wish(is) }
    },
    back(was, input) {
      const [member, side] = sideOf(input)
      return { call: 'eks:UpdateClusterConfig', input: { name: input['name'], [member]: side.wish(was) } }
    },
    busy: async (ask, input) => passing((await cluster(ask, input)).status),
  },
  'eks:UpdateNodegroupConfig': setting('eks:UpdateNodegroupConfig', ['clusterName', 'nodegroupName'], ['updateConfig'], nodegroup, {
    reads: ['eks:DescribeNodegroup', 'eks:DescribeUpdate'],
    busy: async (ask, input) => passing((await nodegroup(ask, input)).status),
  }),
  'logs:PutRetentionPolicy': {
    reads: ['logs:DescribeLogGroups'],
    undoes: ['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'],
    async state(ask, { logGroupName }) {
      return { retentionInDays: (await logGroup(ask, logGroupName)).retentionInDays ?? null }
    },
    after({ retentionInDays: was }, { retentionInDays }) {
      if (was === null || Number(was) > Number(retentionInDays)) throw new Unplanned('events that are kept now would be deleted')
      return { retentionInDays }
    },
    back: ({ retentionInDays }, { logGroupName }) =>
      retentionInDays === null
        ? { call: 'logs:DeleteRetentionPolicy', input: { logGroupName } }
        : { call: 'logs:PutRetentionPolicy', input: { logGroupName, retentionInDays } },
  },
  'logs:PutLogGroupDeletionProtection': setting(
    'logs:PutLogGroupDeletionProtection',
    ['logGroupIdentifier'],
    ['deletionProtectionEnabled'],
    async (ask, { logGroupIdentifier }) => ({ deletionProtectionEnabled: false, ...(await logGroup(ask, logGroupIdentifier)) }),
    { reads: ['logs:DescribeLogGroups'] },
  ),
  'ecr:PutImageScanningConfiguration': setting('ecr:PutImageScanningConfiguration', ['repositoryName'], ['imageScanningConfiguration'], repository, {
    reads: ['ecr:DescribeRepositories'],
  }),
  'ecr:PutImageTagMutability': {
    ...setting('ecr:PutImageTagMutability', ['repositoryName'], ['imageTagMutability'], repository, { reads: ['ecr:DescribeRepositories'] }),
    // Whatever is excluded now goes with a setting that excludes nothing.
    state: async (ask, input) => pick(await repository(ask, input), ['imageTagMutability', 'imageTagMutabilityExclusionFilters']),
    after: (_, { imageTagMutability }) => ({ imageTagMutability }),
  },
  'ecr:PutRegistryScanningConfiguration': {
    reads: ['ecr:GetRegistryScanningConfiguration'],
    undoes: ['ecr:PutRegistryScanningConfiguration'],
    // Enhanced scanning is the work of Inspector, which ECR enables in the caller's name.
    also: ['inspector2:ListAccountPermissions', 'inspector2:Enable', 'iam:CreateServiceLinkedRole'],
    async state(ask) {
      const { scanningConfiguration: { scanType = 'BASIC', rules = [] } = {} } = await first(ask, 'ecr:GetRegistryScanningConfiguration', {})
      return { scanType, rules: inOrder(rules) }
    },
    after: joined,
    whole: (is) => is,
    back: (was) => ({ call: 'ecr:PutRegistryScanningConfiguration', input: was }),
  },
  'kms:CancelKeyDeletion': {
    reads: ['kms:DescribeKey'],
    undoes: [],
    state: async (ask, input) => ({ isPendingDeletion: /^Pending(Replica)?Deletion$/.test(await keyState(ask, input)) }),
    after: () => ({ isPendingDeletion: false }),
    // No program schedules a deletion, not even to put back what was.
    back: () => undefined,
  },
  'kms:EnableKey': {
    reads: ['kms:DescribeKey'],
    undoes: ['kms:DisableKey'],
    state: async (ask, input) => ({ isEnabled: (await keyState(ask, input)) === 'Enabled' }),
    after: () => ({ isEnabled: true }),
    back: (_, input) => ({ call: 'kms:DisableKey', input }),
  },
  'kms:EnableKeyRotation': {
    reads: ['kms:GetKeyRotationStatus'],
    undoes: ['kms:EnableKeyRotation', 'kms:DisableKeyRotation'],
    async state(ask, { KeyId }) {
      const { KeyRotationEnabled, RotationPeriodInDays = 365 } = await first(ask, 'kms:GetKeyRotationStatus', { KeyId })
      return { KeyRotationEnabled, ...(KeyRotationEnabled === true && { RotationPeriodInDays }) }
    },
    after: (_, { RotationPeriodInDays = 365 }) => ({ KeyRotationEnabled: true, RotationPeriodInDays }),
    whole: ({ RotationPeriodInDays }, { KeyId }) => ({ KeyId, RotationPeriodInDays }),
    back: ({ KeyRotationEnabled, RotationPeriodInDays }, { KeyId }) =>
      KeyRotationEnabled === true
        ? { call: 'kms:EnableKeyRotation', input: { KeyId, RotationPeriodInDays } }
        : { call: 'kms:DisableKeyRotation', input: { KeyId } },
  },
  'ec2:ModifyInstanceMetadataOptions': setting(
    'ec2:ModifyInstanceMetadataOptions',
    ['InstanceId'],
    ['HttpTokens', 'HttpPutResponseHopLimit', 'HttpEndpoint'],
    async (ask, input) => (await instance(ask, input)).MetadataOptions,
    {
      reads: ['ec2:DescribeInstances'],
      hasDryRun: true,
      busy: async (ask, input) => ((await instance(ask, input)).MetadataOptions?.State === 'pending' ? 'pending' : undefined),
    },
  ),
  'ec2:ModifyInstanceMetadataDefaults': setting(
    'ec2:ModifyInstanceMetadataDefaults',
    [],
    Object.keys(noPreference),
    async (ask) => ({ ...noPreference, ...(await first(ask, 'ec2:GetInstanceMetadataDefaults', {}))['AccountLevel'] }),
    { reads: ['ec2:GetInstanceMetadataDefaults'], hasDryRun: true },
  ),
  'ec2:EnableEbsEncryptionByDefault': {
    reads: ['ec2:GetEbsEncryptionByDefault'],
    undoes: ['ec2:DisableEbsEncryptionByDefault'],
    hasDryRun: true,
    state: async (ask) => ({ EbsEncryptionByDefault: (await first(ask, 'ec2:GetEbsEncryptionByDefault', {}))['EbsEncryptionByDefault'] ?? false }),
    after: () => ({ EbsEncryptionByDefault: true }),
    back: () => ({ call: 'ec2:DisableEbsEncryptionByDefault', input: {} }),
  },
  'ec2:ModifySubnetAttribute': {
    reads: ['ec2:DescribeSubnets'],
    undoes: ['ec2:ModifySubnetAttribute'],
    async state(ask, { SubnetId, ...wish }) {
      requireOnly(wish, ['MapPublicIpOnLaunch'])
      const subnet = await find(ask, 'ec2:DescribeSubnets', { SubnetIds: [SubnetId] }, 'Subnets', (one) => one.SubnetId === SubnetId, SubnetId)
      return { MapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false }
    },
    after: (_, { MapPublicIpOnLaunch }: Loose) => ({ MapPublicIpOnLaunch: MapPublicIpOnLaunch.Value }),
    back: ({ MapPublicIpOnLaunch: Value }, { SubnetId }) => ({
      call: 'ec2:ModifySubnetAttribute',
      input: { SubnetId, MapPublicIpOnLaunch: { Value } },
    }),
  },
  'guardduty:CreateDetector': {
    reads: ['guardduty:ListDetectors'],
    undoes: [],
    also: ['iam:CreateServiceLinkedRole'],
    async state(ask) {
      for await (const { DetectorIds } of ask('guardduty:ListDetectors', {})) if (((DetectorIds ?? []) as string[]).length > 0) return { detector: true }
      return { detector: false }
    },
    after: () => ({ detector: true }),
    // DeleteDetector wants the id that only the answer of this call gives, and takes all findings with it.
    back: () => undefined,
  },
  'guardduty:UpdateDetector': {
    reads: ['guardduty:GetDetector'],
    undoes: ['guardduty:UpdateDetector'],
    async state(ask, { DetectorId, ...wish }: Loose) {
      requireOnly(wish, ['Enable', 'FindingPublishingFrequency', 'Features'])
      const detector = await first(ask, 'guardduty:GetDetector', { DetectorId })
      const { Enable, FindingPublishingFrequency } = wish
      const now = statuses(detector.Features)
      return {
        ...(Enable !== undefined && { Enable: detector.Status === 'ENABLED' }),
        ...(FindingPublishingFrequency !== undefined && pick(detector, ['FindingPublishingFrequency'])),
        // A feature that the detector does not list is off.
        ...(wish.Features && {
          Features: Object.fromEntries(
            Object.keys(statuses(wish.Features))
              .sort()
              .map((name) => [name, now[name] ?? 'DISABLED']),
          ),
        }),
      }
    },
    after: (was, { DetectorId, Features, ...wish }: Loose) => ({
      ...was,
      ...wish,
      ...(Features && { Features: { ...(was['Features'] as object), ...statuses(Features) } }),
    }),
    // Each feature once, where several wishes were joined.
    whole: ({ Features: state }: Loose, input: Loose) => (state ? { ...input, Features: withStatuses(uniqueFeatures(input.Features), state) } : input),
    back: ({ Features: state, ...was }: Loose, { DetectorId, Features }: Loose) => ({
      call: 'guardduty:UpdateDetector',
      input: { DetectorId, ...was, ...(Features && { Features: withStatuses(uniqueFeatures(Features), state) }) },
    }),
  },
  'guardduty:UpdateMalwareScanSettings': setting(
    'guardduty:UpdateMalwareScanSettings',
    ['DetectorId'],
    ['EbsSnapshotPreservation'],
    (ask, { DetectorId }) => first(ask, 'guardduty:GetMalwareScanSettings', { DetectorId }),
    { reads: ['guardduty:GetMalwareScanSettings'] },
  ),
  'iam:UntagRole': {
    reads: ['iam:GetRole'],
    undoes: ['iam:TagRole'],
    async state(ask, { RoleName, TagKeys }: Loose) {
      const { Role } = await first(ask, 'iam:GetRole', { RoleName })
      return Object.fromEntries((Role?.Tags ?? []).flatMap(({ Key, Value }: Loose) => (TagKeys.includes(Key) ? [[Key, Value]] : [])))
    },
    after: () => ({}),
    back: (was, { RoleName }) => ({ call: 'iam:TagRole', input: { RoleName, Tags: Object.entries(was).map(([Key, Value]) => ({ Key, Value })) } }),
  },
  'config:StartConfigurationRecorder': {
    reads: ['config:DescribeConfigurationRecorderStatus'],
    undoes: ['config:StopConfigurationRecorder'],
    async state(ask, { ConfigurationRecorderName: name }) {
      const call = 'config:DescribeConfigurationRecorderStatus'
      const recorder = await find(ask, call, {}, 'ConfigurationRecordersStatus', (one) => one.name === name, name)
      return { recording: recorder.recording ?? false }
    },
    after: () => ({ recording: true }),
    back: (_, input) => ({ call: 'config:StopConfigurationRecorder', input }),
  },
  'inspector2:Enable': {
    reads: ['inspector2:BatchGetAccountStatus'],
    undoes: ['inspector2:Disable'],
    also: ['iam:CreateServiceLinkedRole'],
    async state(ask, input) {
      const now = await inspected(ask, input)
      return Object.fromEntries(Object.keys(now).map((name) => [name, now[name] === 'ENABLED' ? 'ENABLED' : 'DISABLED']))
    },
    after: (_, input) => Object.fromEntries(resources(input).map((name) => [name, 'ENABLED'])),
    back: (was) => ({
      call: 'inspector2:Disable',
      input: {
        resourceTypes: Object.keys(was)
          .filter((name) => was[name] !== 'ENABLED')
          .map((name) => name.toUpperCase()),
      },
    }),
    busy: async (ask, input) => Object.values(await inspected(ask, input)).find((status) => /ING$/.test(status ?? '')),
  },
}

/** Members of inputs that name the thing which is changed. */
const names = new Set([
  'name',
  'clusterName',
  'nodegroupName',
  'logGroupName',
  'logGroupIdentifier',
  'repositoryName',
  'KeyId',
  'InstanceId',
  'SubnetId',
  'DetectorId',
  'RoleName',
  'ConfigurationRecorderName',
])

/** Calls of one key change the same of one thing, and are made as one: see `joinCalls`. */
export function keyOfCall({ call, input }: Call): string {
  const thing = Object.keys(input).filter((name) => names.has(name))
  const side = call === 'eks:UpdateClusterConfig' ? Object.keys(without(input, 'name')) : []
  return JSON.stringify([call, ...thing.map((name) => input[name]), ...side])
}

/** One call that does what both do; undefined where they contradict each other. */
export function joinCalls(one: Call, other: Call): Call | undefined {
  const input = join(one.input, other.input)
  return input === contradiction ? undefined : { call: one.call, input: input as Input }
}

const contradiction = Symbol('contradiction')

function join(one: unknown, other: unknown): unknown {
  if (JSON.stringify(one) === JSON.stringify(other)) return one
  if (Array.isArray(one) && Array.isArray(other)) return [...new Map([...one, ...other].map((item) => [JSON.stringify(item), item])).values()]
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return contradiction
  const joined: Record<string, unknown> = { ...one }
  for (const [name, value] of Object.entries(other)) {
    joined[name] = name in one ? join(joined[name], value) : value
    if (joined[name] === contradiction) return contradiction
  }
  return joined
}

/** How the call is made; undefined where no program makes it. */
export const rowOf = (call: string): Row | undefined => (Object.hasOwn(rows, call) ? rows[call] : undefined)

/** The IAM actions that making the call takes, seeing it and taking it back included; none where no program makes it. */
export function actionsOfCall(call: string): string[] {
  const row = rowOf(call)
  return row ? [...new Set([...[call, ...row.reads, ...row.undoes].map(iamAction), ...(row.also ?? [])])].sort() : []
}
