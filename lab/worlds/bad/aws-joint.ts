/** Faults of the account that show only beside the cluster's objects: the node role, roles of pods, volumes that pods mount. */
import { associationId } from '../../aws/make/cluster.ts'
import { awsKey, awsKeys } from '../../aws/make/keys.ts'
import { clusterGroup } from '../../aws/make/network.ts'
import { account, daysBefore, eksAccount, iamArn, instanceAt, region } from '../../aws/make/names.ts'
import type { Body } from '../../aws/store.ts'
import { open } from './aws-machines.ts'
import { name, windowsIp } from './aws-name.ts'
import { addRole } from './aws-roles.ts'
import type { Answers, Fault } from './aws.ts'
import { namespaceOf } from './fault.ts'
import { ipOf, nodeFaults } from './nodes.ts'
import { bucket, fileSystem, openAt, volume } from './mounts.ts'

/** Another inline policy of the role. */
function allow(answers: Answers, role: string, policy: string, Action: readonly string[]): void {
  answers[`iam:ListRolePolicies.${role}`].PolicyNames.push(policy)
  answers[`iam:GetRolePolicy.${role}.${policy}`] = {
    RoleName: role,
    PolicyName: policy,
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
  }
}
const ofNode =
  (policy: string, ...actions: string[]) =>
  (answers: Answers): void =>
    allow(answers, 'node', policy, actions)

/** A Pod Identity association of the cluster. */
function associate(answers: Answers, namespace: string, serviceAccount: string, role: string): void {
  const id = associationId(name, { namespace, serviceAccount, role })
  const association = {
    clusterName: name,
    namespace,
    serviceAccount,
    associationArn: `arn:aws:eks:${region}:${account}:podidentityassociation/${name}/${id}`,
    associationId: id,
  }
  answers[`eks:ListPodIdentityAssociations.${name}`].associations.push(association)
  answers[`eks:DescribePodIdentityAssociation.${id}`] = {
    association: { ...association, roleArn: iamArn(`role/${role}`), tags: {}, createdAt: daysBefore(new Date(), 30), modifiedAt: daysBefore(new Date(), 30) },
  }
}
const podTrust: Body = {
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: { StringEquals: { 'aws:SourceAccount': account } },
}
const assumed = (answers: Answers, role: string): Body => answers[`iam:GetRole.${role}`].Role

