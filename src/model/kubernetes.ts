/** The parts of Kubernetes objects that controls read, as the API spells them. Every field may be absent. */

export interface Meta {
  readonly name: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly ownerReferences?: readonly { apiVersion: string; kind: string; name: string; controller?: boolean }[]
}

export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Meta
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[]
}

export interface SecurityProfile {
  readonly type?: string
  readonly localhostProfile?: string
}

export interface SecurityContext {
  readonly privileged?: boolean
  readonly allowPrivilegeEscalation?: boolean
  readonly readOnlyRootFilesystem?: boolean
  readonly runAsNonRoot?: boolean
  readonly runAsUser?: number
  readonly runAsGroup?: number
  readonly fsGroup?: number
  readonly supplementalGroups?: readonly number[]
  readonly procMount?: string
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] }
  readonly seccompProfile?: SecurityProfile
  readonly appArmorProfile?: SecurityProfile
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string; readonly level?: string }
  readonly sysctls?: readonly { name: string; value: string }[]
  readonly windowsOptions?: { readonly hostProcess?: boolean; readonly runAsUserName?: string }
}

export interface KeyRef {
  readonly name?: string
  readonly key?: string
  readonly optional?: boolean
}

export interface EnvVar {
  readonly name: string
  /** A value that looked like a credential was replaced at the door; see `Redacted`. */
  readonly value?: string
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyRef
    readonly configMapKeyRef?: KeyRef
    readonly fieldRef?: { readonly fieldPath?: string }
  }
}

export interface VolumeMount {
  readonly name: string
  readonly mountPath?: string
  readonly readOnly?: boolean
  readonly subPath?: string
  readonly mountPropagation?: string
}

export interface Container {
  readonly name: string
  readonly image?: string
  readonly imagePullPolicy?: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: readonly EnvVar[]
  readonly envFrom?: readonly { readonly secretRef?: KeyRef; readonly configMapRef?: KeyRef }[]
  readonly ports?: readonly { name?: string; containerPort?: number; hostPort?: number; protocol?: string }[]
  readonly resources?: { readonly limits?: Readonly<Record<string, string | number>>; readonly requests?: Readonly<Record<string, string | number>> }
  readonly securityContext?: SecurityContext
  readonly volumeMounts?: readonly VolumeMount[]
  readonly volumeDevices?: readonly { name: string; devicePath?: string }[]
  readonly livenessProbe?: Probe
  readonly readinessProbe?: Probe
  readonly startupProbe?: Probe
  readonly lifecycle?: { readonly postStart?: Probe; readonly preStop?: Probe }
  readonly restartPolicy?: string
}

export interface Probe {
  readonly httpGet?: { readonly host?: string; readonly port?: string | number; readonly path?: string }
  readonly tcpSocket?: { readonly host?: string; readonly port?: string | number }
  readonly exec?: { readonly command?: readonly string[] }
}

/** One key beside `name` says which sort of volume it is. */
export interface Volume {
  readonly name: string
  readonly hostPath?: { readonly path?: string; readonly type?: string }
  readonly secret?: { readonly secretName?: string; readonly defaultMode?: number; readonly items?: readonly { key: string; path: string }[] }
  readonly configMap?: { readonly name?: string }
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string | number }
  readonly persistentVolumeClaim?: { readonly claimName?: string; readonly readOnly?: boolean }
  readonly projected?: {
    readonly sources?: readonly {
      readonly serviceAccountToken?: { audience?: string; expirationSeconds?: number; path?: string }
      readonly secret?: { name?: string }
    }[]
  }
  readonly csi?: { readonly driver?: string; readonly volumeAttributes?: Readonly<Record<string, string>> }
  readonly ephemeral?: { readonly volumeClaimTemplate?: { readonly spec?: { readonly storageClassName?: string } } }
  readonly nfs?: { readonly server?: string; readonly path?: string }
  readonly [key: string]: unknown
}

