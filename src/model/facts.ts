/** Which type of fact stands on which shelf. */
import type * as Aws from './aws.ts'
import type { StoredKindName } from './kinds.ts'
import type * as Kube from './kubernetes.ts'

/** Input that could not be read, or that no API server would accept. */
export interface Problem {
  readonly file: string
  /** Counted from 1; 0 where the whole file is at fault. */
  readonly line: number
  readonly column: number
  /** `unreadable`: nothing of it could be judged. `invalid`: the offending field was left out, the rest was judged. */
  readonly sort: 'unreadable' | 'invalid'
  readonly says: string
}

/** A person's answer to what no API can tell, from `ekshield.yaml`. */
export interface Attestation {
  readonly control: string
  readonly by: string
  /** Last day on which it counts, `YYYY-MM-DD`. */
  readonly until: string
  readonly answer: boolean
  /** Where the proof lies. */
  readonly evidence: string
}

export type Compute = 'self-managed' | 'managed' | 'fargate' | 'auto' | 'hybrid'

/** Every owner of a pod template, once: Deployment ... CronJob, bare pod, static pod, the owner a CRD names. */
export interface Workload extends Kube.KubeObject {
  /** Path of the pod template in the object: `spec.template`, or '' for a pod itself. */
  readonly podPath: string
  readonly pod: Kube.PodTemplate
  /** Live pods of it, where pods were seen. */
  readonly pods: readonly Kube.Pod[]
  readonly os: 'linux' | 'windows'
  /** What its pods run on; empty where that could not be told. */
  readonly computes: readonly Compute[]
  /** An add-on that AWS builds and EKS installs, recognised by registry and service account. */
  readonly addon: boolean
}

/** A machine of the cluster: the Node object joined with its EC2 instance. */
export interface Host {
  readonly name: string
  readonly compute: Compute
  readonly os: 'linux' | 'windows' | 'bottlerocket'
  readonly node?: Kube.Node
  readonly instance?: Aws.Instance
  readonly nodegroup?: string
}

/** Who may do what: a binding with the rules its role gives, or a role of files to which no binding in sight leads. */
export interface Grant extends Kube.KubeObject {
  readonly roleRef?: Kube.RoleBinding['roleRef']
  readonly subjects?: Kube.RoleBinding['subjects']
  /** Of a role alone. */
  readonly rules?: readonly Kube.PolicyRule[]
  /** The rules of the role; undefined where no such role was seen. */
  readonly gives?: readonly Kube.PolicyRule[]
}

