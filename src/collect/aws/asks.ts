/** All AWS calls that are made, and how. */
import type { Body } from './answers.ts'
import {
  eachBucket,
  eachDetector,
  eachKey,
  eachRepository,
  eachRole,
  eachTrail,
  instancesIn,
  ofControlPlaneLogs,
  ofWatchedLogs,
  policyArns,
  scansWanted,
} from './arguments.ts'
import { type Ask, alone, ask, chunks, clusterOf, each, inCluster, lastOfArn, ofCluster, texts } from './ask.ts'

/** EC2 takes so many values in one filter. */
const filterValues = 200

/** Inspector's filters: any of the values. */
const equals = (...values: readonly string[]) => values.map((value) => ({ comparison: 'EQUALS', value }))
const openFindings = (type: string, ...severities: readonly string[]) => ({
  filterCriteria: {
    resourceType: equals('AWS_EC2_INSTANCE'),
    findingStatus: equals('ACTIVE'),
    findingType: equals(type),
    severity: equals(...severities),
  },
  maxResults: 100,
})

export const asks: Readonly<Record<string, Ask>> = {
  'eks:ListClusters': alone(),
  'eks:DescribeCluster': ask({
    once: true,
    wanted: (answers) => {
      const name = clusterOf(answers)
      if (name !== undefined) return [{ name, inputs: [{ name }] }]
      // An account without clusters has nothing to describe.
      return answers.good('eks:ListClusters')?.clusters?.length === 0 ? [] : undefined
    },
  }),
  'eks:DescribeClusterVersions': alone(),
  'eks:ListNodegroups': ofCluster('clusterName'),
  'eks:DescribeNodegroup': inCluster('eks:ListNodegroups', (body) => body.nodegroups, 'nodegroupName'),
  'eks:ListAddons': ofCluster('clusterName'),
  'eks:DescribeAddon': inCluster('eks:ListAddons', (body) => body.addons, 'addonName'),
  'eks:ListFargateProfiles': ofCluster('clusterName'),
  'eks:DescribeFargateProfile': inCluster('eks:ListFargateProfiles', (body) => body.fargateProfileNames, 'fargateProfileName'),
  // A cluster that is ruled by aws-auth alone has no access entries, and says so by an error.
  'eks:ListAccessEntries': ofCluster('clusterName', { absent: /^InvalidRequestException: .*authentication mode/i }),
  'eks:DescribeAccessEntry': inCluster('eks:ListAccessEntries', (body) => body.accessEntries, 'principalArn'),
  'eks:ListAssociatedAccessPolicies': inCluster('eks:ListAccessEntries', (body) => body.accessEntries, 'principalArn'),
  'eks:ListPodIdentityAssociations': ofCluster('clusterName'),
  'eks:DescribePodIdentityAssociation': inCluster(
    'eks:ListPodIdentityAssociations',
    (body) => body.associations?.map((association: Body) => association.associationId),
    'associationId',
  ),
  'eks:ListIdentityProviderConfigs': ofCluster('clusterName'),
  'eks:DescribeIdentityProviderConfig': each(
    'eks:ListIdentityProviderConfigs',
    (body) => body.identityProviderConfigs?.map((config: Body) => config.name),
    (name, answers) => ({ clusterName: clusterOf(answers), identityProviderConfig: { type: 'oidc', name } }),
  ),
  'eks:ListInsights': ofCluster('clusterName'),
  'ec2:DescribeInstances': alone({ MaxResults: 1000 }),
  'ec2:DescribeImages': ask({
    once: true,
    after: ['ec2:DescribeInstances'],
    wanted: (answers) => {
      const ids = texts(instancesIn(answers).map((instance) => instance.ImageId))
      // By filter: one that is gone would be an error by id. Machines outlive the day on which their image is deprecated.
      const inputs = chunks(ids, filterValues).map((Values) => ({ Filters: [{ Name: 'image-id', Values }], IncludeDeprecated: true, IncludeDisabled: true }))
      return ids.length === 0 ? [] : [{ name: '', inputs }]
    },
  }),
  'ec2:DescribeLaunchTemplateVersions': ask({
    after: ['eks:DescribeNodegroup', 'autoscaling:DescribeAutoScalingGroups'],
    most: 2000,
    wanted: (answers) =>
      texts([
        ...answers.told('eks:DescribeNodegroup').map(({ nodegroup }) => nodegroup?.launchTemplate?.id),
        ...answers
          .told('autoscaling:DescribeAutoScalingGroups')
          .flatMap(({ AutoScalingGroups }) => (AutoScalingGroups ?? []).map((group: Body) => group.LaunchTemplate?.LaunchTemplateId)),
      ]).map((LaunchTemplateId) => ({ name: LaunchTemplateId, inputs: [{ LaunchTemplateId }] })),
  }),
  'ec2:DescribeNetworkInterfaces': alone({ MaxResults: 1000 }),
  'ec2:DescribeSecurityGroups': alone({ MaxResults: 1000 }),
  'ec2:DescribeSecurityGroupRules': alone({ MaxResults: 1000 }),
  'ec2:DescribeSubnets': alone(),
  'ec2:DescribeRouteTables': alone(),
  'ec2:DescribeNetworkAcls': alone(),
  'ec2:DescribeVpcs': alone(),
  'ec2:DescribeVpcEndpoints': alone(),
  'ec2:DescribeFlowLogs': alone(),
  'ec2:DescribeVolumes': alone({ MaxResults: 500 }),
  'ec2:GetEbsEncryptionByDefault': alone(),
  'ec2:GetInstanceMetadataDefaults': alone(),
  'efs:DescribeFileSystems': alone(),
  'autoscaling:DescribeAutoScalingGroups': alone(),
  'elasticloadbalancingv2:DescribeLoadBalancers': alone(),
  'elasticloadbalancingv2:DescribeListeners': ask({
    after: ['elasticloadbalancingv2:DescribeLoadBalancers'],
    absent: /^LoadBalancerNotFound/,
    wanted: (answers) =>
      answers
        .told('elasticloadbalancingv2:DescribeLoadBalancers')
        .flatMap((body) => body.LoadBalancers ?? [])
        .map(({ LoadBalancerName: name, LoadBalancerArn }: Body) => ({ name: String(name), inputs: [{ LoadBalancerArn }] })),
  }),
  'iam:ListRoles': alone({ MaxItems: 1000 }),
  'iam:GetRole': eachRole(),
  'iam:ListAttachedRolePolicies': eachRole(),
  'iam:ListRolePolicies': eachRole(),
  'iam:GetRolePolicy': ask({
    after: ['iam:ListRolePolicies'],
    absent: /^NoSuchEntity/,
    wanted: (answers) =>
      answers
        .of('iam:ListRolePolicies')
        .flatMap(({ body, name: RoleName }) =>
          (body.PolicyNames ?? []).map((PolicyName: string) => ({ name: `${RoleName}.${PolicyName}`, inputs: [{ RoleName, PolicyName }] })),
        ),
  }),
  'iam:GetPolicy': ask({
    after: ['iam:ListAttachedRolePolicies', 'iam:GetRole'],
    absent: /^NoSuchEntity/,
    wanted: (answers) => policyArns(answers).map((PolicyArn) => ({ name: lastOfArn(PolicyArn), inputs: [{ PolicyArn }] })),
  }),
  'iam:GetPolicyVersion': ask({
    after: ['iam:ListAttachedRolePolicies', 'iam:GetRole'],
    with: ['iam:GetPolicy'],
    absent: /^NoSuchEntity/,
    wanted: (answers) => {
      const versions = new Map(answers.told('iam:GetPolicy').map(({ Policy }) => [Policy?.Arn, Policy?.DefaultVersionId]))
      return policyArns(answers).map((PolicyArn) => {
        const VersionId = versions.get(PolicyArn)
        return { name: lastOfArn(PolicyArn), inputs: VersionId === undefined ? [] : [{ PolicyArn, VersionId }] }
      })
    },
  }),
  'iam:ListOpenIDConnectProviders': alone(),
  'iam:GetOpenIDConnectProvider': each(
    'iam:ListOpenIDConnectProviders',
    (body) => body.OpenIDConnectProviderList?.map((provider: Body) => provider.Arn),
    (OpenIDConnectProviderArn) => ({ OpenIDConnectProviderArn }),
    { absent: /^NoSuchEntity/ },
  ),
  'sts:GetCallerIdentity': alone(),
  'ecr:DescribeRepositories': alone({ maxResults: 1000 }),
  'ecr:GetRepositoryPolicy': eachRepository({ absent: /^RepositoryPolicyNotFound/ }),
  'ecr:GetLifecyclePolicy': eachRepository({ absent: /^LifecyclePolicyNotFound/ }),
  'ecr:DescribeImages': eachRepository({ most: 1000 }),
  'ecr:DescribeImageScanFindings': ask({ absent: /^ScanNotFound/, most: 2000, uncounted: true, wanted: scansWanted }),
  'ecr:GetRegistryScanningConfiguration': alone(),
  'ecr:GetRegistryPolicy': alone({}, { absent: /^RegistryPolicyNotFound/ }),
  'ecr:DescribePullThroughCacheRules': alone(),
  'cloudtrail:DescribeTrails': alone(),
  'cloudtrail:GetTrailStatus': eachTrail('Name'),
  'cloudtrail:GetEventSelectors': eachTrail('TrailName'),
  'logs:DescribeLogGroups': alone({ limit: 50 }),
  'logs:DescribeMetricFilters': alone({ limit: 50 }),
  // The newest come first.
  'logs:DescribeLogStreams': ofControlPlaneLogs({ orderBy: 'LastEventTime', descending: true }, { most: 500 }),
  'logs:DescribeSubscriptionFilters': ofWatchedLogs(),
  // Without the types, only metric alarms are told.
  'cloudwatch:DescribeAlarms': alone({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 }),
  'kms:DescribeKey': eachKey(),
  'kms:GetKeyPolicy': eachKey((KeyId) => ({ KeyId, PolicyName: 'default' })),
  'kms:GetKeyRotationStatus': eachKey(),
  'guardduty:ListDetectors': alone(),
  'guardduty:GetDetector': eachDetector(),
  // Those that nobody has archived, the gravest first.
  'guardduty:ListFindings': eachDetector(
    {
      FindingCriteria: { Criterion: { 'service.archived': { Equals: ['false'] } } },
      SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' },
      MaxResults: 50,
    },
    { most: 1000 },
  ),
  'guardduty:GetFindings': ask({
    after: ['guardduty:ListFindings'],
    wanted: (answers) =>
      answers.of('guardduty:ListFindings').flatMap(({ body, name: DetectorId }) => {
        const inputs = chunks(texts(body.FindingIds ?? []), 50).map((FindingIds) => ({ DetectorId, FindingIds }))
        return inputs.length === 0 ? [] : [{ name: DetectorId, inputs }]
      }),
  }),
  'guardduty:ListCoverage': eachDetector({}, { most: 5000 }),
  'inspector2:BatchGetAccountStatus': alone(),
  // Of instances, what is open and grave enough to matter: a port counts from medium on.
  'inspector2:ListFindings': ask({
    once: true,
    most: 10_000,
    wanted: () => [
      { name: '', inputs: [openFindings('PACKAGE_VULNERABILITY', 'CRITICAL', 'HIGH'), openFindings('NETWORK_REACHABILITY', 'CRITICAL', 'HIGH', 'MEDIUM')] },
    ],
  }),
  'inspector2:ListCoverage': alone({ filterCriteria: { resourceType: equals('AWS_EC2_INSTANCE') }, maxResults: 200 }, { most: 10_000 }),
  'securityhub:GetEnabledStandards': alone({}, { absent: /^InvalidAccess/ }),
  'config:DescribeConfigurationRecorderStatus': alone(),
  'config:DescribeConfigurationRecorders': alone(),
  'ssm:DescribeInstanceInformation': alone({ MaxResults: 50 }),
  'events:ListRules': alone(),
  'events:ListTargetsByRule': each(
    'events:ListRules',
    (body) => body.Rules?.map((rule: Body) => rule.Name),
    (Rule) => ({ Rule }),
    { absent: /^ResourceNotFound/ },
  ),
  's3:GetPublicAccessBlock': eachBucket(/^NoSuchPublicAccessBlock/),
  's3:GetBucketEncryption': eachBucket(/^ServerSideEncryptionConfigurationNotFound/),
}
