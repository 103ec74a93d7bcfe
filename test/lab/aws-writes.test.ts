/** What callers change in the stand-in: merged as AWS merges, under way for a while, and seen by every read thereafter. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../lab/aws/index.ts'
import { send } from './aws-client.ts'

let aws: Aws
beforeEach(async () => {
  aws = await startAws({ world: 'shop-prod' })
  aws.faults.updates = { takes: 400 }
})
afterEach(() => aws.stop())

const name = 'shop-prod'
const cluster = async () => (await send(aws, 'eks:DescribeCluster', { name })).cluster
const nameOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'was answered',
    (error) => error.name,
  )

/** Asks again until it is so: how long a change takes is the machine's affair. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (await isSo()) return
    await wait(10)
  }
  throw new Error('it never came to be so')
}

async function finished(id: string): Promise<{ status: string; errors: { errorCode: string }[] }> {
  const update = async () => (await send(aws, 'eks:DescribeUpdate', { name, updateId: id })).update
  await until(async () => (await update()).status !== 'InProgress')
  return update()
}

describe('eks:UpdateClusterConfig', () => {
  it('keeps what the request does not name', async () => {
    const before = (await cluster()).resourcesVpcConfig
    const { update } = await send(aws, 'eks:UpdateClusterConfig', { name, resourcesVpcConfig: { publicAccessCidrs: ['203.0.113.0/24'] } })
    expect(update).toMatchObject({ status: 'InProgress', type: 'EndpointAccessUpdate' })
    expect((await cluster()).status).toBe('UPDATING')
    expect((await cluster()).resourcesVpcConfig).toEqual(before)
    expect((await finished(update.id)).status).toBe('Successful')
    expect((await cluster()).resourcesVpcConfig).toEqual({ ...before, publicAccessCidrs: ['203.0.113.0/24'] })
    expect((await send(aws, 'eks:ListUpdates', { name })).updateIds[0]).toBe(update.id)
  })

  it('turns single kinds of logs on and leaves the others', async () => {
    const { update } = await send(aws, 'eks:UpdateClusterConfig', { name, logging: { clusterLogging: [{ types: ['scheduler'], enabled: true }] } })
    await finished(update.id)
    expect((await cluster()).logging.clusterLogging).toEqual([
      { types: ['api', 'audit', 'authenticator', 'scheduler'], enabled: true },
      { types: ['controllerManager'], enabled: false },
    ])
  })

  it('takes one update at a time, one sort of change in each, and no change that changes nothing', async () => {
    const deletion = { name, deletionProtection: true }
    const first = await send(aws, 'eks:UpdateClusterConfig', deletion)
    expect(await nameOf(send(aws, 'eks:UpdateClusterConfig', { name, upgradePolicy: { supportType: 'STANDARD' } }))).toBe('ResourceInUseException')
    await finished(first.update.id)
    expect(await nameOf(send(aws, 'eks:UpdateClusterConfig', deletion))).toBe('InvalidParameterException')
    expect(await nameOf(send(aws, 'eks:UpdateClusterConfig', { name, deletionProtection: false, upgradePolicy: { supportType: 'STANDARD' } }))).toBe(
      'InvalidParameterException',
    )
    expect(
      await nameOf(send(aws, 'eks:UpdateClusterConfig', { name, resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: false } })),
    ).toBe('InvalidParameterException')
  })

  it('may fail, and then changes nothing', async () => {
    aws.faults.updates = { takes: 10, fails: { errorCode: 'InsufficientFreeAddresses', errorMessage: 'One or more of the subnets have no free address.' } }
    const { update } = await send(aws, 'eks:UpdateClusterConfig', { name, resourcesVpcConfig: { endpointPublicAccess: false } })
    expect(await finished(update.id)).toMatchObject({ status: 'Failed', errors: [{ errorCode: 'InsufficientFreeAddresses' }] })
    expect(await cluster()).toMatchObject({ status: 'ACTIVE', resourcesVpcConfig: { endpointPublicAccess: true } })
  })
})

describe('access', () => {
  const clusterName = name
  const principalArn = 'arn:aws:iam::111122223333:role/newcomer'
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy'

  it('comes and goes with entries and their policies', async () => {
    await send(aws, 'eks:CreateAccessEntry', { clusterName, principalArn })
    expect(await nameOf(send(aws, 'eks:CreateAccessEntry', { clusterName, principalArn }))).toBe('ResourceInUseException')
    expect((await send(aws, 'eks:DescribeAccessEntry', { clusterName, principalArn })).accessEntry).toMatchObject({ type: 'STANDARD', kubernetesGroups: [] })
    await send(aws, 'eks:AssociateAccessPolicy', { clusterName, principalArn, policyArn, accessScope: { type: 'namespace', namespaces: ['payments'] } })
    const policies = async () => (await send(aws, 'eks:ListAssociatedAccessPolicies', { clusterName, principalArn })).associatedAccessPolicies
    expect(await policies()).toMatchObject([{ policyArn, accessScope: { type: 'namespace', namespaces: ['payments'] } }])
    const access = (await (await fetch(`${aws.endpoint}/_lab/access/${clusterName}`)).json()) as { principalArn: string; policies: unknown[] }[]
    expect(access).toHaveLength(11)
    expect(access.find((one) => one.principalArn === principalArn)?.policies).toMatchObject([{ policyArn }])
    await send(aws, 'eks:DisassociateAccessPolicy', { clusterName, principalArn, policyArn })
    expect(await policies()).toEqual([])
    await send(aws, 'eks:DeleteAccessEntry', { clusterName, principalArn })
    expect(await nameOf(send(aws, 'eks:DescribeAccessEntry', { clusterName, principalArn }))).toBe('ResourceNotFoundException')
  })

  it('refuses groups that Kubernetes keeps for itself', async () => {
    expect(await nameOf(send(aws, 'eks:CreateAccessEntry', { clusterName, principalArn, kubernetesGroups: ['system:masters'] }))).toBe(
      'InvalidParameterException',
    )
  })

  it('gives pods roles, if the caller may pass them', async () => {
    const input = { clusterName, namespace: 'retail', serviceAccount: 'new', roleArn: 'arn:aws:iam::111122223333:role/shop-prod-carts-dynamodb' }
    aws.allow('half', ['eks:*'])
    expect(await nameOf(send(aws, 'eks:CreatePodIdentityAssociation', input, { keys: aws.credentials('half') }))).toBe('AccessDeniedException')
    const { association } = await send(aws, 'eks:CreatePodIdentityAssociation', input)
    const listed = await send(aws, 'eks:ListPodIdentityAssociations', { clusterName, namespace: 'retail', serviceAccount: 'new' })
    expect(listed.associations).toMatchObject([{ associationId: association.associationId }])
    await send(aws, 'eks:DeletePodIdentityAssociation', { clusterName, associationId: association.associationId })
    expect((await send(aws, 'eks:ListPodIdentityAssociations', { clusterName, serviceAccount: 'new', namespace: 'retail' })).associations).toEqual([])
  })
})

it('adds, changes and removes add-ons in their own time', async () => {
  const addonName = 'snapshot-controller'
  await send(aws, 'eks:CreateAddon', { clusterName: name, addonName, addonVersion: 'v8.2.0-eksbuild.1' })
  const addon = async () => (await send(aws, 'eks:DescribeAddon', { clusterName: name, addonName })).addon
  expect((await addon()).status).toBe('CREATING')
  await until(async () => (await addon()).status === 'ACTIVE')
  const { update } = await send(aws, 'eks:UpdateAddon', { clusterName: name, addonName, addonVersion: 'v8.3.0-eksbuild.1' })
  expect((await finished(update.id)).status).toBe('Successful')
  expect(await addon()).toMatchObject({ status: 'ACTIVE', addonVersion: 'v8.3.0-eksbuild.1' })
  await send(aws, 'eks:DeleteAddon', { clusterName: name, addonName })
  await until(async () => (await nameOf(addon())) === 'ResourceNotFoundException')
  expect(await nameOf(addon())).toBe('ResourceNotFoundException')
})

describe('settings', () => {
  it('of logs, images, keys and machines', async () => {
    const logGroupName = '/aws/eks/shop-prod/cluster'
    await send(aws, 'logs:PutRetentionPolicy', { logGroupName, retentionInDays: 365 })
    expect((await send(aws, 'logs:DescribeLogGroups', { logGroupNamePrefix: logGroupName })).logGroups[0].retentionInDays).toBe(365)
    expect(await nameOf(send(aws, 'logs:PutRetentionPolicy', { logGroupName, retentionInDays: 42 }))).toBe('InvalidParameterException')

    const repositoryName = 'teams/red/web'
    await send(aws, 'ecr:PutImageScanningConfiguration', { repositoryName, imageScanningConfiguration: { scanOnPush: true } })
    await send(aws, 'ecr:PutImageTagMutability', { repositoryName, imageTagMutability: 'IMMUTABLE' })
    expect((await send(aws, 'ecr:DescribeRepositories', { repositoryNames: [repositoryName] })).repositories[0]).toMatchObject({
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    })

    const KeyId = '4ad31fd9-c2ec-4489-a38c-b9553d2fc20e'
    await send(aws, 'kms:EnableKeyRotation', { KeyId })
    expect(await send(aws, 'kms:GetKeyRotationStatus', { KeyId })).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 })

    const { Reservations } = await send(aws, 'ec2:DescribeInstances')
    const { InstanceId } = Reservations[0].Instances[0]
    await send(aws, 'ec2:ModifyInstanceMetadataOptions', { InstanceId, HttpTokens: 'required', HttpPutResponseHopLimit: 1 })
    expect((await send(aws, 'ec2:DescribeInstances', { InstanceIds: [InstanceId] })).Reservations[0].Instances[0].MetadataOptions).toMatchObject({
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 1,
      HttpEndpoint: 'enabled',
    })
    await send(aws, 'ec2:EnableEbsEncryptionByDefault')
    expect((await send(aws, 'ec2:GetEbsEncryptionByDefault')).EbsEncryptionByDefault).toBe(true)
    await send(aws, 'ec2:ModifyInstanceMetadataDefaults', { HttpTokens: 'required' })
    expect((await send(aws, 'ec2:GetInstanceMetadataDefaults')).AccountLevel).toMatchObject({ HttpTokens: 'required' })
  })

  it('of GuardDuty, feature by feature', async () => {
    const DetectorId = 'f2b3cbe41413047352141e5b863d87e6'
    const before = (await send(aws, 'guardduty:GetDetector', { DetectorId })).Features.length
    await send(aws, 'guardduty:UpdateDetector', {
      DetectorId,
      Features: [{ Name: 'EKS_RUNTIME_MONITORING', Status: 'ENABLED', AdditionalConfiguration: [{ Name: 'EKS_ADDON_MANAGEMENT', Status: 'ENABLED' }] }],
    })
    const { Features } = await send(aws, 'guardduty:GetDetector', { DetectorId })
    expect(Features).toHaveLength(before)
    expect(Features.find(({ Name }: { Name: string }) => Name === 'EKS_RUNTIME_MONITORING')).toMatchObject({
      Status: 'ENABLED',
      AdditionalConfiguration: [{ Status: 'ENABLED' }],
    })
  })
})

it('records every call as CloudTrail does', async () => {
  await send(aws, 'logs:PutRetentionPolicy', { logGroupName: '/aws/eks/shop-prod/cluster', retentionInDays: 90 })
  await nameOf(send(aws, 'eks:ListClusters', {}, { keys: aws.credentials('stranger') }))
  const written = await send(aws, 'cloudtrail:LookupEvents', { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutRetentionPolicy' }] })
  expect(written.Events).toMatchObject([{ EventName: 'PutRetentionPolicy', EventSource: 'logs.amazonaws.com', Username: 'admin', ReadOnly: 'false' }])
  const refused = await send(aws, 'cloudtrail:LookupEvents', { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'stranger' }] })
  expect(JSON.parse(refused.Events[0].CloudTrailEvent)).toMatchObject({
    errorCode: 'AccessDeniedException',
    userIdentity: { arn: 'arn:aws:iam::111122223333:user/stranger' },
  })
})

it('refuses a write of which it would leave something undone', async () => {
  const input = { clusterName: name, nodegroupName: 'general', nodeRepairConfig: { enabled: true }, updateConfig: { maxUnavailable: 1 } }
  await expect(send(aws, 'eks:UpdateNodegroupConfig', input)).rejects.toThrow('The stand-in does not heed nodeRepairConfig of eks:UpdateNodegroupConfig.')
  await expect(send(aws, 'ec2:EnableEbsEncryptionByDefault', { DryRun: true })).rejects.toThrow('DryRun flag is set')
  expect((await send(aws, 'ec2:GetEbsEncryptionByDefault')).EbsEncryptionByDefault).toBe(false)
})

it('is told by the lab where a cluster listens', async () => {
  aws.place(name, 'https://127.0.0.1:6443', 'LS0tLS1CRUdJTg==')
  expect(await cluster()).toMatchObject({ endpoint: 'https://127.0.0.1:6443', certificateAuthority: { data: 'LS0tLS1CRUdJTg==' } })
  expect(() => aws.place('none', '', '')).toThrow("the world has no cluster 'none'")
})