export interface PodSpec {
  readonly containers?: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly ephemeralContainers?: readonly Container[]
  readonly volumes?: readonly Volume[]
  readonly securityContext?: SecurityContext
  readonly serviceAccountName?: string
  readonly serviceAccount?: string
  readonly automountServiceAccountToken?: boolean
  readonly hostNetwork?: boolean
  readonly hostPID?: boolean
  readonly hostIPC?: boolean
  readonly hostUsers?: boolean
  readonly shareProcessNamespace?: boolean
  readonly enableServiceLinks?: boolean
  readonly nodeName?: string
  readonly nodeSelector?: Readonly<Record<string, string>>
  readonly tolerations?: readonly { key?: string; operator?: string; value?: string; effect?: string }[]
  readonly affinity?: { readonly nodeAffinity?: unknown; readonly podAffinity?: unknown; readonly podAntiAffinity?: unknown }
  readonly topologySpreadConstraints?: readonly { topologyKey?: string; whenUnsatisfiable?: string }[]
  readonly runtimeClassName?: string
  /** For the pod as a whole, beside those of its containers. */
  readonly resources?: Container['resources']
  readonly priorityClassName?: string
  readonly imagePullSecrets?: readonly { name?: string }[]
  readonly os?: { readonly name?: string }
  readonly dnsPolicy?: string
  readonly restartPolicy?: string
  readonly activeDeadlineSeconds?: number
}

export interface PodTemplate {
  readonly metadata?: Partial<Meta>
  readonly spec?: PodSpec
}

export interface ContainerStatus {
  readonly name?: string
  readonly image?: string
  /** `registry/repository@sha256:...` of what really runs. */
  readonly imageID?: string
  readonly ready?: boolean
}

/** Of a pod that a controller owns, `spec` holds only what differs from its siblings (node, service account). */
export interface Pod extends KubeObject {
  readonly spec?: PodSpec
  readonly status?: {
    readonly phase?: string
    readonly podIP?: string
    readonly hostIP?: string
    readonly containerStatuses?: readonly ContainerStatus[]
    readonly initContainerStatuses?: readonly ContainerStatus[]
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[]
  }
}

/** Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, PodTemplate. */
export interface PodOwner extends KubeObject {
  readonly spec?: {
    readonly replicas?: number
    readonly selector?: unknown
    readonly template?: PodTemplate
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } }
    readonly volumeClaimTemplates?: readonly { readonly spec?: { readonly storageClassName?: string } }[]
    readonly ttlSecondsAfterFinished?: number
    readonly suspend?: boolean
  }
  readonly template?: PodTemplate
}

export interface Namespace extends KubeObject {
  readonly status?: { readonly phase?: string }
}

export interface Node extends KubeObject {
  readonly spec?: {
    readonly providerID?: string
    readonly taints?: readonly { key: string; value?: string; effect: string }[]
    readonly unschedulable?: boolean
  }
  readonly status?: {
    readonly nodeInfo?: {
      readonly osImage?: string
      readonly operatingSystem?: string
      readonly architecture?: string
      readonly kernelVersion?: string
      readonly kubeletVersion?: string
      readonly containerRuntimeVersion?: string
    }
    readonly addresses?: readonly { type: string; address: string }[]
  }
}

export interface ServiceAccount extends KubeObject {
  readonly automountServiceAccountToken?: boolean
  readonly secrets?: readonly { name?: string }[]
  readonly imagePullSecrets?: readonly { name?: string }[]
}

export interface PolicyRule {
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly verbs?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

/** Role or ClusterRole. */
export interface Role extends KubeObject {
  readonly rules?: readonly PolicyRule[]
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] }
}

export interface RbacSubject {
  readonly kind: string
  readonly apiGroup?: string
  readonly name: string
  readonly namespace?: string
}

/** RoleBinding or ClusterRoleBinding. */
export interface RoleBinding extends KubeObject {
  readonly roleRef?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string }
  readonly subjects?: readonly RbacSubject[]
}

export interface PolicyPeer {
  readonly podSelector?: LabelSelector
  readonly namespaceSelector?: LabelSelector
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] }
}

export interface PolicyPort {
  readonly port?: string | number
  readonly endPort?: number
  readonly protocol?: string
}

