/** Faults of machines and of the network around them. */
import { daysBefore, iamArn, resourceId } from '../../aws/make/names.ts'
import { clusterGroup, flowLogFormat, groupOf, subnetOf, vpcOf } from '../../aws/make/network.ts'
import type { Body } from '../../aws/store.ts'
import { name } from './aws-name.ts'
import type { Answers, Fault } from './aws.ts'

const instance = (answers: Answers, at: number): Body => answers['ec2:DescribeInstances'].Reservations[at].Instances[0]
const nodegroup = (answers: Answers): Body => answers['eks:DescribeNodegroup.general'].nodegroup

/** Opens a group, in both calls that tell of it. */
export function open(answers: Answers, GroupId: string, ports: readonly [number, number], CidrIp: string): void {
  const group = answers['ec2:DescribeSecurityGroups'].SecurityGroups.find((one: Body) => one.GroupId === GroupId)
  group.IpPermissions.push({
    IpProtocol: 'tcp',
    FromPort: ports[0],
    ToPort: ports[1],
    IpRanges: [{ CidrIp }],
    UserIdGroupPairs: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
  })
  answers['ec2:DescribeSecurityGroupRules'].SecurityGroupRules.push({
    SecurityGroupRuleId: resourceId('sgr', `${GroupId}/${ports}/${CidrIp}`),
    GroupId,
    IsEgress: false,
    IpProtocol: 'tcp',
    FromPort: ports[0],
    ToPort: ports[1],
    CidrIpv4: CidrIp,
    Tags: [],
  })
}

