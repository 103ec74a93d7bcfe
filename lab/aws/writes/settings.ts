/** Settings of other services that remedies change. */
import { createHash } from 'node:crypto'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { type Body, lastOfArn } from '../store.ts'

function thingIn(context: Context, call: string, list: string, test: (thing: Body) => boolean, absent: Refusal): Body {
  const found = context.store
    .all(call)
    .flatMap(({ body }) => body[list] ?? [])
    .find(test)
  if (!found) throw absent
  return found
}

const noGroup = new Refusal('ResourceNotFoundException', 'The specified log group does not exist.')
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]

export function putRetentionPolicy(context: Context, { logGroupName, retentionInDays }: Body): Body {
  const group = thingIn(context, 'logs:DescribeLogGroups', 'logGroups', (one) => one.logGroupName === logGroupName, noGroup)
  if (!retentions.includes(retentionInDays)) throw new Refusal('InvalidParameterException', `${retentionInDays} is not a valid retention`)
  group.retentionInDays = retentionInDays
  return {}
}

export function deleteRetentionPolicy(context: Context, { logGroupName }: Body): Body {
  const group = thingIn(context, 'logs:DescribeLogGroups', 'logGroups', (one) => one.logGroupName === logGroupName, noGroup)
  delete group.retentionInDays
  return {}
}

export function putLogGroupDeletionProtection(context: Context, { logGroupIdentifier: id, deletionProtectionEnabled }: Body): Body {
  const group = thingIn(context, 'logs:DescribeLogGroups', 'logGroups', (one) => [one.logGroupName, one.logGroupArn].includes(id), noGroup)
  group.deletionProtectionEnabled = deletionProtectionEnabled
  return {}
}

const setRecording =
  (recording: boolean) =>
  (context: Context, { ConfigurationRecorderName: name }: Body): Body => {
    const absent = new Refusal('NoSuchConfigurationRecorderException', `Cannot find configuration recorder with the specified name '${name}'.`)
    const call = 'config:DescribeConfigurationRecorderStatus'
    const recorder = thingIn(context, call, 'ConfigurationRecordersStatus', (one) => one.name === name, absent)
    Object.assign(recorder, { recording, [recording ? 'lastStartTime' : 'lastStopTime']: context.faults.now().toISOString() })
    return {}
  }
export const startConfigurationRecorder = setRecording(true)
export const stopConfigurationRecorder = setRecording(false)

function repositoryOf(context: Context, repositoryName: string): Body {
  const absent = new Refusal(
    'RepositoryNotFoundException',
    `The repository with name '${repositoryName}' does not exist in the registry with id '${context.store.account}'`,
  )
  return thingIn(context, 'ecr:DescribeRepositories', 'repositories', (one) => one.repositoryName === repositoryName, absent)
}

export function putImageScanningConfiguration(context: Context, { repositoryName, imageScanningConfiguration }: Body): Body {
  const repository = repositoryOf(context, repositoryName)
  repository.imageScanningConfiguration = imageScanningConfiguration
  return { registryId: context.store.account, repositoryName, imageScanningConfiguration }
}

export function putImageTagMutability(context: Context, { repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters: filters }: Body): Body {
  const repository = repositoryOf(context, repositoryName)
  const excludes = /_WITH_EXCLUSION$/.test(imageTagMutability)
  if (excludes !== (filters ?? []).length > 0)
    throw new Refusal('InvalidParameterException', 'imageTagMutabilityExclusionFilters goes with a setting WITH_EXCLUSION, and with no other.')
  repository.imageTagMutability = imageTagMutability
  if (excludes) repository.imageTagMutabilityExclusionFilters = filters
  else delete repository.imageTagMutabilityExclusionFilters
  return { registryId: context.store.account, repositoryName, imageTagMutability }
}