export interface NetworkPolicy extends KubeObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector
    readonly policyTypes?: readonly string[]
    readonly ingress?: readonly { readonly from?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[]
    readonly egress?: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[]
  }
}

export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string
    readonly selector?: Readonly<Record<string, string>>
    readonly ports?: readonly { name?: string; port?: number; targetPort?: string | number; nodePort?: number; protocol?: string; appProtocol?: string }[]
    readonly externalIPs?: readonly string[]
    readonly loadBalancerSourceRanges?: readonly string[]
    readonly loadBalancerClass?: string
    readonly externalTrafficPolicy?: string
  }
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { hostname?: string; ip?: string }[] } }
}

export interface Ingress extends KubeObject {
  readonly spec?: {
    readonly ingressClassName?: string
    readonly defaultBackend?: unknown
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[]
    readonly rules?: readonly {
      readonly host?: string
      readonly http?: { readonly paths?: readonly { path?: string; backend?: { service?: { name?: string } } }[] }
    }[]
  }
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { hostname?: string }[] } }
}

export interface Gateway extends KubeObject {
  readonly spec?: {
    readonly gatewayClassName?: string
    readonly listeners?: readonly {
      name?: string
      protocol?: string
      port?: number
      hostname?: string
      tls?: { mode?: string; certificateRefs?: readonly { name?: string }[]; options?: Readonly<Record<string, string>> }
    }[]
  }
}

export interface HttpRoute extends KubeObject {
  readonly spec?: {
    readonly parentRefs?: readonly {
      readonly kind?: string
      readonly namespace?: string
      readonly name?: string
      readonly sectionName?: string
      readonly port?: number
    }[]
    readonly rules?: readonly { readonly filters?: readonly { readonly type?: string; readonly requestRedirect?: { readonly scheme?: string } }[] }[]
  }
}

export interface IngressClass extends KubeObject {
  readonly spec?: { readonly controller?: string }
}

/** A rule or a peer of a ClusterNetworkPolicy. */
export interface ClusterPolicyPeer {
  readonly namespaces?: LabelSelector
  readonly pods?: { readonly namespaceSelector?: LabelSelector; readonly podSelector?: LabelSelector }
  readonly networks?: readonly string[]
}

/** ClusterNetworkPolicy, or ApplicationNetworkPolicy, whose fields are those of a NetworkPolicy. */
export interface AwsNetworkPolicy extends KubeObject {
  readonly spec?: {
    readonly tier?: string
    readonly priority?: number
    readonly subject?: ClusterPolicyPeer
    readonly podSelector?: LabelSelector
    readonly policyTypes?: readonly string[]
    readonly ingress?: readonly {
      readonly action?: string
      readonly from?: readonly ClusterPolicyPeer[]
      readonly ports?: readonly unknown[]
      readonly protocols?: readonly unknown[]
    }[]
    readonly egress?: readonly {
      readonly action?: string
      readonly to?: readonly ClusterPolicyPeer[]
      readonly ports?: readonly unknown[]
      readonly protocols?: readonly unknown[]
    }[]
  }
}

/** What a Cilium policy allows in one direction; a rule without fields allows nothing. */
export interface CiliumRule {
  readonly fromEntities?: readonly string[]
  readonly toEntities?: readonly string[]
  readonly toPorts?: readonly unknown[]
}

/** CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy. */
export interface CiliumPolicy extends KubeObject {
  readonly spec?: CiliumSpec
  /** Several in one. */
  readonly specs?: readonly CiliumSpec[]
}

export interface CiliumSpec {
  readonly endpointSelector?: LabelSelector
  readonly enableDefaultDeny?: { readonly ingress?: boolean; readonly egress?: boolean }
  readonly ingress?: readonly CiliumRule[]
  readonly egress?: readonly CiliumRule[]
  readonly ingressDeny?: readonly unknown[]
  readonly egressDeny?: readonly unknown[]
}

/** Calico's NetworkPolicy or GlobalNetworkPolicy. Selectors are expressions: `all()`, `app == "web"`. */
export interface CalicoPolicy extends KubeObject {
  readonly spec?: {
    readonly selector?: string
    readonly namespaceSelector?: string
    readonly types?: readonly string[]
    readonly ingress?: readonly CalicoRule[]
    readonly egress?: readonly CalicoRule[]
  }
}