export const machineFaults: readonly Fault[] = [
  {
    breaks: 'iam/metadata-token-optional',
    plant: (answers) => {
      instance(answers, 0).MetadataOptions.HttpTokens = 'optional'
    },
  },
  {
    breaks: 'host/ssh-key-pair',
    plant: (answers) => {
      instance(answers, 1).KeyName = 'ops'
    },
  },
  {
    breaks: 'host/ssh-port',
    also: ['network/open-cluster-security-group'],
    plant: (answers) => open(answers, clusterGroup(name).GroupId, [22, 22], '203.0.113.0/24'),
  },
  {
    breaks: 'host/missing-ssm-agent',
    also: ['response/uncollectable-node'],
    plant: (answers) => {
      answers['ssm:DescribeInstanceInformation'].InstanceInformationList.pop()
    },
  },
  {
    breaks: 'host/open-remote-access',
    plant: (answers) => {
      nodegroup(answers).remoteAccess = { ec2SshKey: 'ops' }
    },
  },
  {
    breaks: 'host/whole-group-update',
    plant: (answers) => {
      nodegroup(answers).updateConfig = { maxUnavailablePercentage: 100 }
    },
  },
  {
    breaks: 'host/public-subnet',
    also: ['host/auto-assigned-address'],
    plant: (answers) => {
      instance(answers, 2).SubnetId = subnetOf(name, 'public', 'c')
    },
  },
  {
    breaks: 'data/unencrypted-node-volume',
    plant: (answers) => {
      const [volume] = answers['ec2:DescribeVolumes'].Volumes
      volume.Encrypted = false
      delete volume.KmsKeyId
    },
  },
  {
    breaks: 'network/missing-flow-logs',
    plant: (answers) => {
      answers['ec2:DescribeFlowLogs'].FlowLogs = []
    },
  },
  {
    breaks: 'network/flow-log-without-pods',
    hiddenBy: 'network/missing-flow-logs',
    plant: (answers) => {
      answers['ec2:DescribeFlowLogs'].FlowLogs[0].LogFormat = flowLogFormat('version', 'srcaddr', 'dstaddr', 'action')
    },
  },
  {
    breaks: 'response/missing-isolation-group',
    plant: (answers) => {
      const groups = answers['ec2:DescribeSecurityGroups'].SecurityGroups
      answers['ec2:DescribeSecurityGroups'].SecurityGroups = groups.filter((one: Body) => one.GroupId !== groupOf(name, 'isolation'))
    },
  },
  {
    breaks: 'image/missing-ecr-endpoint',
    hiddenBy: 'image/open-registry-endpoint',
    plant: (answers) => {
      answers['ec2:DescribeVpcEndpoints'].VpcEndpoints = []
    },
  },
  {
    breaks: 'image/open-registry-endpoint',
    also: ['image/unbound-registry-endpoint'],
    plant: (answers) => {
      const endpoint = answers['ec2:DescribeVpcEndpoints'].VpcEndpoints[1]
      endpoint.PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] })
    },
  },
  {
    breaks: 'data/missing-ebs-default',
    plant: (answers) => {
      answers['ec2:GetEbsEncryptionByDefault'] = { EbsEncryptionByDefault: false, SseType: 'none' }
    },
  },
  {
    breaks: 'iam/account-metadata-default',
    plant: (answers) => {
      answers['ec2:GetInstanceMetadataDefaults'] = { AccountLevel: {} }
    },
  },
  {
    breaks: 'host/foreign-machine-image',
    plant: (answers) => {
      const found = instance(answers, 1)
      found.ImageId = resourceId('ami', 'foreign')
      answers['ec2:DescribeImages'].Images.push({
        ...answers['ec2:DescribeImages'].Images[0],
        ImageId: found.ImageId,
        OwnerId: '999988887777',
        ImageOwnerAlias: undefined,
        ImageLocation: '999988887777/image',
      })
      delete answers['ec2:DescribeImages'].Images.at(-1).ImageOwnerAlias
    },
  },
  {
    breaks: 'network/database-open-to-cluster',
    plant: (answers) => {
      const GroupId = groupOf(name, 'database')
      answers['ec2:DescribeSecurityGroups'].SecurityGroups.push({
        GroupId,
        GroupName: 'database',
        Description: 'orders database',
        VpcId: vpcOf(name),
        IpPermissions: [],
        IpPermissionsEgress: [],
        Tags: [],
      })
      answers['ec2:DescribeSecurityGroupRules'].SecurityGroupRules.push({
        SecurityGroupRuleId: resourceId('sgr', 'database'),
        GroupId,
        IsEgress: false,
        IpProtocol: 'tcp',
        FromPort: 5432,
        ToPort: 5432,
        ReferencedGroupInfo: { GroupId: clusterGroup(name).GroupId, UserId: iamArn('').split(':')[4] },
        Tags: [],
      })
    },
  },
  {
    breaks: 'host/long-lived-node',
    plant: (answers) => {
      instance(answers, 0).LaunchTime = daysBefore(new Date(), 60)
    },
  },
  {
    breaks: 'iam/metadata-switched-off',
    plant: (answers) => {
      instance(answers, 2).MetadataOptions.HttpEndpoint = 'disabled'
    },
  },
  {
    breaks: 'host/outdated-machine-image',
    plant: (answers) => {
      answers['ec2:DescribeImages'].Images[0].CreationDate = daysBefore(new Date(), 300)
    },
  },
  {
    breaks: 'host/public-address',
    plant: (answers) => {
      const found = instance(answers, 2)
      found.PublicIpAddress = '203.0.113.9'
      found.PublicDnsName = 'ec2-203-0-113-9.us-west-2.compute.amazonaws.com'
    },
  },
  {
    breaks: 'network/node-without-cluster-group',
    plant: (answers) => {
      const found = instance(answers, 1)
      found.SecurityGroups = [{ GroupId: groupOf(name, 'isolation'), GroupName: `${name}-isolation` }]
      for (const one of found.NetworkInterfaces) one.Groups = found.SecurityGroups
    },
  },
  {
    breaks: 'host/windows-full-image',
    plant: (answers) => {
      const scalingConfig = { minSize: 0, maxSize: 2, desiredSize: 0 }
      const { nodegroups } = answers[`eks:ListNodegroups.${name}`]
      if (!nodegroups.includes('windows')) nodegroups.push('windows')
      answers['eks:DescribeNodegroup.windows'] ??= { nodegroup: { ...structuredClone(nodegroup(answers)), nodegroupName: 'windows', scalingConfig } }
      answers['eks:DescribeNodegroup.windows'].nodegroup.amiType = 'WINDOWS_FULL_2022_x86_64'
    },
  },
  {
    breaks: 'iam/launch-template-metadata',
    plant: (answers) => {
      const LaunchTemplateId = resourceId('lt', 'general')
      const LaunchTemplateName = 'general'
      nodegroup(answers).launchTemplate = { id: LaunchTemplateId, name: LaunchTemplateName, version: '1' }
      answers[`ec2:DescribeLaunchTemplateVersions.${LaunchTemplateId}`] = {
        LaunchTemplateVersions: [
          {
            LaunchTemplateId,
            LaunchTemplateName,
            VersionNumber: 1,
            DefaultVersion: true,
            LaunchTemplateData: { MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 2 } },
          },
        ],
      }
    },
  },
]
