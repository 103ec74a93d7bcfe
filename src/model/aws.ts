/** The parts of AWS answers that controls read, as the service models spell them. Every field may be absent. */

/** An IAM policy document, decoded. */
export interface PolicyDocument {
  readonly Version?: string
  readonly Statement?: PolicyStatement | readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid?: string
  readonly Effect?: string
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
  readonly NotPrincipal?: unknown
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | boolean | number | readonly (string | boolean | number)[]>>>>
}

export interface Tag {
  readonly Key?: string
  readonly Value?: string
}

/** eks:DescribeCluster */
export interface Cluster {
  readonly name: string
  readonly arn?: string
  readonly version?: string
  readonly platformVersion?: string
  readonly status?: string
  readonly createdAt?: string
  readonly roleArn?: string
  readonly endpoint?: string
  readonly resourcesVpcConfig?: {
    readonly subnetIds?: readonly string[]
    readonly securityGroupIds?: readonly string[]
    readonly clusterSecurityGroupId?: string
    readonly vpcId?: string
    readonly endpointPublicAccess?: boolean
    readonly endpointPrivateAccess?: boolean
    readonly publicAccessCidrs?: readonly string[]
  }
  readonly kubernetesNetworkConfig?: { readonly ipFamily?: string; readonly serviceIpv4Cidr?: string }
  readonly logging?: { readonly clusterLogging?: readonly { types?: readonly string[]; enabled?: boolean }[] }
  readonly identity?: { readonly oidc?: { readonly issuer?: string } }
  readonly encryptionConfig?: readonly { resources?: readonly string[]; provider?: { keyArn?: string } }[]
  readonly accessConfig?: { readonly bootstrapClusterCreatorAdminPermissions?: boolean; readonly authenticationMode?: string }
  readonly upgradePolicy?: { readonly supportType?: string }
  readonly computeConfig?: { readonly enabled?: boolean; readonly nodePools?: readonly string[]; readonly nodeRoleArn?: string }
  readonly remoteNetworkConfig?: unknown
  readonly deletionProtection?: boolean
  readonly zonalShiftConfig?: { readonly enabled?: boolean }
  readonly tags?: Readonly<Record<string, string>>
}

/** eks:ListClusters: every cluster of the account and region, the described one among them. */
export interface ClusterName {
  readonly name: string
}

/** eks:DescribeClusterVersions */
export interface ClusterVersion {
  readonly clusterVersion: string
  readonly endOfStandardSupportDate?: string
  readonly endOfExtendedSupportDate?: string
  readonly versionStatus?: string
  readonly status?: string
}

