/** What of Amazon ECR's SDK the program uses; bundled without the rest of it. */
export {
  ECRClient as Client,
  DescribeImageScanFindingsCommand as DescribeImageScanFindings,
  DescribeImagesCommand as DescribeImages,
  DescribePullThroughCacheRulesCommand as DescribePullThroughCacheRules,
  DescribeRepositoriesCommand as DescribeRepositories,
  GetLifecyclePolicyCommand as GetLifecyclePolicy,
  GetRegistryPolicyCommand as GetRegistryPolicy,
  GetRegistryScanningConfigurationCommand as GetRegistryScanningConfiguration,
  GetRepositoryPolicyCommand as GetRepositoryPolicy,
} from '@aws-sdk/client-ecr'
