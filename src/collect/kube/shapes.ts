/** The types of the fields that controls read, as the API server would insist on them. Fields that are not named may be anything. */
import type { StoredKind } from '../../model/facts.ts'
import type { kinds } from '../../model/kinds.ts'

export type Shape =
  /** `quantity` is `1`, `500m` or `10%`: a number or text. */
  | 'string'
  | 'boolean'
  | 'integer'
  | 'quantity'
  /** An object of any fields. */
  | 'object'
  | { readonly list: Shape }
  /** An object whose keys are free. */
  | { readonly map: Shape }
  | { readonly fields: ReadonlyMap<string, Shape> }

const list = (item: Shape): Shape => ({ list: item })
const map = (value: Shape): Shape => ({ map: value })
const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ fields: new Map(Object.entries(fields)) })
/** Fields of one type, by their names. */
const all = (type: Shape, ...names: readonly string[]): Record<string, Shape> => Object.fromEntries(names.map((name) => [name, type]))
const texts = (...names: readonly string[]) => all('string', ...names)
const flags = (...names: readonly string[]) => all('boolean', ...names)
const integers = (...names: readonly string[]) => all('integer', ...names)
const strings = list('string')
const labels = map('string')
const named = object(texts('name', 'namespace', 'kind', 'apiGroup'))

export const metadata: Shape = object({
  ...texts('name', 'generateName', 'namespace', 'creationTimestamp', 'deletionTimestamp', 'uid'),
  labels,
  annotations: labels,
  finalizers: strings,
  ownerReferences: list(object({ ...texts('apiVersion', 'kind', 'name', 'uid'), controller: 'boolean' })),
})