/** eks:DescribeNodegroup */
export interface Nodegroup {
  readonly nodegroupName: string
  readonly clusterName?: string
  readonly version?: string
  readonly releaseVersion?: string
  readonly amiType?: string
  readonly capacityType?: string
  readonly status?: string
  readonly subnets?: readonly string[]
  readonly nodeRole?: string
  readonly remoteAccess?: { readonly ec2SshKey?: string; readonly sourceSecurityGroups?: readonly string[] }
  readonly resources?: { readonly autoScalingGroups?: readonly { name?: string }[]; readonly remoteAccessSecurityGroup?: string }
  readonly launchTemplate?: { readonly name?: string; readonly id?: string; readonly version?: string }
  readonly updateConfig?: { readonly maxUnavailable?: number; readonly maxUnavailablePercentage?: number }
  readonly scalingConfig?: { readonly minSize?: number; readonly maxSize?: number; readonly desiredSize?: number }
  readonly createdAt?: string
  readonly modifiedAt?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** eks:DescribeAddon */
export interface Addon {
  readonly addonName: string
  readonly addonVersion?: string
  readonly status?: string
  readonly serviceAccountRoleArn?: string
  readonly podIdentityAssociations?: readonly string[]
  readonly configurationValues?: string
  readonly modifiedAt?: string
}

/** eks:DescribeFargateProfile */
export interface FargateProfile {
  readonly fargateProfileName: string
  readonly podExecutionRoleArn?: string
  readonly subnets?: readonly string[]
  readonly selectors?: readonly { namespace?: string; labels?: Readonly<Record<string, string>> }[]
  readonly status?: string
}

/** eks:DescribeAccessEntry */
export interface AccessEntry {
  readonly principalArn: string
  readonly username?: string
  readonly kubernetesGroups?: readonly string[]
  readonly type?: string
  readonly createdAt?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** eks:ListAssociatedAccessPolicies, an answer for each access entry. */
export interface AccessPolicies {
  readonly principalArn: string
  readonly associatedAccessPolicies?: readonly { policyArn?: string; accessScope?: { type?: string; namespaces?: readonly string[] }; associatedAt?: string }[]
}

/** eks:DescribePodIdentityAssociation; of eks:ListPodIdentityAssociations alone there is no roleArn. */
export interface PodIdentityAssociation {
  readonly associationId: string
  readonly namespace: string
  readonly serviceAccount: string
  readonly roleArn?: string
  readonly targetRoleArn?: string
  readonly externalId?: string
  readonly disableSessionTags?: boolean
  readonly ownerArn?: string
}

/** eks:DescribeIdentityProviderConfig */
export interface IdentityProviderConfig {
  readonly identityProviderConfigName: string
  readonly issuerUrl?: string
  readonly clientId?: string
  readonly usernameClaim?: string
  readonly usernamePrefix?: string
  readonly groupsClaim?: string
  readonly groupsPrefix?: string
  readonly requiredClaims?: Readonly<Record<string, string>>
  readonly status?: string
}

/** eks:ListInsights */
export interface Insight {
  readonly id: string
  readonly name?: string
  readonly category?: string
  readonly kubernetesVersion?: string
  readonly insightStatus?: { readonly status?: string; readonly reason?: string }
}

/** ec2:DescribeInstances */
export interface Instance {
  readonly InstanceId: string
  readonly ImageId?: string
  readonly InstanceType?: string
  readonly State?: { readonly Name?: string }
  readonly SubnetId?: string
  readonly VpcId?: string
  readonly KeyName?: string
  readonly PrivateDnsName?: string
  readonly PrivateIpAddress?: string
  readonly PublicIpAddress?: string
  readonly PublicDnsName?: string
  readonly PlatformDetails?: string
  readonly Platform?: string
  readonly LaunchTime?: string
  readonly IamInstanceProfile?: { readonly Arn?: string }
  readonly SecurityGroups?: readonly { GroupId?: string; GroupName?: string }[]
  readonly NetworkInterfaces?: readonly {
    NetworkInterfaceId?: string
    Association?: { PublicIp?: string }
    Groups?: readonly { GroupId?: string }[]
    SubnetId?: string
  }[]
  readonly MetadataOptions?: {
    readonly HttpTokens?: string
    readonly HttpPutResponseHopLimit?: number
    readonly HttpEndpoint?: string
    readonly HttpProtocolIpv6?: string
  }
  readonly BlockDeviceMappings?: readonly { DeviceName?: string; Ebs?: { VolumeId?: string } }[]
  readonly Operator?: { readonly Managed?: boolean; readonly Principal?: string }
  readonly Tags?: readonly Tag[]
}

/** ec2:DescribeImages */
export interface MachineImage {
  /** `windows`, or absent. */
  readonly Platform?: string
  readonly ImageId: string
  readonly Name?: string
  readonly OwnerId?: string
  readonly ImageOwnerAlias?: string
  readonly CreationDate?: string
  readonly DeprecationTime?: string
  readonly Public?: boolean
}

/** ec2:DescribeLaunchTemplateVersions */
export interface LaunchTemplateVersion {
  readonly LaunchTemplateId: string
  readonly LaunchTemplateName?: string
  readonly VersionNumber?: number
  readonly DefaultVersion?: boolean
  readonly LaunchTemplateData?: {
    readonly ImageId?: string
    readonly KeyName?: string
    readonly MetadataOptions?: { readonly HttpTokens?: string; readonly HttpPutResponseHopLimit?: number; readonly HttpEndpoint?: string }
    readonly BlockDeviceMappings?: readonly { DeviceName?: string; Ebs?: { Encrypted?: boolean; KmsKeyId?: string } }[]
    readonly NetworkInterfaces?: readonly { AssociatePublicIpAddress?: boolean; Groups?: readonly string[] }[]
    readonly SecurityGroupIds?: readonly string[]
    readonly IamInstanceProfile?: { readonly Arn?: string; readonly Name?: string }
  }
}

/** ec2:DescribeNetworkInterfaces */
export interface NetworkInterface {
  readonly NetworkInterfaceId: string
  readonly Association?: { readonly PublicIp?: string }
  readonly PrivateIpAddresses?: readonly { Association?: { PublicIp?: string } }[]
  readonly Ipv6Addresses?: readonly { Ipv6Address?: string }[]
  readonly Attachment?: { readonly InstanceId?: string }
  readonly Groups?: readonly { GroupId?: string }[]
  readonly SubnetId?: string
  readonly InterfaceType?: string
  readonly Description?: string
  readonly PrivateIpAddress?: string
}

/** ec2:DescribeSecurityGroups */
export interface SecurityGroup {
  readonly GroupId: string
  readonly GroupName?: string
  readonly VpcId?: string
  readonly Tags?: readonly Tag[]
}

/** ec2:DescribeSecurityGroupRules. `IpProtocol` "-1" is every protocol; ports are -1 then. */
export interface SecurityGroupRule {
  readonly SecurityGroupRuleId: string
  readonly GroupId?: string
  readonly IsEgress?: boolean
  readonly IpProtocol?: string
  readonly FromPort?: number
  readonly ToPort?: number
  readonly CidrIpv4?: string
  readonly CidrIpv6?: string
  readonly PrefixListId?: string
  readonly ReferencedGroupInfo?: { readonly GroupId?: string; readonly UserId?: string }
  readonly Description?: string
}

/** ec2:DescribeSubnets */
export interface Subnet {
  readonly SubnetId: string
  readonly VpcId?: string
  readonly MapPublicIpOnLaunch?: boolean
  readonly BlockPublicAccessStates?: { readonly InternetGatewayBlockMode?: string }
  readonly CidrBlock?: string
  readonly AvailabilityZone?: string
  readonly Tags?: readonly Tag[]
}

/** ec2:DescribeRouteTables */
export interface RouteTable {
  readonly RouteTableId: string
  readonly VpcId?: string
  readonly Associations?: readonly { Main?: boolean; SubnetId?: string; GatewayId?: string }[]
  readonly Routes?: readonly {
    DestinationCidrBlock?: string
    DestinationIpv6CidrBlock?: string
    GatewayId?: string
    NatGatewayId?: string
    State?: string
    EgressOnlyInternetGatewayId?: string
    CarrierGatewayId?: string
  }[]
}

/** ec2:DescribeNetworkAcls */
export interface NetworkAcl {
  readonly NetworkAclId: string
  readonly VpcId?: string
  readonly Associations?: readonly { SubnetId?: string }[]
  readonly Entries?: readonly {
    CidrBlock?: string
    Egress?: boolean
    Protocol?: string
    RuleAction?: string
    RuleNumber?: number
    PortRange?: { From?: number; To?: number }
  }[]
}

/** ec2:DescribeVpcs */
export interface Vpc {
  readonly VpcId: string
  readonly CidrBlock?: string
  readonly CidrBlockAssociationSet?: readonly { CidrBlock?: string }[]
  readonly Ipv6CidrBlockAssociationSet?: readonly { Ipv6CidrBlock?: string }[]
  readonly OwnerId?: string
}

/** ec2:DescribeVpcEndpoints; the policy decoded. */
export interface VpcEndpoint {
  readonly VpcEndpointId: string
  readonly VpcEndpointType?: string
  readonly ServiceName?: string
  readonly VpcId?: string
  readonly State?: string
  readonly PolicyDocument?: PolicyDocument
  readonly PrivateDnsEnabled?: boolean
  readonly SubnetIds?: readonly string[]
  readonly RouteTableIds?: readonly string[]
}

/** ec2:DescribeFlowLogs */
export interface FlowLog {
  readonly FlowLogId: string
  readonly ResourceId?: string
  readonly TrafficType?: string
  readonly FlowLogStatus?: string
  readonly DeliverLogsStatus?: string
  readonly DeliverLogsErrorMessage?: string
  readonly LogDestinationType?: string
  readonly LogFormat?: string
}

/** ec2:DescribeVolumes */
export interface EbsVolume {
  readonly VolumeId: string
  readonly Encrypted?: boolean
  readonly KmsKeyId?: string
  readonly State?: string
  readonly Attachments?: readonly { InstanceId?: string; Device?: string }[]
  readonly Tags?: readonly Tag[]
}

/** efs:DescribeFileSystems */
export interface FileSystem {
  readonly FileSystemId: string
  readonly Name?: string
  readonly Encrypted?: boolean
  readonly KmsKeyId?: string
  readonly LifeCycleState?: string
}

/** ec2:GetEbsEncryptionByDefault */
export interface EbsEncryptionDefault {
  readonly EbsEncryptionByDefault?: boolean
}

/** ec2:GetInstanceMetadataDefaults */
export interface InstanceMetadataDefaults {
  readonly HttpTokens?: string
  readonly HttpPutResponseHopLimit?: number
  readonly HttpEndpoint?: string
}

/** autoscaling:DescribeAutoScalingGroups */
export interface AutoScalingGroup {
  readonly AutoScalingGroupName: string
  readonly LaunchTemplate?: { readonly LaunchTemplateId?: string; readonly Version?: string }
  readonly LaunchConfigurationName?: string
  readonly MaxInstanceLifetime?: number
  readonly Instances?: readonly { InstanceId?: string }[]
  readonly Tags?: readonly Tag[]
}

/** iam:GetRole (iam:ListRoles where only that was asked); the trust policy decoded. */
export interface IamRole {
  readonly RoleName: string
  readonly Arn?: string
  readonly Path?: string
  readonly CreateDate?: string
  readonly AssumeRolePolicyDocument?: PolicyDocument
  readonly MaxSessionDuration?: number
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string }
  readonly RoleLastUsed?: { readonly LastUsedDate?: string; readonly Region?: string }
  readonly Tags?: readonly Tag[]
}

/** iam:ListAttachedRolePolicies */
export interface AttachedRolePolicies {
  readonly RoleName: string
  readonly AttachedPolicies?: readonly { PolicyName?: string; PolicyArn?: string }[]
}

/** iam:GetRolePolicy: an inline policy, decoded. */
export interface InlineRolePolicy {
  readonly RoleName: string
  readonly PolicyName: string
  readonly PolicyDocument?: PolicyDocument
}

/** iam:GetPolicyVersion of the default version: a managed policy, decoded. `name` is the policy's name. */
export interface ManagedPolicy {
  readonly name: string
  readonly Document?: PolicyDocument
}

/** iam:GetOpenIDConnectProvider */
export interface OidcProvider {
  readonly Url: string
  readonly ClientIDList?: readonly string[]
  readonly CreateDate?: string
}

/** ecr:DescribeRepositories */
export interface Repository {
  readonly repositoryName: string
  readonly repositoryUri?: string
  readonly repositoryArn?: string
  readonly registryId?: string
  readonly imageTagMutability?: string
  readonly imageTagMutabilityExclusionFilters?: readonly { filter?: string }[]
  readonly imageScanningConfiguration?: { readonly scanOnPush?: boolean }
  readonly encryptionConfiguration?: { readonly encryptionType?: string; readonly kmsKey?: string }
}

/** ecr:GetRepositoryPolicy, decoded; no `policy` where the repository has none. */
export interface RepositoryPolicy {
  readonly repositoryName: string
  readonly policy?: PolicyDocument
}

/** ecr:GetLifecyclePolicy; no `lifecyclePolicyText` where the repository has none. */
export interface LifecyclePolicy {
  readonly repositoryName: string
  readonly lifecyclePolicyText?: string
}

/** ecr:GetRegistryScanningConfiguration */
export interface RegistryScanning {
  readonly registryId: string
  readonly scanningConfiguration?: {
    readonly scanType?: string
    readonly rules?: readonly { scanFrequency?: string; repositoryFilters?: readonly { filter?: string; filterType?: string }[] }[]
  }
}

/** ecr:GetRegistryPolicy, decoded; no `policy` where the registry has none. */
export interface RegistryPolicy {
  readonly policy?: PolicyDocument
}

/** ecr:DescribeImages */
export interface EcrImage {
  readonly repositoryName: string
  readonly imageDigest: string
  readonly imageTags?: readonly string[]
  readonly imagePushedAt?: string
}

/** ecr:DescribeImageScanFindings; no `imageScanStatus` where the image was never scanned. */
export interface ImageScan {
  readonly repositoryName: string
  readonly imageId?: { readonly imageDigest?: string; readonly imageTag?: string }
  readonly imageScanStatus?: { readonly status?: string; readonly description?: string }
  readonly imageScanFindings?: {
    readonly imageScanCompletedAt?: string
    readonly vulnerabilitySourceUpdatedAt?: string
    readonly findingSeverityCounts?: Readonly<Record<string, number>>
    readonly findings?: readonly { name?: string; severity?: string; attributes?: readonly { key?: string; value?: string }[] }[]
    readonly enhancedFindings?: readonly {
      title?: string
      severity?: string
      status?: string
      fixAvailable?: string
      exploitAvailable?: string
      firstObservedAt?: string
      packageVulnerabilityDetails?: { vulnerabilityId?: string; vulnerablePackages?: readonly { name?: string; version?: string; fixedInVersion?: string }[] }
    }[]
  }
}

/** ecr:DescribePullThroughCacheRules */
export interface PullThroughCacheRule {
  readonly ecrRepositoryPrefix: string
  readonly upstreamRegistryUrl?: string
  /** `ROOT`: the whole registry. */
  readonly upstreamRepositoryPrefix?: string
}

/** cloudtrail:DescribeTrails */
export interface Trail {
  readonly Name: string
  readonly TrailARN?: string
  readonly S3BucketName?: string
  readonly IsMultiRegionTrail?: boolean
  readonly IsOrganizationTrail?: boolean
  readonly HasInsightSelectors?: boolean
  readonly IncludeGlobalServiceEvents?: boolean
  readonly LogFileValidationEnabled?: boolean
  readonly CloudWatchLogsLogGroupArn?: string
  readonly KmsKeyId?: string
  readonly HomeRegion?: string
}

/** cloudtrail:GetTrailStatus. `name` is the trail's. */
export interface TrailStatus {
  readonly name: string
  readonly IsLogging?: boolean
  readonly LatestDeliveryError?: string
  readonly LatestDeliveryTime?: string
}

/** cloudtrail:GetEventSelectors. `name` is the trail's. */
export interface TrailSelectors {
  readonly name: string
  readonly EventSelectors?: readonly {
    ReadWriteType?: string
    IncludeManagementEvents?: boolean
    DataResources?: readonly { Type?: string; Values?: readonly string[] }[]
    ExcludeManagementEventSources?: readonly string[]
  }[]
  readonly AdvancedEventSelectors?: readonly {
    Name?: string
    FieldSelectors?: readonly { Field?: string; Equals?: readonly string[]; NotEquals?: readonly string[] }[]
  }[]
}

/** logs:DescribeLogGroups. Times in milliseconds since 1970. */
export interface LogGroup {
  readonly logGroupName: string
  readonly retentionInDays?: number
  readonly kmsKeyId?: string
  readonly storedBytes?: number
  readonly logGroupClass?: string
  readonly deletionProtectionEnabled?: boolean
}

/** logs:DescribeMetricFilters */
export interface MetricFilter {
  readonly filterName: string
  readonly filterPattern?: string
  readonly logGroupName?: string
  readonly metricTransformations?: readonly { metricName?: string; metricNamespace?: string }[]
}

/** logs:DescribeLogStreams. Times in milliseconds since 1970. `logGroupName` is the argument of the call. */
export interface LogStream {
  readonly logStreamName: string
  readonly logGroupName: string
  readonly lastEventTimestamp?: number
  readonly lastIngestionTime?: number
}

/** logs:DescribeSubscriptionFilters, an answer for each log group that was asked about. */
export interface SubscriptionFilters {
  readonly logGroupName: string
  readonly subscriptionFilters?: readonly { filterName?: string; filterPattern?: string; destinationArn?: string }[]
}

/** cloudwatch:DescribeAlarms, metric and composite alarms alike. */
export interface Alarm {
  readonly AlarmName: string
  readonly MetricName?: string
  readonly Namespace?: string
  readonly Metrics?: readonly { MetricStat?: { Metric?: { Namespace?: string; MetricName?: string } } }[]
  readonly ActionsEnabled?: boolean
  readonly AlarmActions?: readonly string[]
  readonly StateValue?: string
  readonly StateUpdatedTimestamp?: string
  /** Of a composite alarm: the alarms it stands on, `ALARM("name") OR ...`. */
  readonly AlarmRule?: string
}

/** kms:DescribeKey */
export interface KmsKey {
  readonly KeyId: string
  readonly Arn?: string
  readonly Enabled?: boolean
  readonly KeyState?: string
  readonly KeyManager?: string
  readonly KeySpec?: string
  readonly Origin?: string
  readonly DeletionDate?: string
  readonly Description?: string
  readonly AWSAccountId?: string
}

/** kms:GetKeyPolicy, decoded. */
export interface KmsKeyPolicy {
  readonly KeyId: string
  readonly policy?: PolicyDocument
}

/** kms:GetKeyRotationStatus */
export interface KmsKeyRotation {
  readonly KeyId: string
  readonly KeyRotationEnabled?: boolean
  readonly RotationPeriodInDays?: number
}

/** guardduty:GetDetector. `DetectorId` comes from guardduty:ListDetectors. */
export interface Detector {
  readonly DetectorId: string
  readonly Status?: string
  readonly FindingPublishingFrequency?: string
  readonly Features?: readonly { Name?: string; Status?: string; AdditionalConfiguration?: readonly { Name?: string; Status?: string }[] }[]
}

/** guardduty:GetFindings */
export interface GuardDutyFinding {
  readonly Id: string
  readonly Type?: string
  readonly Title?: string
  readonly Severity?: number
  readonly CreatedAt?: string
  readonly UpdatedAt?: string
  readonly Service?: { readonly Archived?: boolean }
  readonly Resource?: {
    readonly ResourceType?: string
    readonly EksClusterDetails?: { readonly Name?: string }
    readonly InstanceDetails?: { readonly InstanceId?: string }
  }
}

/** guardduty:ListCoverage */
export interface GuardDutyCoverage {
  readonly ResourceId: string
  readonly CoverageStatus?: string
  readonly Issue?: string
  readonly ResourceDetails?: {
    readonly ResourceType?: string
    readonly EksClusterDetails?: {
      readonly ClusterName?: string
      readonly CoveredNodes?: number
      readonly CompatibleNodes?: number
      readonly ManagementType?: string
    }
  }
}

/** inspector2:BatchGetAccountStatus */
export interface InspectorStatus {
  readonly accountId: string
  readonly state?: { readonly status?: string }
  readonly resourceState?: { readonly ec2?: { readonly status?: string }; readonly ecr?: { readonly status?: string } }
}

/** inspector2:ListFindings, of instances, what is still open. */
export interface InspectorFinding {
  readonly findingArn: string
  readonly type?: string
  readonly severity?: string
  readonly status?: string
  readonly title?: string
  readonly firstObservedAt?: string
  readonly exploitAvailable?: string
  readonly resources?: readonly { readonly type?: string; readonly id?: string }[]
  readonly packageVulnerabilityDetails?: { readonly vulnerabilityId?: string }
  readonly networkReachabilityDetails?: { readonly openPortRange?: { readonly begin?: number; readonly end?: number }; readonly protocol?: string }
}

/** inspector2:ListCoverage, of instances: one for each sort of scan. */
export interface InspectorCoverage {
  readonly resourceId: string
  readonly resourceType?: string
  readonly scanType?: string
  readonly scanStatus?: { readonly statusCode?: string; readonly reason?: string }
  readonly lastScannedAt?: string
}

/** securityhub:GetEnabledStandards */
export interface SecurityHubStandard {
  readonly StandardsSubscriptionArn: string
  readonly StandardsArn?: string
  readonly StandardsStatus?: string
}

/** config:DescribeConfigurationRecorderStatus */
export interface ConfigRecorder {
  readonly name: string
  readonly recording?: boolean
  readonly lastStatus?: string
}

/** config:DescribeConfigurationRecorders */
export interface ConfigRecording {
  readonly name: string
  readonly recordingGroup?: {
    readonly allSupported?: boolean
    readonly resourceTypes?: readonly string[]
    readonly exclusionByResourceTypes?: { readonly resourceTypes?: readonly string[] }
    readonly recordingStrategy?: { readonly useOnly?: string }
  }
}

/** ssm:DescribeInstanceInformation */
export interface SsmInstance {
  readonly InstanceId: string
  readonly PingStatus?: string
  readonly AgentVersion?: string
  readonly IsLatestVersion?: boolean
}

/** events:ListRules */
export interface EventRule {
  readonly Name: string
  readonly State?: string
  readonly EventPattern?: string
}

/** events:ListTargetsByRule, an answer for each rule. */
export interface EventTargets {
  readonly Rule: string
  readonly Targets?: readonly { Id?: string; Arn?: string }[]
}

/** elasticloadbalancing:DescribeLoadBalancers */
export interface LoadBalancer {
  readonly LoadBalancerArn: string
  readonly LoadBalancerName?: string
  readonly DNSName?: string
  readonly Scheme?: string
  readonly Type?: string
  readonly VpcId?: string
  readonly SecurityGroups?: readonly string[]
}

/** elasticloadbalancing:DescribeListeners */
export interface Listener {
  readonly ListenerArn: string
  readonly LoadBalancerArn?: string
  readonly Port?: number
  readonly Protocol?: string
  readonly SslPolicy?: string
  readonly DefaultActions?: readonly { Type?: string; RedirectConfig?: { Protocol?: string } }[]
}

/** s3:GetPublicAccessBlock; no configuration where the bucket has none. */
export interface BucketPublicAccess {
  readonly bucket: string
  readonly PublicAccessBlockConfiguration?: {
    readonly BlockPublicAcls?: boolean
    readonly IgnorePublicAcls?: boolean
    readonly BlockPublicPolicy?: boolean
    readonly RestrictPublicBuckets?: boolean
  }
}

/** s3:GetBucketEncryption */
export interface BucketEncryption {
  readonly bucket: string
  readonly ServerSideEncryptionConfiguration?: {
    readonly Rules?: readonly { ApplyServerSideEncryptionByDefault?: { SSEAlgorithm?: string; KMSMasterKeyID?: string } }[]
  }
}

/** sts:GetCallerIdentity */
export interface CallerIdentity {
  readonly Account: string
  readonly Arn?: string
}