const frequencies: Readonly<Record<string, readonly string[]>> = { ENHANCED: ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH', 'MANUAL'], BASIC: ['SCAN_ON_PUSH', 'MANUAL'] }

/** Both members are replaced; what is left out falls back to its default. */
export function putRegistryScanningConfiguration({ store }: Context, { scanType = 'BASIC', rules = [] }: Body): Body {
  const wrong = rules.find(({ scanFrequency }: Body) => !frequencies[scanType]?.includes(scanFrequency))
  if (wrong) throw new Refusal('InvalidParameterException', `Scan frequency ${wrong.scanFrequency} does not go with scan type ${scanType}.`)
  const call = 'ecr:GetRegistryScanningConfiguration'
  const registryScanningConfiguration = { scanType, rules }
  store.put(call, '', { registryId: store.account, scanningConfiguration: registryScanningConfiguration })
  return { registryScanningConfiguration }
}

/** Its id. @throws Refusal where the key cannot be rotated by schedule */
function rotatableKey({ store }: Context, KeyId: string): string {
  const id = lastOfArn(KeyId)
  const key = store.find('kms:DescribeKey', id)?.KeyMetadata
  if (!key) throw new Refusal('NotFoundException', `Key '${store.arn('kms', `key/${id}`)}' does not exist`)
  if (key.KeyManager === 'AWS' || key.Origin === 'EXTERNAL' || (key.KeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT')
    throw new Refusal('UnsupportedOperationException', `${key.Arn} cannot be rotated by schedule.`)
  if (key.KeyState === 'PendingDeletion') throw new Refusal('KMSInvalidStateException', `${key.Arn} is pending deletion.`)
  if (key.KeyState !== 'Enabled') throw new Refusal('DisabledException', `${key.Arn} is disabled.`)
  return id
}

/** Moves a key from one of some states to another. */
const moveKey =
  (from: readonly string[], to: string) =>
  ({ store }: Context, { KeyId }: Body): Body => {
    const id = lastOfArn(KeyId)
    const key = store.find('kms:DescribeKey', id)?.KeyMetadata
    if (!key) throw new Refusal('NotFoundException', `Key '${store.arn('kms', `key/${id}`)}' does not exist`)
    if (!from.includes(key.KeyState)) throw new Refusal('KMSInvalidStateException', `${key.Arn} is ${key.KeyState}.`)
    Object.assign(key, { KeyState: to, Enabled: to === 'Enabled' })
    delete key.DeletionDate
    return { KeyId: key.Arn }
  }
export const cancelKeyDeletion = moveKey(['PendingDeletion'], 'Disabled')
export const enableKey = moveKey(['Enabled', 'Disabled'], 'Enabled')
export const disableKey = moveKey(['Enabled', 'Disabled'], 'Disabled')

export function disableKeyRotation(context: Context, { KeyId }: Body): Body {
  const id = rotatableKey(context, KeyId)
  context.store.put('kms:GetKeyRotationStatus', id, { KeyRotationEnabled: false, KeyId: id })
  return {}
}

export function enableKeyRotation(context: Context, { KeyId, RotationPeriodInDays = 365 }: Body): Body {
  const { store, faults } = context
  const id = rotatableKey(context, KeyId)
  if (RotationPeriodInDays < 90 || RotationPeriodInDays > 2560)
    throw new Refusal('ValidationException', `RotationPeriodInDays must be between 90 and 2560, not ${RotationPeriodInDays}`)
  const next = new Date(faults.now().getTime() + RotationPeriodInDays * 86_400_000).toISOString()
  store.put('kms:GetKeyRotationStatus', id, { KeyRotationEnabled: true, KeyId: id, RotationPeriodInDays, NextRotationDate: next })
  return {}
}

export function modifyInstanceMetadataOptions(context: Context, input: Body): Body {
  const instances = context.store.all('ec2:DescribeInstances').flatMap(({ body }) => body.Reservations.flatMap((one: Body) => one.Instances))
  const instance = instances.find(({ InstanceId }) => InstanceId === input.InstanceId)
  if (!instance) throw new Refusal('InvalidInstanceID.NotFound', `The instance ID '${input.InstanceId}' does not exist`)
  const members = ['HttpTokens', 'HttpPutResponseHopLimit', 'HttpEndpoint', 'HttpProtocolIpv6', 'InstanceMetadataTags']
  instance.MetadataOptions = {
    ...instance.MetadataOptions,
    State: 'applied',
    ...Object.fromEntries(members.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]]))),
  }
  return { InstanceId: input.InstanceId, InstanceMetadataOptions: instance.MetadataOptions }
}

