/** What each call is about: the argument under which a world holds its answer, and the error where it holds none. */
import { Refusal } from './refusal.ts'
import { type Body, lastOfArn } from './store.ts'

export interface Subject {
  /** Members of the input that name the thing. */
  readonly by: readonly string[]
  /** The argument as worlds write it. */
  name(input: Body): string
  /** The argument of a world that tells of all such things at once. */
  wider?(input: Body): string
  /** Chooses among answers of the same name. */
  fits?(input: Body): (body: Body) => boolean
  absent(input: Body): Refusal
}

const gone = (code: string, message: string) => new Refusal(code, message)
const noCluster = (name: string) => gone('ResourceNotFoundException', `No cluster found for name: ${name}.`)

/** One thing of a cluster: node groups of two clusters may bear one name. */
const ofCluster = (by: string, wrapper: string, noun: string, name = (input: Body): string => input[by]): Subject => ({
  by: ['clusterName', by],
  name,
  fits:
    ({ clusterName }) =>
    (body) =>
      (body[wrapper] ?? body).clusterName === undefined || (body[wrapper] ?? body).clusterName === clusterName,
  absent: (input) => gone('ResourceNotFoundException', `No ${noun} found for name: ${name(input)}.`),
})
const listOfCluster = (by = 'clusterName'): Subject => ({ by: [by], name: (input) => input[by], absent: (input) => noCluster(input[by]) })
const entry: Subject = {
  ...ofCluster('principalArn', 'accessEntry', 'access entry', ({ principalArn }) => lastOfArn(String(principalArn))),
  absent: ({ principalArn }) => gone('ResourceNotFoundException', `The specified principalArn could not be found. You have specified: ${principalArn}`),
}
const role: Subject = {
  by: ['RoleName'],
  name: ({ RoleName }) => RoleName,
  absent: ({ RoleName }) => gone('NoSuchEntityException', `The role with name ${RoleName} cannot be found.`),
}
const policy: Subject = {
  by: ['PolicyArn'],
  name: ({ PolicyArn }) => lastOfArn(String(PolicyArn)),
  absent: ({ PolicyArn }) =>
    // AWS's own policies are in every account.
    String(PolicyArn).startsWith('arn:aws:iam::aws:')
      ? new Refusal('NotImplemented', `This world does not say what ${PolicyArn} allows.`, 501)
      : gone('NoSuchEntityException', `Policy ${PolicyArn} was not found.`),
}
const repository = (account = 'registryId'): Subject => ({
  by: ['repositoryName', account],
  name: ({ repositoryName }) => repositoryName,
  absent: ({ repositoryName }) => gone('RepositoryNotFoundException', `The repository with name '${repositoryName}' does not exist in the registry`),
})
const trail = (by: string): Subject => ({
  by: [by],
  name: (input) => lastOfArn(String(input[by])),
  absent: (input) => gone('TrailNotFoundException', `Unknown trail: ${input[by]}`),
})
const group: Subject = {
  by: ['logGroupName'],
  name: ({ logGroupName }) => logGroupName,
  absent: () => gone('ResourceNotFoundException', 'The specified log group does not exist.'),
}
const key: Subject = {
  by: ['KeyId'],
  name: ({ KeyId }) => lastOfArn(String(KeyId)),
  absent: ({ KeyId }) => gone('NotFoundException', String(KeyId).startsWith('arn:') ? `Key '${KeyId}' does not exist` : `Invalid keyId '${KeyId}'`),
}
const detector: Subject = {
  by: ['DetectorId'],
  name: ({ DetectorId }) => DetectorId,
  absent: () => gone('BadRequestException', 'The request is rejected because the input detectorId is not owned by the current account.'),
}
const bucket: Subject = {
  by: ['Bucket', 'ExpectedBucketOwner'],
  name: ({ Bucket }) => Bucket,
  absent: () => new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404),
}

