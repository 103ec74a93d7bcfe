/** The ARNs that a call is about, for policies that do not say `Resource: "*"`. */
import { type Body, lastOfArn, type Store } from './store.ts'

type ArnsOf = (store: Store, input: Body) => readonly string[]

const cluster: ArnsOf = (store, { name, clusterName }) => [store.arn('eks', `cluster/${name ?? clusterName}`)]
/** A thing of a cluster, by the ARN that its description gives. */
const ofCluster =
  (type: string, call: string, subject: (input: Body) => string, arn: (body: Body) => string | undefined): ArnsOf =>
  (store, input) => [arn(store.find(call, subject(input)) ?? {}) ?? store.arn('eks', `${type}/${input.clusterName}/${subject(input)}/*`)]

const nodegroup = ofCluster(
  'nodegroup',
  'eks:DescribeNodegroup',
  (input) => input.nodegroupName,
  (body) => body.nodegroup?.nodegroupArn,
)
const addon = ofCluster(
  'addon',
  'eks:DescribeAddon',
  (input) => input.addonName,
  (body) => body.addon?.addonArn,
)
const fargate = ofCluster(
  'fargateprofile',
  'eks:DescribeFargateProfile',
  (input) => input.fargateProfileName,
  (body) => body.fargateProfile?.fargateProfileArn,
)
const entry = ofCluster(
  'access-entry',
  'eks:DescribeAccessEntry',
  (input) => lastOfArn(String(input.principalArn)),
  (body) => body.accessEntry?.accessEntryArn,
)
const association = ofCluster(
  'podidentityassociation',
  'eks:DescribePodIdentityAssociation',
  (input) => input.associationId,
  (body) => body.association?.associationArn,
)
const role: ArnsOf = (store, { RoleName }) => [store.find('iam:GetRole', RoleName)?.Role?.Arn ?? `arn:aws:iam::${store.account}:role/${RoleName}`]
const policy: ArnsOf = (_, { PolicyArn }) => [PolicyArn]
const repository: ArnsOf = (store, { repositoryName, repositoryNames }) =>
  repositoryNames?.length === 1 ? [store.arn('ecr', `repository/${repositoryNames[0]}`)] : [store.arn('ecr', `repository/${repositoryName ?? '*'}`)]
const group: ArnsOf = (store, { logGroupName = '*' }) => [
  store.arn('logs', `log-group:${logGroupName}:log-stream:`),
  store.arn('logs', `log-group:${logGroupName}`),
]
/** A log group may be named by its ARN. */
const lastOfGroup = (id: string): string => id.replace(/^arn:.*:log-group:/, '')
const trail: ArnsOf = (store, input) => {
  const name = String(input.Name ?? input.TrailName)
  return [name.startsWith('arn:') ? name : store.arn('cloudtrail', `trail/${name}`)]
}
const key: ArnsOf = (store, { KeyId }) => [String(KeyId).startsWith('arn:') ? KeyId : store.arn('kms', `key/${KeyId}`)]
const detector: ArnsOf = (store, { DetectorId }) => [store.arn('guardduty', `detector/${DetectorId}`)]
const bucket: ArnsOf = (_, { Bucket }) => [`arn:aws:s3:::${Bucket}`]
const instance: ArnsOf = (store, { InstanceId }) => [store.arn('ec2', `instance/${InstanceId}`)]

