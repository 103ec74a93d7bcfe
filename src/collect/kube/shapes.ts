/** The types of the fields that controls read, as the API server would insist on them. Fields that are not named may be anything. */
import type { StoredKind } from '../../model/facts.ts'
import type { kinds } from '../../model/kinds.ts'
import { metadata, selector, podSpec, podStatus, template, claim } from './pod-shapes.ts'
import { all, flags, integers, labels, list, map, named, object, required, strings, texts, type Shape } from './shape.ts'

const replicated = object({
  spec: object({ replicas: 'integer', selector: 'object', template, volumeClaimTemplates: list(object({ metadata, spec: claim })) }),
})
const jobSpec = object({ template, ttlSecondsAfterFinished: 'integer', suspend: 'boolean' })
const subject = object({ ...required('kind', 'name'), ...texts('namespace', 'apiGroup') })
const policyRules = list(object(all(strings, 'apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs')))
const peers = list(object({ podSelector: selector, namespaceSelector: selector, ipBlock: object({ cidr: 'string', except: strings }) }))
const policyPorts = list(object({ port: 'quantity', endPort: 'integer', protocol: 'string' }))
const resourceRules = list(object(all(strings, 'apiGroups', 'resources', 'operations')))
const webhooks = object({
  webhooks: list(
    object({
      ...required('name'),
      failurePolicy: 'string',
      timeoutSeconds: 'integer',
      namespaceSelector: selector,
      objectSelector: selector,
      matchConditions: list(object(required('name', 'expression'))),
      rules: resourceRules,
      clientConfig: object({ ...texts('url', 'caBundle'), service: object({ ...required('namespace', 'name'), path: 'string' }) }),
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
  pods: object({ spec: podSpec, status: podStatus }),
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
    spec: object({ providerID: 'string', unschedulable: 'boolean', taints: list(object({ ...required('key', 'effect'), value: 'string' })) }),
    status: object({ nodeInfo: map('string'), addresses: list(object(texts('type', 'address'))) }),
  }),
  serviceAccounts: object({ automountServiceAccountToken: 'boolean', secrets: list(named), imagePullSecrets: list(named) }),
  roles: object({ rules: policyRules, aggregationRule: object({ clusterRoleSelectors: list(selector) }) }),
  roleBindings: object({ roleRef: subject, subjects: list(subject) }),
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
      validations: list(object({ ...required('expression'), message: 'string' })),
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
          validate: object(texts('failureAction')),
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