export function modifyInstanceMetadataDefaults({ store }: Context, input: Body): Body {
  const { DryRun: _, ...wish } = input
  const before = store.find('ec2:GetInstanceMetadataDefaults', '')?.AccountLevel ?? {}
  // What nobody prefers any more is not told.
  const kept = Object.entries({ ...before, ...wish }).filter(([, value]) => value !== 'no-preference' && value !== -1)
  store.put('ec2:GetInstanceMetadataDefaults', '', { AccountLevel: Object.fromEntries(kept) })
  return { Return: true }
}

export function enableEbsEncryptionByDefault({ store }: Context): Body {
  store.put('ec2:GetEbsEncryptionByDefault', '', { EbsEncryptionByDefault: true, SseType: 'sse-ebs' })
  return { EbsEncryptionByDefault: true }
}

export function disableEbsEncryptionByDefault({ store }: Context): Body {
  store.put('ec2:GetEbsEncryptionByDefault', '', { EbsEncryptionByDefault: false })
  return { EbsEncryptionByDefault: false }
}

export function modifySubnetAttribute(context: Context, { SubnetId, ...wish }: Body): Body {
  const absent = new Refusal('InvalidSubnetID.NotFound', `The subnet ID '${SubnetId}' does not exist`)
  const subnet = thingIn(context, 'ec2:DescribeSubnets', 'Subnets', (one) => one.SubnetId === SubnetId, absent)
  const [member = '', ...rest] = Object.keys(wish)
  if (rest.length > 0) throw new Refusal('InvalidParameterCombination', 'Only one attribute can be changed at a time.')
  subnet[member] = wish[member]?.Value ?? wish[member]
  return {}
}

function detectorOf({ store }: Context, DetectorId: string): Body {
  const found = store.find('guardduty:GetDetector', DetectorId)
  if (!found) throw new Refusal('BadRequestException', 'The request is rejected because the input detectorId is not owned by the current account.')
  return found
}

export function updateDetector(context: Context, { DetectorId, Enable, FindingPublishingFrequency, DataSources, Features }: Body): Body {
  const detector = detectorOf(context, DetectorId)
  if (DataSources !== undefined) throw new Refusal('NotImplemented', 'The stand-in changes features, not the older data sources.', 501)
  if (Enable !== undefined) detector.Status = Enable ? 'ENABLED' : 'DISABLED'
  if (FindingPublishingFrequency !== undefined) detector.FindingPublishingFrequency = FindingPublishingFrequency
  const now = context.faults.now().toISOString()
  for (const wish of Features ?? []) {
    const before = detector.Features?.find(({ Name }: Body) => Name === wish.Name)
    const added = mergeNamed(before?.AdditionalConfiguration ?? [], wish.AdditionalConfiguration ?? [], now)
    const feature = { ...before, ...wish, UpdatedAt: now, ...(added.length > 0 && { AdditionalConfiguration: added }) }
    detector.Features = [...(detector.Features ?? []).filter((one: Body) => one !== before), feature]
  }
  detector.UpdatedAt = now
  return {}
}

const mergeNamed = (before: Body[], wishes: Body[], now: string): Body[] => [
  ...before.filter(({ Name }) => wishes.every((wish) => wish.Name !== Name)),
  ...wishes.map((wish) => ({ ...wish, UpdatedAt: now })),
]

export function updateMalwareScanSettings(context: Context, { DetectorId, ...wish }: Body): Body {
  detectorOf(context, DetectorId)
  const call = 'guardduty:GetMalwareScanSettings'
  context.store.put(call, DetectorId, { EbsSnapshotPreservation: 'NO_RETENTION', ...context.store.find(call, DetectorId), ...wish })
  return {}
}

