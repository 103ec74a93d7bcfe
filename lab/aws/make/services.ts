/** An account in which nobody has switched anything on yet: what every service says of itself there. */
import type { Body } from '../store.ts'
import { account, iamArn, uniqueId } from './names.ts'

export const bareServices = (): Record<string, Body> => ({
  'sts:GetCallerIdentity': { Account: account, Arn: iamArn('user/admin'), UserId: uniqueId('AIDA', 'admin') },
  'ec2:GetEbsEncryptionByDefault': { EbsEncryptionByDefault: false, SseType: 'none' },
  'ec2:GetInstanceMetadataDefaults': { AccountLevel: {} },
  'efs:DescribeFileSystems': { FileSystems: [] },
  'elasticloadbalancingv2:DescribeLoadBalancers': { LoadBalancers: [] },
  'ecr:DescribeRepositories': { repositories: [] },
  'ecr:GetRegistryScanningConfiguration': { registryId: account, scanningConfiguration: { scanType: 'BASIC', rules: [] } },
  'ecr:GetRegistryPolicy': {
    __error: { name: 'RegistryPolicyNotFoundException', message: `Registry policy does not exist in the registry with id '${account}'` },
  },
  'ecr:DescribePullThroughCacheRules': { pullThroughCacheRules: [] },
  'cloudtrail:DescribeTrails': { trailList: [] },
  'logs:DescribeLogGroups': { logGroups: [] },
  'logs:DescribeMetricFilters': { metricFilters: [] },
  'cloudwatch:DescribeAlarms': { MetricAlarms: [], CompositeAlarms: [] },
  'kms:ListAliases': { Aliases: [] },
  'guardduty:ListDetectors': { DetectorIds: [] },
  'inspector2:BatchGetAccountStatus': {
    accounts: [
      {
        accountId: account,
        state: { status: 'DISABLED', errorCode: 'ACCESS_DENIED', errorMessage: '' },
        resourceState: Object.fromEntries(
          ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'].map((one) => [one, { status: 'DISABLED', errorCode: 'ACCESS_DENIED', errorMessage: '' }]),
        ),
      },
    ],
    failedAccounts: [],
  },
  'inspector2:ListFindings': { findings: [] },
  'inspector2:ListCoverage': { coveredResources: [] },
  'securityhub:GetEnabledStandards': { __error: { name: 'InvalidAccessException', message: `Account ${account} is not subscribed to AWS Security Hub` } },
  'config:DescribeConfigurationRecorderStatus': { ConfigurationRecordersStatus: [] },
  'config:DescribeConfigurationRecorders': { ConfigurationRecorders: [] },
  'events:ListRules': { Rules: [] },
})
