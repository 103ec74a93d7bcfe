/** Every kind of thing a snapshot can hold: what it is called, how one is named, what must be asked to see it. */

/** A kind that the Kubernetes API lists. */
interface KubeKind {
  readonly plane: 'kubernetes'
  readonly apiVersion: string
  readonly kind: string
  /** `resource[.group]`, as `kubectl get` takes it and as a dump names the file. */
  readonly resource: string
  readonly namespaced: boolean
  /** A further API kind kept on the same shelf (`ClusterRole` beside `Role`). */
  readonly also?: { readonly kind: string; readonly resource: string; readonly namespaced: boolean }
}

/** A kind that AWS calls answer. `type` is the CloudFormation type, or the nearest name AWS documents use. */
interface AwsKind {
  readonly plane: 'aws'
  readonly type: string
  /** The field that names one; none where an account has just one. */
  readonly id?: string
  /** Operations, `service:Operation`, in the order they are called; the last one gives the things. */
  readonly calls: readonly string[]
}

/** A kind that comes from neither API. */
interface OtherKind {
  readonly plane: 'node' | 'person' | 'files'
  readonly type: string
  readonly id: string
}

export type KindInfo = KubeKind | AwsKind | OtherKind

const kube = (resource: string, apiVersion: string, kind: string, namespaced = true, also?: KubeKind['also']): KubeKind => ({
  plane: 'kubernetes',
  apiVersion,
  kind,
  resource,
  namespaced,
  ...(also && { also }),
})
const aws = (type: string, id: string | undefined, ...calls: string[]): AwsKind => ({ plane: 'aws', type, calls, ...(id !== undefined && { id }) })

/** Calls that name the roles a cluster uses. */
const roleNaming = [
  'eks:DescribeCluster',
  'eks:ListAccessEntries',
  'eks:ListNodegroups',
  'eks:DescribeNodegroup',
  'eks:ListFargateProfiles',
  'eks:DescribeFargateProfile',
  'eks:ListPodIdentityAssociations',
  'eks:DescribePodIdentityAssociation',
  'eks:ListAddons',
  'eks:DescribeAddon',
  'iam:ListRoles',
]
/** Calls that name the keys a cluster and its account use. */
const keyNaming = ['eks:DescribeCluster', 'logs:DescribeLogGroups', 'ecr:DescribeRepositories', 'cloudtrail:DescribeTrails', 'ec2:DescribeVolumes']

