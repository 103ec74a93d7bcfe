/** What of Amazon EC2's SDK the program uses; bundled without the rest of it. */
export {
  EC2Client as Client,
  DescribeFlowLogsCommand as DescribeFlowLogs,
  DescribeImagesCommand as DescribeImages,
  DescribeInstancesCommand as DescribeInstances,
  DescribeLaunchTemplateVersionsCommand as DescribeLaunchTemplateVersions,
  DescribeNetworkAclsCommand as DescribeNetworkAcls,
  DescribeNetworkInterfacesCommand as DescribeNetworkInterfaces,
  DescribeRouteTablesCommand as DescribeRouteTables,
  DescribeSecurityGroupRulesCommand as DescribeSecurityGroupRules,
  DescribeSecurityGroupsCommand as DescribeSecurityGroups,
  DescribeSubnetsCommand as DescribeSubnets,
  DescribeVolumesCommand as DescribeVolumes,
  DescribeVpcEndpointsCommand as DescribeVpcEndpoints,
  DescribeVpcsCommand as DescribeVpcs,
  GetEbsEncryptionByDefaultCommand as GetEbsEncryptionByDefault,
  GetInstanceMetadataDefaultsCommand as GetInstanceMetadataDefaults,
} from '@aws-sdk/client-ec2'