export interface StoredFacts {
  pods: Kube.Pod
  deployments: Kube.PodOwner
  statefulSets: Kube.PodOwner
  daemonSets: Kube.PodOwner
  replicaSets: Kube.PodOwner
  replicationControllers: Kube.PodOwner
  jobs: Kube.PodOwner
  cronJobs: Kube.PodOwner
  podTemplates: Kube.PodOwner
  namespaces: Kube.Namespace
  nodes: Kube.Node
  serviceAccounts: Kube.ServiceAccount
  roles: Kube.Role
  roleBindings: Kube.RoleBinding
  networkPolicies: Kube.NetworkPolicy
  services: Kube.Service
  ingresses: Kube.Ingress
  gateways: Kube.Gateway
  httpRoutes: Kube.HttpRoute
  ingressClasses: Kube.IngressClass
  configMaps: Kube.ConfigMap
  secrets: Kube.Secret
  persistentVolumes: Kube.PersistentVolume
  persistentVolumeClaims: Kube.PersistentVolumeClaim
  storageClasses: Kube.StorageClass
  resourceQuotas: Kube.ResourceQuota
  limitRanges: Kube.LimitRange
  validatingWebhooks: Kube.WebhookConfiguration
  mutatingWebhooks: Kube.WebhookConfiguration
  admissionPolicies: Kube.ValidatingAdmissionPolicy
  admissionPolicyBindings: Kube.ValidatingAdmissionPolicyBinding
  customResourceDefinitions: Kube.CustomResourceDefinition
  podDisruptionBudgets: Kube.PodDisruptionBudget
  horizontalPodAutoscalers: Kube.HorizontalPodAutoscaler
  runtimeClasses: Kube.RuntimeClass
  securityGroupPolicies: Kube.SecurityGroupPolicy
  awsNetworkPolicies: Kube.AwsNetworkPolicy
  ciliumPolicies: Kube.CiliumPolicy
  calicoPolicies: Kube.CalicoPolicy
  peerAuthentications: Kube.PeerAuthentication
  secretStores: Kube.SecretStore
  nodeClasses: Kube.NodeClass
  ec2NodeClasses: Kube.Ec2NodeClass
  kyvernoPolicies: Kube.KyvernoPolicy
  imageValidatingPolicies: Kube.ImageValidatingPolicy
  clusterImagePolicies: Kube.ClusterImagePolicy
  clusters: Aws.Cluster
  clusterNames: Aws.ClusterName
  clusterVersions: Aws.ClusterVersion
  nodegroups: Aws.Nodegroup
  addons: Aws.Addon
  fargateProfiles: Aws.FargateProfile
  accessEntries: Aws.AccessEntry
  accessPolicies: Aws.AccessPolicies
  podIdentityAssociations: Aws.PodIdentityAssociation
  identityProviders: Aws.IdentityProviderConfig
  insights: Aws.Insight
  instances: Aws.Instance
  machineImages: Aws.MachineImage
  launchTemplates: Aws.LaunchTemplateVersion
  networkInterfaces: Aws.NetworkInterface
  securityGroups: Aws.SecurityGroup
  securityGroupRules: Aws.SecurityGroupRule
  subnets: Aws.Subnet
  routeTables: Aws.RouteTable
  networkAcls: Aws.NetworkAcl
  vpcs: Aws.Vpc
  vpcEndpoints: Aws.VpcEndpoint
  flowLogs: Aws.FlowLog
  ebsVolumes: Aws.EbsVolume
  fileSystems: Aws.FileSystem
  ebsEncryptionDefaults: Aws.EbsEncryptionDefault
  instanceMetadataDefaults: Aws.InstanceMetadataDefaults
  autoScalingGroups: Aws.AutoScalingGroup
  loadBalancers: Aws.LoadBalancer
  listeners: Aws.Listener
  iamRoles: Aws.IamRole
  attachedRolePolicies: Aws.AttachedRolePolicies
  inlineRolePolicies: Aws.InlineRolePolicy
  managedPolicies: Aws.ManagedPolicy
  oidcProviders: Aws.OidcProvider
  callerIdentities: Aws.CallerIdentity
  repositories: Aws.Repository
  repositoryPolicies: Aws.RepositoryPolicy
  lifecyclePolicies: Aws.LifecyclePolicy
  ecrImages: Aws.EcrImage
  imageScans: Aws.ImageScan
  registryScanning: Aws.RegistryScanning
  registryPolicies: Aws.RegistryPolicy
  pullThroughCacheRules: Aws.PullThroughCacheRule
  trails: Aws.Trail
  trailStatuses: Aws.TrailStatus
  trailSelectors: Aws.TrailSelectors
  logGroups: Aws.LogGroup
  metricFilters: Aws.MetricFilter
  logStreams: Aws.LogStream
  subscriptionFilters: Aws.SubscriptionFilters
  alarms: Aws.Alarm
  kmsKeys: Aws.KmsKey
  kmsKeyPolicies: Aws.KmsKeyPolicy
  kmsKeyRotations: Aws.KmsKeyRotation
  detectors: Aws.Detector
  guardDutyFindings: Aws.GuardDutyFinding
  guardDutyCoverage: Aws.GuardDutyCoverage
  inspectorStatuses: Aws.InspectorStatus
  inspectorFindings: Aws.InspectorFinding
  inspectorCoverage: Aws.InspectorCoverage
  securityHubStandards: Aws.SecurityHubStandard
  configRecorders: Aws.ConfigRecorder
  configRecordings: Aws.ConfigRecording
  ssmInstances: Aws.SsmInstance
  eventRules: Aws.EventRule
  eventTargets: Aws.EventTargets
  bucketPublicAccess: Aws.BucketPublicAccess
  bucketEncryption: Aws.BucketEncryption
  kubeVersions: Kube.KubeVersion
  kubelets: Kube.Kubelet
  problems: Problem
  attestations: Attestation
}

/** Kinds that the world derives from others; see `world/`. */
export interface DerivedFacts {
  workloads: Workload
  hosts: Host
  grants: Grant
}

export type Facts = StoredFacts & DerivedFacts
export type StoredKind = StoredKindName & keyof StoredFacts
export type DerivedKind = keyof DerivedFacts
export type Kind = StoredKind | DerivedKind