const byCall: Readonly<Record<string, ArnsOf>> = {
  'eks:DescribeCluster': cluster,
  'eks:ListNodegroups': cluster,
  'eks:ListAddons': cluster,
  'eks:ListFargateProfiles': cluster,
  'eks:ListAccessEntries': cluster,
  'eks:ListPodIdentityAssociations': cluster,
  'eks:ListIdentityProviderConfigs': cluster,
  'eks:ListInsights': cluster,
  'eks:DescribeInsight': cluster,
  'eks:ListUpdates': cluster,
  'eks:DescribeUpdate': cluster,
  'eks:UpdateClusterConfig': cluster,
  'eks:UpdateClusterVersion': cluster,
  'eks:AssociateEncryptionConfig': cluster,
  'eks:CreateAccessEntry': cluster,
  'eks:CreateAddon': cluster,
  'eks:CreatePodIdentityAssociation': cluster,
  'eks:DescribeNodegroup': nodegroup,
  'eks:UpdateNodegroupConfig': nodegroup,
  'eks:UpdateNodegroupVersion': nodegroup,
  'eks:DescribeAddon': addon,
  'eks:UpdateAddon': addon,
  'eks:DeleteAddon': addon,
  'eks:DescribeFargateProfile': fargate,
  'eks:DescribeAccessEntry': entry,
  'eks:ListAssociatedAccessPolicies': entry,
  'eks:UpdateAccessEntry': entry,
  'eks:DeleteAccessEntry': entry,
  'eks:AssociateAccessPolicy': entry,
  'eks:DisassociateAccessPolicy': entry,
  'eks:DescribePodIdentityAssociation': association,
  'eks:UpdatePodIdentityAssociation': association,
  'eks:DeletePodIdentityAssociation': association,
  'eks:DescribeIdentityProviderConfig': (store, input) => [
    store.arn('eks', `identityproviderconfig/${input.clusterName}/oidc/${input.identityProviderConfig?.name}/*`),
  ],
  'iam:GetRole': role,
  'iam:ListAttachedRolePolicies': role,
  'iam:ListRolePolicies': role,
  'iam:GetRolePolicy': role,
  'iam:UpdateAssumeRolePolicy': role,
  'iam:TagRole': role,
  'iam:UntagRole': role,
  'iam:GetPolicy': policy,
  'iam:GetPolicyVersion': policy,
  'iam:GetOpenIDConnectProvider': (_, { OpenIDConnectProviderArn }) => [OpenIDConnectProviderArn],
  'iam:SimulatePrincipalPolicy': (_, { PolicySourceArn }) => [PolicySourceArn],
  'sts:AssumeRole': (_, { RoleArn }) => [RoleArn],
  'ecr:DescribeRepositories': repository,
  'ecr:GetRepositoryPolicy': repository,
  'ecr:GetLifecyclePolicy': repository,
  'ecr:DescribeImages': repository,
  'ecr:DescribeImageScanFindings': repository,
  'ecr:PutImageScanningConfiguration': repository,
  'ecr:PutImageTagMutability': repository,
  'cloudtrail:GetTrailStatus': trail,
  'cloudtrail:GetEventSelectors': trail,
  'logs:DescribeLogGroups': group,
  'logs:DescribeLogStreams': group,
  'logs:DescribeMetricFilters': group,
  'logs:DescribeSubscriptionFilters': group,
  'logs:PutRetentionPolicy': group,
  'logs:DeleteRetentionPolicy': group,
  'logs:PutLogGroupDeletionProtection': (store, { logGroupIdentifier }) => group(store, { logGroupName: lastOfGroup(logGroupIdentifier) }),
  'cloudwatch:DescribeAlarms': (store) => [store.arn('cloudwatch', 'alarm:*')],
  'kms:DescribeKey': key,
  'kms:GetKeyPolicy': key,
  'kms:GetKeyRotationStatus': key,
  'kms:EnableKeyRotation': key,
  'kms:CancelKeyDeletion': key,
  'kms:EnableKey': key,
  'kms:DisableKey': key,
  'kms:DisableKeyRotation': key,
  'guardduty:GetDetector': detector,
  'guardduty:ListFindings': detector,
  'guardduty:GetFindings': detector,
  'guardduty:ListCoverage': detector,
  'guardduty:GetMalwareScanSettings': detector,
  'guardduty:UpdateDetector': detector,
  'guardduty:UpdateMalwareScanSettings': detector,
  'efs:DescribeFileSystems': (store, { FileSystemId = '*' }) => [store.arn('elasticfilesystem', `file-system/${FileSystemId}`)],
  'events:ListTargetsByRule': (store, { Rule }) => [store.arn('events', `rule/${Rule}`)],
  's3:GetPublicAccessBlock': bucket,
  's3:GetBucketEncryption': bucket,
  'ec2:ModifyInstanceMetadataOptions': instance,
  'ec2:ModifySubnetAttribute': (store, { SubnetId }) => [store.arn('ec2', `subnet/${SubnetId}`)],
}

/** Calls that no single thing is the subject of are about `*`. */
export const resourcesOf = (store: Store, call: string, input: Body): readonly string[] => byCall[call]?.(store, input) ?? ['*']