export const subjects: Readonly<Record<string, Subject>> = {
  'eks:DescribeCluster': { by: ['name'], name: ({ name }) => name, absent: ({ name }) => noCluster(name) },
  'eks:ListNodegroups': listOfCluster(),
  'eks:ListAddons': listOfCluster(),
  'eks:ListFargateProfiles': listOfCluster(),
  'eks:ListAccessEntries': listOfCluster(),
  'eks:ListPodIdentityAssociations': listOfCluster(),
  'eks:ListIdentityProviderConfigs': listOfCluster(),
  'eks:ListInsights': listOfCluster(),
  'eks:ListUpdates': listOfCluster('name'),
  'eks:DescribeNodegroup': ofCluster('nodegroupName', 'nodegroup', 'node group'),
  'eks:DescribeAddon': ofCluster('addonName', 'addon', 'addon'),
  'eks:DescribeFargateProfile': ofCluster('fargateProfileName', 'fargateProfile', 'Fargate Profile'),
  'eks:DescribeAccessEntry': entry,
  'eks:ListAssociatedAccessPolicies': entry,
  'eks:DescribePodIdentityAssociation': ofCluster('associationId', 'association', 'association'),
  'eks:DescribeInsight': {
    by: ['clusterName', 'id'],
    name: ({ id }) => id,
    absent: ({ id }) => gone('ResourceNotFoundException', `No insight found for id: ${id}.`),
  },
  'eks:DescribeUpdate': {
    by: ['name', 'updateId', 'nodegroupName', 'addonName'],
    name: ({ updateId }) => updateId,
    absent: ({ updateId }) => gone('ResourceNotFoundException', `No update found for ID: ${updateId}`),
  },
  'eks:DescribeIdentityProviderConfig': {
    by: ['clusterName', 'identityProviderConfig'],
    name: ({ identityProviderConfig }) => identityProviderConfig.name,
    absent: ({ identityProviderConfig }) => gone('ResourceNotFoundException', `Identity provider config not found: ${identityProviderConfig.name}`),
  },
  'iam:GetRole': role,
  'iam:ListAttachedRolePolicies': role,
  'iam:ListRolePolicies': role,
  'iam:GetRolePolicy': {
    by: ['RoleName', 'PolicyName'],
    name: ({ RoleName, PolicyName }) => `${RoleName}.${PolicyName}`,
    absent: ({ PolicyName }) => gone('NoSuchEntityException', `The role policy with name ${PolicyName} cannot be found.`),
  },
  'iam:GetPolicy': policy,
  'iam:GetPolicyVersion': {
    ...policy,
    by: ['PolicyArn', 'VersionId'],
    fits:
      ({ VersionId }) =>
      (body) =>
        body.PolicyVersion?.VersionId === VersionId,
  },
  'iam:GetOpenIDConnectProvider': {
    by: ['OpenIDConnectProviderArn'],
    name: ({ OpenIDConnectProviderArn }) => lastOfArn(String(OpenIDConnectProviderArn)),
    absent: ({ OpenIDConnectProviderArn }) => gone('NoSuchEntityException', `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`),
  },
  'ec2:DescribeLaunchTemplateVersions': {
    by: ['LaunchTemplateId'],
    name: ({ LaunchTemplateId }) => LaunchTemplateId,
    absent: ({ LaunchTemplateId }) =>
      gone('InvalidLaunchTemplateId.NotFound', `The specified launch template, with template ID ${LaunchTemplateId}, does not exist.`),
  },
  'elasticloadbalancingv2:DescribeListeners': {
    by: ['LoadBalancerArn'],
    name: ({ LoadBalancerArn }) => String(LoadBalancerArn).split('/').at(-2) ?? '',
    absent: () => gone('LoadBalancerNotFoundException', 'One or more load balancers not found'),
  },
  'ecr:GetRepositoryPolicy': repository(),
  'ecr:GetLifecyclePolicy': repository(),
  'ecr:DescribeImages': repository(),
  'ecr:DescribeImageScanFindings': {
    ...repository(),
    by: ['repositoryName', 'registryId', 'imageId'],
    name: ({ repositoryName, imageId }) => `${repositoryName}${imageId?.imageDigest === undefined ? `:${imageId?.imageTag}` : `@${imageId.imageDigest}`}`,
    wider: ({ repositoryName }) => repositoryName,
    fits:
      ({ imageId }) =>
      (body) =>
        imageId?.imageDigest === undefined || body.imageId?.imageDigest === imageId.imageDigest,
    absent: ({ repositoryName, imageId }) =>
      gone(
        'ScanNotFoundException',
        `Image scan does not exist for the image with '${JSON.stringify(imageId)}' in the repository with name '${repositoryName}'`,
      ),
  },
  'cloudtrail:GetTrailStatus': trail('Name'),
  'cloudtrail:GetEventSelectors': trail('TrailName'),
  'logs:DescribeLogStreams': group,
  'logs:DescribeSubscriptionFilters': group,
  'kms:DescribeKey': key,
  'kms:GetKeyPolicy': { ...key, by: ['KeyId', 'PolicyName'] },
  'kms:GetKeyRotationStatus': key,
  'guardduty:GetDetector': detector,
  'guardduty:GetMalwareScanSettings': detector,
  'guardduty:ListFindings': detector,
  'guardduty:GetFindings': detector,
  'guardduty:ListCoverage': detector,
  'events:ListTargetsByRule': {
    by: ['Rule'],
    name: ({ Rule }) => Rule,
    absent: ({ Rule }) => gone('ResourceNotFoundException', `Rule ${Rule} does not exist on EventBus default.`),
  },
  's3:GetPublicAccessBlock': bucket,
  's3:GetBucketEncryption': bucket,
}