export const kinds = {
  // Kubernetes: what runs
  pods: kube('pods', 'v1', 'Pod'),
  deployments: kube('deployments.apps', 'apps/v1', 'Deployment'),
  statefulSets: kube('statefulsets.apps', 'apps/v1', 'StatefulSet'),
  daemonSets: kube('daemonsets.apps', 'apps/v1', 'DaemonSet'),
  replicaSets: kube('replicasets.apps', 'apps/v1', 'ReplicaSet'),
  replicationControllers: kube('replicationcontrollers', 'v1', 'ReplicationController'),
  jobs: kube('jobs.batch', 'batch/v1', 'Job'),
  cronJobs: kube('cronjobs.batch', 'batch/v1', 'CronJob'),
  podTemplates: kube('podtemplates', 'v1', 'PodTemplate'),
  // Kubernetes: the rest
  namespaces: kube('namespaces', 'v1', 'Namespace', false),
  nodes: kube('nodes', 'v1', 'Node', false),
  serviceAccounts: kube('serviceaccounts', 'v1', 'ServiceAccount'),
  roles: kube('roles.rbac.authorization.k8s.io', 'rbac.authorization.k8s.io/v1', 'Role', true, {
    kind: 'ClusterRole',
    resource: 'clusterroles.rbac.authorization.k8s.io',
    namespaced: false,
  }),
  roleBindings: kube('rolebindings.rbac.authorization.k8s.io', 'rbac.authorization.k8s.io/v1', 'RoleBinding', true, {
    kind: 'ClusterRoleBinding',
    resource: 'clusterrolebindings.rbac.authorization.k8s.io',
    namespaced: false,
  }),
  networkPolicies: kube('networkpolicies.networking.k8s.io', 'networking.k8s.io/v1', 'NetworkPolicy'),
  services: kube('services', 'v1', 'Service'),
  ingresses: kube('ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress'),
  gateways: kube('gateways.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'Gateway'),
  httpRoutes: kube('httproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'HTTPRoute'),
  ingressClasses: kube('ingressclasses.networking.k8s.io', 'networking.k8s.io/v1', 'IngressClass', false),
  configMaps: kube('configmaps', 'v1', 'ConfigMap'),
  secrets: kube('secrets', 'v1', 'Secret'),
  persistentVolumes: kube('persistentvolumes', 'v1', 'PersistentVolume', false),
  persistentVolumeClaims: kube('persistentvolumeclaims', 'v1', 'PersistentVolumeClaim'),
  storageClasses: kube('storageclasses.storage.k8s.io', 'storage.k8s.io/v1', 'StorageClass', false),
  resourceQuotas: kube('resourcequotas', 'v1', 'ResourceQuota'),
  limitRanges: kube('limitranges', 'v1', 'LimitRange'),
  validatingWebhooks: kube(
    'validatingwebhookconfigurations.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    false,
  ),
  mutatingWebhooks: kube(
    'mutatingwebhookconfigurations.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    false,
  ),
  admissionPolicies: kube('validatingadmissionpolicies.admissionregistration.k8s.io', 'admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', false),
  admissionPolicyBindings: kube(
    'validatingadmissionpolicybindings.admissionregistration.k8s.io',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    false,
  ),
  customResourceDefinitions: kube('customresourcedefinitions.apiextensions.k8s.io', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', false),
  podDisruptionBudgets: kube('poddisruptionbudgets.policy', 'policy/v1', 'PodDisruptionBudget'),
  horizontalPodAutoscalers: kube('horizontalpodautoscalers.autoscaling', 'autoscaling/v2', 'HorizontalPodAutoscaler'),
  runtimeClasses: kube('runtimeclasses.node.k8s.io', 'node.k8s.io/v1', 'RuntimeClass', false),
  securityGroupPolicies: kube('securitygrouppolicies.vpcresources.k8s.aws', 'vpcresources.k8s.aws/v1beta1', 'SecurityGroupPolicy'),
  // Kubernetes: what controllers bring along
  awsNetworkPolicies: kube('clusternetworkpolicies.networking.k8s.aws', 'networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', false, {
    kind: 'ApplicationNetworkPolicy',
    resource: 'applicationnetworkpolicies.networking.k8s.aws',
    namespaced: true,
  }),
  ciliumPolicies: kube('ciliumnetworkpolicies.cilium.io', 'cilium.io/v2', 'CiliumNetworkPolicy', true, {
    kind: 'CiliumClusterwideNetworkPolicy',
    resource: 'ciliumclusterwidenetworkpolicies.cilium.io',
    namespaced: false,
  }),
  calicoPolicies: kube('networkpolicies.crd.projectcalico.org', 'crd.projectcalico.org/v1', 'NetworkPolicy', true, {
    kind: 'GlobalNetworkPolicy',
    resource: 'globalnetworkpolicies.crd.projectcalico.org',
    namespaced: false,
  }),
  peerAuthentications: kube('peerauthentications.security.istio.io', 'security.istio.io/v1', 'PeerAuthentication'),
  secretStores: kube('secretstores.external-secrets.io', 'external-secrets.io/v1', 'SecretStore', true, {
    kind: 'ClusterSecretStore',
    resource: 'clustersecretstores.external-secrets.io',
    namespaced: false,
  }),
  nodeClasses: kube('nodeclasses.eks.amazonaws.com', 'eks.amazonaws.com/v1', 'NodeClass', false),
  ec2NodeClasses: kube('ec2nodeclasses.karpenter.k8s.aws', 'karpenter.k8s.aws/v1', 'EC2NodeClass', false),
  // Kubernetes: policies of the engines that verify images
  kyvernoPolicies: kube('clusterpolicies.kyverno.io', 'kyverno.io/v1', 'ClusterPolicy', false, {
    kind: 'Policy',
    resource: 'policies.kyverno.io',
    namespaced: true,
  }),
  imageValidatingPolicies: kube('imagevalidatingpolicies.policies.kyverno.io', 'policies.kyverno.io/v1', 'ImageValidatingPolicy', false),
  clusterImagePolicies: kube('clusterimagepolicies.policy.sigstore.dev', 'policy.sigstore.dev/v1beta1', 'ClusterImagePolicy', false),
  // AWS: the cluster
  clusters: aws('AWS::EKS::Cluster', 'name', 'eks:DescribeCluster'),
  clusterNames: aws('AWS::EKS::Cluster', 'name', 'eks:ListClusters'),
  clusterVersions: aws('AWS::EKS::ClusterVersion', 'clusterVersion', 'eks:DescribeClusterVersions'),
  nodegroups: aws('AWS::EKS::Nodegroup', 'nodegroupName', 'eks:ListNodegroups', 'eks:DescribeNodegroup'),
  addons: aws('AWS::EKS::Addon', 'addonName', 'eks:ListAddons', 'eks:DescribeAddon'),
  fargateProfiles: aws('AWS::EKS::FargateProfile', 'fargateProfileName', 'eks:ListFargateProfiles', 'eks:DescribeFargateProfile'),
  accessEntries: aws('AWS::EKS::AccessEntry', 'principalArn', 'eks:ListAccessEntries', 'eks:DescribeAccessEntry'),
  accessPolicies: aws('AWS::EKS::AccessPolicyAssociation', 'principalArn', 'eks:ListAccessEntries', 'eks:ListAssociatedAccessPolicies'),
  podIdentityAssociations: aws('AWS::EKS::PodIdentityAssociation', 'associationId', 'eks:ListPodIdentityAssociations', 'eks:DescribePodIdentityAssociation'),
  identityProviders: aws(
    'AWS::EKS::IdentityProviderConfig',
    'identityProviderConfigName',
    'eks:ListIdentityProviderConfigs',
    'eks:DescribeIdentityProviderConfig',
  ),
  insights: aws('AWS::EKS::Insight', 'id', 'eks:ListInsights'),
  // AWS: machines and networks
  instances: aws('AWS::EC2::Instance', 'InstanceId', 'ec2:DescribeInstances'),
  machineImages: aws('AWS::EC2::Image', 'ImageId', 'ec2:DescribeInstances', 'ec2:DescribeImages'),
  launchTemplates: aws(
    'AWS::EC2::LaunchTemplate',
    'LaunchTemplateId',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'autoscaling:DescribeAutoScalingGroups',
    'ec2:DescribeLaunchTemplateVersions',
  ),
  networkInterfaces: aws('AWS::EC2::NetworkInterface', 'NetworkInterfaceId', 'ec2:DescribeNetworkInterfaces'),
  securityGroups: aws('AWS::EC2::SecurityGroup', 'GroupId', 'ec2:DescribeSecurityGroups'),
  securityGroupRules: aws('AWS::EC2::SecurityGroupRule', 'SecurityGroupRuleId', 'ec2:DescribeSecurityGroupRules'),
  subnets: aws('AWS::EC2::Subnet', 'SubnetId', 'ec2:DescribeSubnets'),
  routeTables: aws('AWS::EC2::RouteTable', 'RouteTableId', 'ec2:DescribeRouteTables'),
  networkAcls: aws('AWS::EC2::NetworkAcl', 'NetworkAclId', 'ec2:DescribeNetworkAcls'),
  vpcs: aws('AWS::EC2::VPC', 'VpcId', 'ec2:DescribeVpcs'),
  vpcEndpoints: aws('AWS::EC2::VPCEndpoint', 'VpcEndpointId', 'ec2:DescribeVpcEndpoints'),
  flowLogs: aws('AWS::EC2::FlowLog', 'FlowLogId', 'ec2:DescribeFlowLogs'),
  ebsVolumes: aws('AWS::EC2::Volume', 'VolumeId', 'ec2:DescribeVolumes'),
  fileSystems: aws('AWS::EFS::FileSystem', 'FileSystemId', 'efs:DescribeFileSystems'),
  ebsEncryptionDefaults: aws('EBS encryption by default', undefined, 'ec2:GetEbsEncryptionByDefault'),
  instanceMetadataDefaults: aws('Instance metadata defaults', undefined, 'ec2:GetInstanceMetadataDefaults'),
  autoScalingGroups: aws('AWS::AutoScaling::AutoScalingGroup', 'AutoScalingGroupName', 'autoscaling:DescribeAutoScalingGroups'),
  loadBalancers: aws('AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerName', 'elasticloadbalancingv2:DescribeLoadBalancers'),
  listeners: aws(
    'AWS::ElasticLoadBalancingV2::Listener',
    'ListenerArn',
    'elasticloadbalancingv2:DescribeLoadBalancers',
    'elasticloadbalancingv2:DescribeListeners',
  ),
  // AWS: identity
  iamRoles: aws('AWS::IAM::Role', 'RoleName', ...roleNaming, 'iam:GetRole'),
  attachedRolePolicies: aws('AWS::IAM::Role', 'RoleName', ...roleNaming, 'iam:ListAttachedRolePolicies'),
  inlineRolePolicies: aws('AWS::IAM::RolePolicy', 'PolicyName', ...roleNaming, 'iam:ListRolePolicies', 'iam:GetRolePolicy'),
  managedPolicies: aws(
    'AWS::IAM::ManagedPolicy',
    'name',
    ...roleNaming,
    'iam:ListAttachedRolePolicies',
    'iam:GetRole',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ),
  oidcProviders: aws('AWS::IAM::OIDCProvider', 'Url', 'iam:ListOpenIDConnectProviders', 'iam:GetOpenIDConnectProvider'),
  callerIdentities: aws('AWS account', 'Account', 'sts:GetCallerIdentity'),
  // AWS: images
  repositories: aws('AWS::ECR::Repository', 'repositoryName', 'ecr:DescribeRepositories'),
  repositoryPolicies: aws('AWS::ECR::Repository', 'repositoryName', 'ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'),
  lifecyclePolicies: aws('AWS::ECR::Repository', 'repositoryName', 'ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy'),
  ecrImages: aws('Amazon ECR image', 'imageDigest', 'ecr:DescribeRepositories', 'ecr:DescribeImages'),
  imageScans: aws('Amazon ECR image scan', 'repositoryName', 'ecr:DescribeImageScanFindings'),
  registryScanning: aws('AWS::ECR::RegistryScanningConfiguration', 'registryId', 'ecr:GetRegistryScanningConfiguration'),
  registryPolicies: aws('AWS::ECR::RegistryPolicy', undefined, 'ecr:GetRegistryPolicy'),
  pullThroughCacheRules: aws('AWS::ECR::PullThroughCacheRule', 'ecrRepositoryPrefix', 'ecr:DescribePullThroughCacheRules'),
  // AWS: logs, keys, detection
  trails: aws('AWS::CloudTrail::Trail', 'Name', 'cloudtrail:DescribeTrails'),
  trailStatuses: aws('AWS::CloudTrail::Trail', 'name', 'cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus'),
  trailSelectors: aws('AWS::CloudTrail::Trail', 'name', 'cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors'),
  logGroups: aws('AWS::Logs::LogGroup', 'logGroupName', 'logs:DescribeLogGroups'),
  metricFilters: aws('AWS::Logs::MetricFilter', 'filterName', 'logs:DescribeMetricFilters'),
  logStreams: aws('AWS::Logs::LogStream', 'logStreamName', 'logs:DescribeLogStreams'),
  subscriptionFilters: aws('AWS::Logs::LogGroup', 'logGroupName', 'cloudtrail:DescribeTrails', 'logs:DescribeSubscriptionFilters'),
  alarms: aws('AWS::CloudWatch::Alarm', 'AlarmName', 'cloudwatch:DescribeAlarms'),
  kmsKeys: aws('AWS::KMS::Key', 'KeyId', ...keyNaming, 'kms:DescribeKey'),
  kmsKeyPolicies: aws('AWS::KMS::Key', 'KeyId', ...keyNaming, 'kms:GetKeyPolicy'),
  kmsKeyRotations: aws('AWS::KMS::Key', 'KeyId', ...keyNaming, 'kms:GetKeyRotationStatus'),
  detectors: aws('AWS::GuardDuty::Detector', 'DetectorId', 'guardduty:ListDetectors', 'guardduty:GetDetector'),
  guardDutyFindings: aws('Amazon GuardDuty finding', 'Id', 'guardduty:ListDetectors', 'guardduty:ListFindings', 'guardduty:GetFindings'),
  guardDutyCoverage: aws('Amazon GuardDuty coverage', 'ResourceId', 'guardduty:ListDetectors', 'guardduty:ListCoverage'),
  inspectorStatuses: aws('Amazon Inspector', 'accountId', 'inspector2:BatchGetAccountStatus'),
  inspectorFindings: aws('Amazon Inspector finding', 'findingArn', 'inspector2:ListFindings'),
  inspectorCoverage: aws('Amazon Inspector coverage', 'resourceId', 'inspector2:ListCoverage'),
  securityHubStandards: aws('AWS::SecurityHub::Standard', 'StandardsSubscriptionArn', 'securityhub:GetEnabledStandards'),
  configRecorders: aws('AWS::Config::ConfigurationRecorder', 'name', 'config:DescribeConfigurationRecorderStatus'),
  configRecordings: aws('AWS::Config::ConfigurationRecorder', 'name', 'config:DescribeConfigurationRecorders'),
  ssmInstances: aws('AWS Systems Manager managed node', 'InstanceId', 'ssm:DescribeInstanceInformation'),
  eventRules: aws('AWS::Events::Rule', 'Name', 'events:ListRules'),
  eventTargets: aws('AWS::Events::Rule', 'Rule', 'events:ListRules', 'events:ListTargetsByRule'),
  bucketPublicAccess: aws('AWS::S3::Bucket', 'bucket', 'cloudtrail:DescribeTrails', 's3:GetPublicAccessBlock'),
  bucketEncryption: aws('AWS::S3::Bucket', 'bucket', 'cloudtrail:DescribeTrails', 's3:GetBucketEncryption'),
  // Neither API
  kubeVersions: { plane: 'node', type: 'Kubernetes version', id: 'gitVersion' },
  kubelets: { plane: 'node', type: 'Kubelet', id: 'node' },
  problems: { plane: 'files', type: 'File', id: 'file' },
  attestations: { plane: 'person', type: 'Attestation', id: 'control' },
} as const satisfies Record<string, KindInfo>

export type StoredKindName = keyof typeof kinds