export interface CalicoRule {
  readonly action?: string
  readonly protocol?: unknown
  readonly source?: Readonly<Record<string, unknown>>
  readonly destination?: Readonly<Record<string, unknown>>
}

/** How Istio wants callers of some pods to prove themselves. Without a selector: of the namespace, or of the mesh from its root namespace. */
export interface PeerAuthentication extends KubeObject {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> }
    readonly mtls?: { readonly mode?: string }
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: string }>>
  }
}

/** SecretStore or ClusterSecretStore of External Secrets. */
export interface SecretStore extends KubeObject {
  readonly spec?: {
    readonly provider?: { readonly aws?: { readonly auth?: { readonly secretRef?: unknown; readonly jwt?: unknown }; readonly role?: string } }
    readonly conditions?: readonly unknown[]
  }
}

/** NodeClass of EKS Auto Mode. */
export interface NodeClass extends KubeObject {
  readonly spec?: { readonly networkPolicy?: string; readonly networkPolicyEventLogs?: string }
}

/** EC2NodeClass of Karpenter. */
export interface Ec2NodeClass extends KubeObject {
  readonly spec?: { readonly metadataOptions?: { readonly httpTokens?: string; readonly httpPutResponseHopLimit?: number; readonly httpEndpoint?: string } }
}

/** `data` is kept only for the maps that configure EKS itself; of others `keys` alone. */
export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>
  readonly keys?: readonly string[]
  /** Keys whose values looked like credentials, and what they looked like. */
  readonly credentials?: readonly { readonly key: string; readonly looksLike: string }[]
}

/** Metadata and key names only; values never pass the door. */
export interface Secret extends KubeObject {
  readonly type?: string
  readonly keys?: readonly string[]
  /** Keys whose values are empty, encrypted or stand-ins to be filled in later; told of manifests alone. */
  readonly placeholders?: readonly string[]
}

export interface PersistentVolume extends KubeObject {
  readonly spec?: {
    readonly storageClassName?: string
    readonly persistentVolumeReclaimPolicy?: string
    readonly claimRef?: { readonly namespace?: string; readonly name?: string }
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string; readonly volumeAttributes?: Readonly<Record<string, string>> }
    readonly awsElasticBlockStore?: { readonly volumeID?: string }
    readonly hostPath?: { readonly path?: string }
    readonly local?: { readonly path?: string }
    readonly nfs?: { readonly server?: string; readonly path?: string }
    readonly mountOptions?: readonly string[]
  }
}

export interface PersistentVolumeClaim extends KubeObject {
  readonly spec?: { readonly storageClassName?: string; readonly volumeName?: string }
}

export interface StorageClass extends KubeObject {
  readonly provisioner?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly reclaimPolicy?: string
  readonly mountOptions?: readonly string[]
}

export interface ResourceQuota extends KubeObject {
  readonly spec?: { readonly hard?: Readonly<Record<string, string | number>>; readonly scopes?: readonly string[]; readonly scopeSelector?: unknown }
}

export interface LimitRange extends KubeObject {
  readonly spec?: {
    readonly limits?: readonly { type?: string; default?: Record<string, unknown>; defaultRequest?: Record<string, unknown>; max?: Record<string, unknown> }[]
  }
}

/** ValidatingWebhookConfiguration or MutatingWebhookConfiguration. */
export interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly {
    readonly name: string
    readonly failurePolicy?: string
    readonly timeoutSeconds?: number
    readonly namespaceSelector?: LabelSelector
    readonly objectSelector?: LabelSelector
    readonly matchConditions?: readonly { name: string; expression: string }[]
    readonly rules?: readonly { apiGroups?: readonly string[]; resources?: readonly string[]; operations?: readonly string[] }[]
    readonly clientConfig?: {
      readonly url?: string
      readonly caBundle?: string
      readonly service?: { readonly namespace?: string; readonly name?: string; readonly path?: string }
    }
  }[]
}