const selector = object({ matchLabels: labels, matchExpressions: list(object({ ...texts('key', 'operator'), values: strings })) })
const profile = object(texts('type', 'localhostProfile'))
const securityContext = object({
  ...flags('privileged', 'allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'runAsNonRoot'),
  ...integers('runAsUser', 'runAsGroup', 'fsGroup'),
  ...texts('procMount', 'fsGroupChangePolicy'),
  supplementalGroups: list('integer'),
  capabilities: object({ add: strings, drop: strings }),
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: object(texts('type', 'user', 'role', 'level')),
  sysctls: list(object(texts('name', 'value'))),
  windowsOptions: object({ hostProcess: 'boolean', runAsUserName: 'string' }),
})

const network = object({ ...texts('host', 'path', 'scheme'), port: 'quantity' })
const probe = object({ httpGet: network, tcpSocket: network, exec: object({ command: strings }) })
const keyRef = object({ ...texts('name', 'key'), optional: 'boolean' })
const container = object({
  ...texts('name', 'image', 'imagePullPolicy', 'restartPolicy'),
  command: strings,
  args: strings,
  env: list(object({ ...texts('name', 'value'), valueFrom: object({ secretKeyRef: keyRef, configMapKeyRef: keyRef, fieldRef: object(texts('fieldPath')) }) })),
  envFrom: list(object({ prefix: 'string', secretRef: keyRef, configMapRef: keyRef })),
  ports: list(object({ ...texts('name', 'protocol', 'hostIP'), ...integers('containerPort', 'hostPort') })),
  resources: object({ limits: map('quantity'), requests: map('quantity') }),
  securityContext,
  volumeMounts: list(object({ ...texts('name', 'mountPath', 'subPath', 'mountPropagation'), readOnly: 'boolean' })),
  volumeDevices: list(object(texts('name', 'devicePath'))),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: object({ postStart: probe, preStop: probe }),
})

const volume = object({
  name: 'string',
  hostPath: object(texts('path', 'type')),
  secret: object({ secretName: 'string', defaultMode: 'integer', optional: 'boolean', items: list(object({ ...texts('key', 'path'), mode: 'integer' })) }),
  configMap: object({ name: 'string', defaultMode: 'integer', optional: 'boolean' }),
  emptyDir: object({ medium: 'string', sizeLimit: 'quantity' }),
  persistentVolumeClaim: object({ claimName: 'string', readOnly: 'boolean' }),
  projected: object({
    sources: list(
      object({
        serviceAccountToken: object({ ...texts('audience', 'path'), expirationSeconds: 'integer' }),
        secret: object(texts('name')),
        configMap: object(texts('name')),
      }),
    ),
  }),
  csi: object({ driver: 'string', volumeAttributes: labels }),
  ephemeral: object({ volumeClaimTemplate: object({ spec: object(texts('storageClassName')) }) }),
  nfs: object(texts('server', 'path')),
})

const podSpec = object({
  containers: list(container),
  initContainers: list(container),
  ephemeralContainers: list(container),
  volumes: list(volume),
  securityContext,
  ...texts('serviceAccountName', 'serviceAccount', 'nodeName', 'runtimeClassName', 'priorityClassName', 'dnsPolicy', 'restartPolicy'),
  ...flags('automountServiceAccountToken', 'hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'enableServiceLinks'),
  nodeSelector: labels,
  tolerations: list(object({ ...texts('key', 'operator', 'value', 'effect'), tolerationSeconds: 'integer' })),
  affinity: object(all('object', 'nodeAffinity', 'podAffinity', 'podAntiAffinity')),
  topologySpreadConstraints: list(object(texts('topologyKey', 'whenUnsatisfiable'))),
  imagePullSecrets: list(named),
  os: object(texts('name')),
  activeDeadlineSeconds: 'integer',
})

const template = object({ metadata, spec: podSpec })
const claim = object(texts('storageClassName', 'volumeName'))
const replicated = object({
  spec: object({ replicas: 'integer', selector: 'object', template, volumeClaimTemplates: list(object({ metadata, spec: claim })) }),
})
const jobSpec = object({ template, ttlSecondsAfterFinished: 'integer', suspend: 'boolean' })
const policyRules = list(object(all(strings, 'apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs')))
const peers = list(object({ podSelector: selector, namespaceSelector: selector, ipBlock: object({ cidr: 'string', except: strings }) }))
const policyPorts = list(object({ port: 'quantity', endPort: 'integer', protocol: 'string' }))
const resourceRules = list(object(all(strings, 'apiGroups', 'resources', 'operations')))
const webhooks = object({
  webhooks: list(
    object({
      ...texts('name', 'failurePolicy'),
      timeoutSeconds: 'integer',
      namespaceSelector: selector,
      objectSelector: selector,
      matchConditions: list(object(texts('name', 'expression'))),
      rules: resourceRules,
      clientConfig: object({ ...texts('url', 'caBundle'), service: object(texts('namespace', 'name', 'path')) }),
    }),
  ),
})
const awsPeer = object({ namespaces: selector, pods: object({ namespaceSelector: selector, podSelector: selector }), networks: strings })
const ciliumRules = list(object({ fromEntities: strings, toEntities: strings, toPorts: list('object') }))
const calicoRules = list(object({ action: 'string', source: 'object', destination: 'object' }))
const quantities = map('quantity')

type KubeKind = { [K in StoredKind]: (typeof kinds)[K] extends { plane: 'kubernetes' } ? K : never }[StoredKind]

/** Of each kind, what stands beside apiVersion, kind and metadata. */
export const shapes: { readonly [K in KubeKind]: Shape } = {
  pods: object({ spec: podSpec }),
  deployments: replicated,
  statefulSets: replicated,
  daemonSets: replicated,
  replicaSets: replicated,
  replicationControllers: replicated,
  jobs: object({ spec: jobSpec }),
  cronJobs: object({ spec: object({ schedule: 'string', suspend: 'boolean', jobTemplate: object({ spec: jobSpec }) }) }),
  podTemplates: object({ template }),
  namespaces: 'object',
  nodes: object({
    spec: object({ providerID: 'string', unschedulable: 'boolean', taints: list(object(texts('key', 'value', 'effect'))) }),
    status: object({ nodeInfo: map('string'), addresses: list(object(texts('type', 'address'))) }),
  }),
  serviceAccounts: object({ automountServiceAccountToken: 'boolean', secrets: list(named), imagePullSecrets: list(named) }),
  roles: object({ rules: policyRules, aggregationRule: object({ clusterRoleSelectors: list(selector) }) }),
  roleBindings: object({ roleRef: named, subjects: list(named) }),
  networkPolicies: object({
    spec: object({
      podSelector: selector,
      policyTypes: strings,
      ingress: list(object({ from: peers, ports: policyPorts })),
      egress: list(object({ to: peers, ports: policyPorts })),
    }),
  }),
  services: object({
    spec: object({
      ...texts('type', 'loadBalancerClass', 'externalTrafficPolicy'),
      selector: labels,
      ports: list(object({ ...texts('name', 'protocol', 'appProtocol'), ...integers('port', 'nodePort'), targetPort: 'quantity' })),
      externalIPs: strings,
      loadBalancerSourceRanges: strings,
    }),
  }),
  ingresses: object({
    spec: object({
      ingressClassName: 'string',
      tls: list(object({ hosts: strings, secretName: 'string' })),
      rules: list(
        object({ host: 'string', http: object({ paths: list(object({ path: 'string', backend: object({ service: object({ name: 'string' }) }) })) }) }),
      ),
    }),
  }),
  gateways: object({
    spec: object({
      gatewayClassName: 'string',
      listeners: list(
        object({ ...texts('name', 'protocol', 'hostname'), port: 'integer', tls: object({ mode: 'string', certificateRefs: list(named), options: labels }) }),
      ),
    }),
  }),
  httpRoutes: object({
    spec: object({
      parentRefs: list(object({ ...texts('kind', 'namespace', 'name', 'sectionName'), port: 'integer' })),
      rules: list(object({ filters: list(object({ type: 'string', requestRedirect: object({ scheme: 'string' }) })) })),
    }),
  }),
  ingressClasses: object({ spec: object({ controller: 'string' }) }),
  configMaps: object({ data: labels, binaryData: labels }),
  secrets: object({ type: 'string', data: labels, stringData: labels }),
  persistentVolumes: object({
    spec: object({
      ...texts('storageClassName', 'persistentVolumeReclaimPolicy'),
      claimRef: named,
      csi: object({ ...texts('driver', 'volumeHandle'), volumeAttributes: labels }),
      awsElasticBlockStore: object(texts('volumeID')),
      hostPath: object(texts('path')),
      local: object(texts('path')),
      nfs: object(texts('server', 'path')),
      mountOptions: strings,
    }),
  }),
  persistentVolumeClaims: object({ spec: claim }),
  storageClasses: object({ ...texts('provisioner', 'reclaimPolicy'), parameters: labels, mountOptions: strings }),
  resourceQuotas: object({ spec: object({ hard: quantities, scopes: strings }) }),
  limitRanges: object({ spec: object({ limits: list(object({ type: 'string', ...all(quantities, 'default', 'defaultRequest', 'max', 'min') })) }) }),
  validatingWebhooks: webhooks,
  mutatingWebhooks: webhooks,
  admissionPolicies: object({
    spec: object({
      failurePolicy: 'string',
      validations: list(object(texts('expression', 'message'))),
      matchConstraints: object({ resourceRules, namespaceSelector: selector }),
    }),
  }),
  admissionPolicyBindings: object({
    spec: object({ policyName: 'string', validationActions: strings, matchResources: object({ namespaceSelector: selector }) }),
  }),
  customResourceDefinitions: object({ spec: object({ ...texts('group', 'scope'), names: object(texts('kind', 'plural')) }) }),
  podDisruptionBudgets: object({ spec: object({ selector, ...all('quantity', 'minAvailable', 'maxUnavailable') }) }),
  horizontalPodAutoscalers: object({ spec: object({ minReplicas: 'integer', scaleTargetRef: named }) }),
  runtimeClasses: object({ handler: 'string' }),
  securityGroupPolicies: object({ spec: object({ podSelector: selector, serviceAccountSelector: selector, securityGroups: object({ groupIds: strings }) }) }),
  awsNetworkPolicies: object({
    spec: object({
      ...texts('tier'),
      priority: 'integer',
      subject: awsPeer,
      podSelector: selector,
      policyTypes: strings,
      ingress: list(object({ action: 'string', from: list(awsPeer) })),
      egress: list(object({ action: 'string', to: list(awsPeer) })),
    }),
  }),
  ciliumPolicies: object({
    spec: object({ endpointSelector: selector, enableDefaultDeny: object(flags('ingress', 'egress')), ingress: ciliumRules, egress: ciliumRules }),
  }),
  calicoPolicies: object({ spec: object({ ...texts('selector', 'namespaceSelector'), types: strings, ingress: calicoRules, egress: calicoRules }) }),
  kyvernoPolicies: object({
    spec: object({
      ...texts('validationFailureAction', 'failurePolicy'),
      webhookConfiguration: object(texts('failurePolicy')),
      rules: list(
        object({
          name: 'string',
          verifyImages: list(object({ imageReferences: strings, failureAction: 'string', required: 'boolean', attestors: list('object') })),
        }),
      ),
    }),
  }),
  imageValidatingPolicies: object({ spec: object({ validationActions: strings, failurePolicy: 'string', attestors: list('object') }) }),
  clusterImagePolicies: object({ spec: object({ mode: 'string', images: list(object({ glob: 'string' })), authorities: list('object') }) }),
  nodeClasses: object({ spec: object(texts('networkPolicy', 'networkPolicyEventLogs')) }),
  peerAuthentications: object({ spec: object({ selector, mtls: object(texts('mode')), portLevelMtls: map(object(texts('mode'))) }) }),
  secretStores: object({
    spec: object({ provider: object({ aws: object({ auth: object(all('object', 'secretRef', 'jwt')), role: 'string' }) }), conditions: list('object') }),
  }),
  ec2NodeClasses: object({ spec: object({ metadataOptions: object({ ...texts('httpTokens', 'httpEndpoint'), httpPutResponseHopLimit: 'integer' }) }) }),
}