export const jointFaults: readonly Fault[] = [
  { breaks: 'host/broad-ssm-policy', plant: ofNode('parameters', 'ssm:GetParameter', 'ssm:GetParameters') },
  { breaks: 'image/browsing-registry-role', plant: ofNode('browse', 'ecr:DescribeRepositories', 'ecr:ListImages') },
  { breaks: 'image/writable-registry-role', plant: ofNode('push', 'ecr:PutImage') },
  { breaks: 'iam/node-role-cni-policy', plant: ofNode('interfaces', 'ec2:CreateNetworkInterface', 'ec2:AssignPrivateIpAddresses') },
  { breaks: 'iam/broad-node-role', plant: ofNode('everything', 's3:*') },
  {
    breaks: 'iam/node-role-trust',
    plant: (answers) =>
      void assumed(answers, 'node').AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: iamArn('role/pipeline') },
        Action: 'sts:AssumeRole',
      }),
  },
  {
    breaks: 'iam/loose-admin-role-trust',
    plant: (answers) =>
      void assumed(answers, 'cluster-admin').AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: iamArn('root') },
        Action: 'sts:AssumeRole',
      }),
  },
  {
    breaks: 'iam/forged-session-tag',
    plant: (answers) => {
      addRole(answers, 'tagged', podTrust)
      assumed(answers, 'tagged').Tags = [{ Key: 'kubernetes-namespace', Value: 'payments' }]
    },
  },
  {
    breaks: 'iam/partial-session-tags',
    plant: (answers) =>
      addRole(answers, 'partial', podTrust, {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::orders/*',
        Condition: { StringEquals: { 'aws:PrincipalTag/kubernetes-namespace': 'shop' } },
      }),
  },
  {
    breaks: 'iam/dangling-association',
    plant: (answers) => {
      addRole(answers, 'nobody', podTrust)
      associate(answers, 'shop', 'gone', 'nobody')
    },
  },
  {
    breaks: 'iam/vpc-cni-without-role',
    plant: (answers) => {
      const list = answers[`eks:ListPodIdentityAssociations.${name}`]
      for (const { serviceAccount, associationId } of list.associations)
        if (serviceAccount === 'aws-node') delete answers[`eks:DescribePodIdentityAssociation.${associationId}`]
      list.associations = list.associations.filter(({ serviceAccount }: Body) => serviceAccount !== 'aws-node')
    },
  },
  {
    breaks: 'iam/shared-pod-role',
    also: ['tenancy/tenant-shared-role'],
    plant: (answers) => {
      addRole(answers, 'common', podTrust)
      for (const tenant of ['image/missing-digest', 'image/mutable-tag']) associate(answers, namespaceOf(tenant), 'web', 'common')
    },
  },
  {
    breaks: 'image/unscanned-repository',
    plant: ({ 'ecr:GetRegistryScanningConfiguration': { scanningConfiguration } }) => {
      scanningConfiguration.rules[0].repositoryFilters[0].filter = 'shop/*'
    },
  },
  {
    breaks: 'image/blocked-addon-image',
    plant: (answers) => {
      const [endpoint] = answers['ec2:DescribeVpcEndpoints'].VpcEndpoints
      endpoint.PolicyDocument = endpoint.PolicyDocument.replaceAll(`${eksAccount}:repository/*`, `${eksAccount}:repository/windows/*`)
    },
  },
  {
    breaks: 'response/unshareable-volume',
    plant: (answers) => {
      const { 'kms:ListAliases': _, ...key } = awsKeys(new Date())
      Object.assign(answers, key)
      answers['ec2:DescribeVolumes'].Volumes[1].KmsKeyId = `arn:aws:kms:${region}:${account}:key/${awsKey}`
    },
  },
  {
    breaks: 'host/open-node-port',
    also: ['network/open-cluster-security-group'],
    plant: (answers) => open(answers, clusterGroup(name).GroupId, [30_000, 32_767], '0.0.0.0/0'),
  },
  {
    breaks: 'audit/lost-node-logs',
    plant: (answers) => {
      const { logGroups } = answers['logs:DescribeLogGroups']
      answers['logs:DescribeLogGroups'].logGroups = logGroups.filter(({ logGroupName }: Body) => logGroupName !== `/aws/containerinsights/${name}/host`)
    },
  },
]

/** What tenants of the bad cluster need of the account, so that what is wrong with them is one thing alone. */
export function furnish(answers: Answers, now: Date): void {
  addRole(answers, 'double', podTrust)
  associate(answers, namespaceOf('iam/double-identity'), 'web', 'double')
  for (const { Instances } of answers['ec2:DescribeInstances'].Reservations)
    for (const one of Instances) if (one.PrivateIpAddress === openAt) one.MetadataOptions.HttpPutResponseHopLimit = 2
  const onWindows = answers['ec2:DescribeVolumes'].Volumes.find(({ Attachments }: Body) => Attachments[0]?.InstanceId === instanceAt(windowsIp))
  onWindows.Encrypted = false
  delete onWindows.KmsKeyId
  const handKept = nodeFaults.findIndex(({ breaks }) => breaks === 'host/hand-kept-node')
  for (const group of answers['autoscaling:DescribeAutoScalingGroups'].AutoScalingGroups)
    group.Instances = group.Instances.filter(({ InstanceId }: Body) => InstanceId !== instanceAt(ipOf(handKept)))
  const [like] = answers['ec2:DescribeVolumes'].Volumes
  answers['ec2:DescribeVolumes'].Volumes.push({ ...like, VolumeId: volume, Attachments: [], State: 'available', Encrypted: false, KmsKeyId: undefined })
  delete answers['ec2:DescribeVolumes'].Volumes.at(-1).KmsKeyId
  answers[`s3:GetBucketEncryption.${bucket}`] = {
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  }
  answers[`s3:GetPublicAccessBlock.${bucket}`] = answers[`s3:GetPublicAccessBlock.trail-${account}`]
  answers['efs:DescribeFileSystems'] = {
    FileSystems: Object.values(fileSystem).map((FileSystemId) => ({
      OwnerId: account,
      CreationToken: FileSystemId,
      FileSystemId,
      CreationTime: daysBefore(now, 30),
      LifeCycleState: 'available',
      NumberOfMountTargets: 3,
      SizeInBytes: { Value: 6144 },
      PerformanceMode: 'generalPurpose',
      Encrypted: FileSystemId !== fileSystem.open,
      Tags: [],
    })),
  }
}