export interface ValidatingAdmissionPolicy extends KubeObject {
  readonly spec?: {
    readonly failurePolicy?: string
    readonly validations?: readonly { expression: string; message?: string }[]
    readonly matchConstraints?: {
      readonly resourceRules?: readonly { apiGroups?: readonly string[]; resources?: readonly string[]; operations?: readonly string[] }[]
      readonly namespaceSelector?: LabelSelector
    }
  }
}

export interface ValidatingAdmissionPolicyBinding extends KubeObject {
  readonly spec?: {
    readonly policyName?: string
    readonly validationActions?: readonly string[]
    readonly matchResources?: { readonly namespaceSelector?: LabelSelector }
  }
}

export interface CustomResourceDefinition extends KubeObject {
  readonly spec?: { readonly group?: string; readonly names?: { readonly kind?: string; readonly plural?: string }; readonly scope?: string }
}

export interface PodDisruptionBudget extends KubeObject {
  readonly spec?: { readonly selector?: LabelSelector; readonly minAvailable?: string | number; readonly maxUnavailable?: string | number }
}

export interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec?: { readonly minReplicas?: number; readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string } }
}

export interface RuntimeClass extends KubeObject {
  readonly handler?: string
}

/** SecurityGroupPolicy of the VPC resource controller. */
export interface SecurityGroupPolicy extends KubeObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector
    readonly serviceAccountSelector?: LabelSelector
    readonly securityGroups?: { readonly groupIds?: readonly string[] }
  }
}

/** Kyverno's ClusterPolicy or Policy. */
export interface KyvernoPolicy extends KubeObject {
  readonly spec?: {
    readonly validationFailureAction?: string
    readonly failurePolicy?: string
    readonly webhookConfiguration?: { readonly failurePolicy?: string }
    readonly rules?: readonly {
      readonly name?: string
      readonly validate?: { readonly failureAction?: string }
      readonly verifyImages?: readonly {
        readonly imageReferences?: readonly string[]
        readonly failureAction?: string
        readonly required?: boolean
        readonly attestors?: readonly unknown[]
      }[]
    }[]
  }
}

/** ImageValidatingPolicy of Kyverno. */
export interface ImageValidatingPolicy extends KubeObject {
  readonly spec?: { readonly validationActions?: readonly string[]; readonly failurePolicy?: string; readonly attestors?: readonly unknown[] }
}

/** ClusterImagePolicy of Sigstore's policy-controller. */
export interface ClusterImagePolicy extends KubeObject {
  readonly spec?: { readonly mode?: string; readonly images?: readonly { readonly glob?: string }[]; readonly authorities?: readonly unknown[] }
}

export interface KubeVersion {
  readonly gitVersion: string
  readonly major: string
  readonly minor: string
}

/** The configuration a kubelet runs with, as its `/configz` tells. */
export interface Kubelet {
  readonly node: string
  readonly kubeletconfig: {
    readonly authentication?: {
      readonly anonymous?: { readonly enabled?: boolean }
      readonly webhook?: { readonly enabled?: boolean }
      readonly x509?: { readonly clientCAFile?: string }
    }
    readonly authorization?: { readonly mode?: string }
    readonly readOnlyPort?: number
    readonly eventRecordQPS?: number
    readonly eventBurst?: number
    readonly makeIPTablesUtilChains?: boolean
    readonly protectKernelDefaults?: boolean
    readonly rotateCertificates?: boolean
    readonly serverTLSBootstrap?: boolean
    readonly streamingConnectionIdleTimeout?: string
    readonly tlsCipherSuites?: readonly string[]
    readonly tlsMinVersion?: string
    readonly tlsCertFile?: string
    readonly tlsPrivateKeyFile?: string
    readonly seccompDefault?: boolean
    readonly featureGates?: Readonly<Record<string, boolean>>
    readonly enableDebuggingHandlers?: boolean
    readonly podPidsLimit?: number
    readonly containerLogMaxSize?: string
    readonly imageServiceEndpoint?: string
    readonly staticPodPath?: string
    readonly staticPodURL?: string
    readonly allowedUnsafeSysctls?: readonly string[]
  }
}
