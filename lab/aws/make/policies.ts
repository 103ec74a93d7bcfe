/** Policy documents: AWS's own, as roles of EKS carry them, and whom roles trust. */
import type { Body } from '../store.ts'
import { iamArn } from './names.ts'

const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*', more: Body = {}): Body => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
export const policy = (...Statement: readonly Body[]): Body => ({ Version: '2012-10-17', Statement })

/** Of the policies that AWS publishes, the actions that matter to what worlds hold. */
export const awsPolicies: Readonly<Record<string, Body>> = {
  AmazonEKSWorkerNodePolicy: policy(
    allow([
      'ec2:DescribeInstances',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVolumes',
      'ec2:DescribeVolumesModifications',
      'ec2:DescribeVpcs',
      'eks:DescribeCluster',
      'eks-auth:AssumeRoleForPodIdentity',
    ]),
  ),
  AmazonEKSWorkerNodeMinimalPolicy: policy(allow(['eks-auth:AssumeRoleForPodIdentity'])),
  AmazonEC2ContainerRegistryPullOnly: policy(
    allow(['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage']),
  ),
  AmazonEKS_CNI_Policy: policy(
    allow([
      'ec2:AssignPrivateIpAddresses',
      'ec2:AttachNetworkInterface',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeInstances',
      'ec2:DescribeTags',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeSubnets',
      'ec2:DetachNetworkInterface',
      'ec2:ModifyNetworkInterfaceAttribute',
      'ec2:UnassignPrivateIpAddresses',
    ]),
    allow('ec2:CreateTags', 'arn:aws:ec2:*:*:network-interface/*'),
  ),
  AmazonSSMManagedInstanceCore: policy(
    allow([
      'ssm:DescribeAssociation',
      'ssm:GetDeployablePatchSnapshotForInstance',
      'ssm:GetDocument',
      'ssm:DescribeDocument',
      'ssm:GetManifest',
      'ssm:GetParameter',
      'ssm:GetParameters',
      'ssm:ListAssociations',
      'ssm:ListInstanceAssociations',
      'ssm:PutInventory',
      'ssm:PutComplianceItems',
      'ssm:PutConfigurePackageResult',
      'ssm:UpdateAssociationStatus',
      'ssm:UpdateInstanceAssociationStatus',
      'ssm:UpdateInstanceInformation',
    ]),
    allow(['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel']),
    allow([
      'ec2messages:AcknowledgeMessage',
      'ec2messages:DeleteMessage',
      'ec2messages:FailMessage',
      'ec2messages:GetEndpoint',
      'ec2messages:GetMessages',
      'ec2messages:SendReply',
    ]),
  ),
  AmazonEKSClusterPolicy: policy(
    allow([
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:UpdateAutoScalingGroup',
      'ec2:AttachVolume',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateRoute',
      'ec2:CreateSecurityGroup',
      'ec2:CreateTags',
      'ec2:CreateVolume',
      'ec2:DeleteRoute',
      'ec2:DeleteSecurityGroup',
      'ec2:DeleteVolume',
      'ec2:DescribeInstances',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVolumes',
      'ec2:DescribeVpcs',
      'ec2:DetachVolume',
      'ec2:ModifyInstanceAttribute',
      'ec2:ModifyVolume',
      'ec2:RevokeSecurityGroupIngress',
      'elasticloadbalancing:*',
      'kms:DescribeKey',
    ]),
    allow('iam:CreateServiceLinkedRole', '*', { Condition: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } } }),
  ),
  AmazonEKSFargatePodExecutionRolePolicy: policy(
    allow(['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage']),
  ),
  CloudWatchAgentServerPolicy: policy(
    allow([
      'cloudwatch:PutMetricData',
      'ec2:DescribeVolumes',
      'ec2:DescribeTags',
      'logs:PutLogEvents',
      'logs:PutRetentionPolicy',
      'logs:DescribeLogStreams',
      'logs:DescribeLogGroups',
      'logs:CreateLogStream',
      'logs:CreateLogGroup',
    ]),
    allow('ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*'),
  ),
  AdministratorAccess: policy(allow('*')),
  SecurityAudit: policy(
    allow([
      'autoscaling:Describe*',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:LookupEvents',
      'cloudwatch:Describe*',
      'config:Describe*',
      'ec2:Describe*',
      'ec2:GetEbsEncryptionByDefault',
      'ecr:DescribeRepositories',
      'ecr:GetRepositoryPolicy',
      'eks:DescribeCluster',
      'eks:DescribeNodegroup',
      'eks:ListClusters',
      'eks:ListNodegroups',
      'elasticfilesystem:DescribeFileSystems',
      'elasticloadbalancing:Describe*',
      'events:List*',
      'guardduty:Get*',
      'guardduty:List*',
      'iam:Get*',
      'iam:List*',
      'kms:Describe*',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'logs:Describe*',
      's3:GetBucket*',
      's3:GetEncryptionConfiguration',
      'securityhub:Get*',
      'ssm:DescribeInstanceInformation',
    ]),
  ),
}

const service = (name: string, Action: string | readonly string[] = 'sts:AssumeRole', more: Body = {}): Body =>
  policy({ Effect: 'Allow', Principal: { Service: name }, Action, ...more })
export const trusts = {
  ec2: service('ec2.amazonaws.com'),
  /** Machines elsewhere, by an activation of Systems Manager. */
  hybrid: service('ssm.amazonaws.com'),
  cluster: service('eks.amazonaws.com'),
  autoCluster: service('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
  pods: (cluster: string, account: string, region: string): Body =>
    service('pods.eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession'], {
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': `arn:aws:eks:${region}:${account}:cluster/${cluster}` } },
    }),
  fargate: (cluster: string, account: string, region: string): Body =>
    service('eks-fargate-pods.amazonaws.com', 'sts:AssumeRole', {
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:eks:${region}:${account}:fargateprofile/${cluster}/*` } },
    }),
  /** People, by the account's single sign-on. */
  people: policy({
    Effect: 'Allow',
    Principal: { Federated: iamArn('saml-provider/sign-on') },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  }),
}