export function createDetector({ store, faults }: Context, { Enable, FindingPublishingFrequency = 'SIX_HOURS' }: Body): Body {
  const listed: string[] = store.find('guardduty:ListDetectors', '')?.DetectorIds ?? []
  if (listed.length > 0) throw new Refusal('BadRequestException', 'The request is rejected because a detector already exists for the current account.')
  const DetectorId = createHash('md5').update(`${store.account} ${store.region}`).digest('hex')
  const now = faults.now().toISOString()
  // What GuardDuty switches on by itself; the rest is asked for.
  const features: Readonly<Record<string, boolean>> = {
    CLOUD_TRAIL: true,
    DNS_LOGS: true,
    FLOW_LOGS: true,
    S3_DATA_EVENTS: true,
    EKS_AUDIT_LOGS: true,
    EBS_MALWARE_PROTECTION: true,
    RDS_LOGIN_EVENTS: true,
    LAMBDA_NETWORK_LOGS: true,
    RUNTIME_MONITORING: false,
  }
  store.put('guardduty:ListDetectors', '', { DetectorIds: [DetectorId] })
  store.put('guardduty:GetDetector', DetectorId, {
    CreatedAt: now,
    UpdatedAt: now,
    FindingPublishingFrequency,
    ServiceRole: `arn:aws:iam::${store.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
    Status: Enable ? 'ENABLED' : 'DISABLED',
    Features: Object.entries(features).map(([Name, on]) => ({ Name, Status: on ? 'ENABLED' : 'DISABLED', UpdatedAt: now })),
  })
  return { DetectorId }
}

/** Scans of these types of resources go on or off; it takes a while. */
const setInspector =
  (status: 'ENABLED' | 'DISABLED') =>
  ({ store, faults, later }: Context, { resourceTypes, accountIds }: Body): Body => {
    const call = 'inspector2:BatchGetAccountStatus'
    const account = store.find(call, '')?.accounts?.[0]
    if (!account) throw store.silent(call)
    if (accountIds?.some((id: string) => id !== store.account)) throw new Refusal('NotImplemented', 'The stand-in has one account.', 501)
    const states: Body[] = resourceTypes.map((type: string) => {
      account.resourceState ??= {}
      account.resourceState[type.toLowerCase()] ??= {}
      return account.resourceState[type.toLowerCase()]
    })
    for (const state of states) state.status = status === 'ENABLED' ? 'ENABLING' : 'DISABLING'
    later(faults.updates.takes, () => {
      for (const state of states) state.status = status
      if (status === 'ENABLED') account.state = { ...account.state, status }
    })
    return { accounts: [{ accountId: store.account, status: account.state?.status ?? status, resourceStatus: {} }] }
  }
export const enableInspector = setInspector('ENABLED')
export const disableInspector = setInspector('DISABLED')

/** Changes the tags of a role, wherever it is told of. */
function retag({ store }: Context, RoleName: string, change: (tags: Body[]) => Body[]): Body {
  const role = store.find('iam:GetRole', RoleName)?.Role
  if (!role) throw new Refusal('NoSuchEntityException', `The role with name ${RoleName} cannot be found.`)
  role.Tags = change(role.Tags ?? [])
  return {}
}
export const untagRole = (context: Context, { RoleName, TagKeys }: Body): Body =>
  retag(context, RoleName, (tags) => tags.filter(({ Key }) => !TagKeys.includes(Key)))
export const tagRole = (context: Context, { RoleName, Tags }: Body): Body =>
  retag(context, RoleName, (tags) => [...tags.filter(({ Key }) => Tags.every((tag: Body) => tag.Key !== Key)), ...Tags])

export function updateAssumeRolePolicy({ store }: Context, { RoleName, PolicyDocument }: Body): Body {
  const role = store.find('iam:GetRole', RoleName)?.Role
  if (!role) throw new Refusal('NoSuchEntityException', `The role with name ${RoleName} cannot be found.`)
  let document: unknown
  try {
    document = JSON.parse(PolicyDocument)
  } catch {
    throw new Refusal('MalformedPolicyDocumentException', 'This policy contains invalid Json')
  }
  role.AssumeRolePolicyDocument = document
  const listed = store.find('iam:ListRoles', '')?.Roles.find((one: Body) => one.RoleName === RoleName)
  if (listed) listed.AssumeRolePolicyDocument = document
  return {}
}
