/** Settings of other services that remedies change. */
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

export function putImageTagMutability(context: Context, { repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters }: Body): Body {
  const repository = repositoryOf(context, repositoryName)
  repository.imageTagMutability = imageTagMutability
  if (imageTagMutabilityExclusionFilters) repository.imageTagMutabilityExclusionFilters = imageTagMutabilityExclusionFilters
  return { registryId: context.store.account, repositoryName, imageTagMutability }
}

export function enableKeyRotation({ store, faults }: Context, { KeyId, RotationPeriodInDays = 365 }: Body): Body {
  const id = lastOfArn(KeyId)
  const key = store.find('kms:DescribeKey', id)?.KeyMetadata
  if (!key) throw new Refusal('NotFoundException', `Key '${store.arn('kms', `key/${id}`)}' does not exist`)
  if (key.KeyManager === 'AWS') throw new Refusal('UnsupportedOperationException', `${key.Arn} is managed by AWS.`)
  if (key.KeyState !== 'Enabled') throw new Refusal('DisabledException', `${key.Arn} is disabled.`)
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
  store.put('ec2:GetInstanceMetadataDefaults', '', { AccountLevel: { ...before, ...wish } })
  return { Return: true }
}

export function enableEbsEncryptionByDefault({ store }: Context): Body {
  store.put('ec2:GetEbsEncryptionByDefault', '', { EbsEncryptionByDefault: true, SseType: 'sse-ebs' })
  return { EbsEncryptionByDefault: true }
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
