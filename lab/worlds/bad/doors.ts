/** Faults of what leads into a tenant from outside, of custom resources, and of tenants with two workloads. */
import type { KubeObject } from '../../kube-api.ts'
import { nameAt } from '../../aws/make/fleet.ts'
import { badImages, pullName } from './aws-images.ts'
import { openAt } from './mounts.ts'
import { type Fault, namespaceOf } from './fault.ts'

type Also = Fault['also']
const imageOf = (repository: string): string => pullName(badImages.find((image) => image.repository === repository)!)

/** A load balancer of the tenant's Service, as the AWS Load Balancer Controller takes it. */
const balanced = (breaks: string, scheme: string, port: { name: string; port: number; targetPort: number }, also: Also = {}, image?: string): Fault => ({
  breaks,
  also,
  spoil: ({ get, container }) => {
    const service = get('Service')
    service.metadata['annotations'] = {
      'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
      'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
      'service.beta.kubernetes.io/aws-load-balancer-scheme': scheme,
      ...(port.name === 'https' && { 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn:aws:acm:us-west-2:111122223333:certificate/web' }),
    }
    Object.assign(service['spec'], { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, loadBalancerClass: 'service.k8s.aws/nlb', ports: [port] })
    if (image !== undefined) container['image'] = image
  },
})
const https = { name: 'https', port: 443, targetPort: 8080 }

/** A custom resource with the definition that it needs. */
const custom = (breaks: string, plural: string, scope: 'Cluster' | 'Namespaced', rest: KubeObject['spec']): Fault => ({
  breaks,
  spoil: ({ objects, namespace }) => {
    const { apiVersion, kind, spec } = rest as { apiVersion: string; kind: string; spec: object }
    const [group, version] = apiVersion.split('/') as [string, string]
    objects.push(
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: {
          name: `${plural}.${group}`,
          annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/2466' },
        },
        spec: {
          group,
          scope,
          names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
          versions: [
            { name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } },
          ],
        },
      },
      { apiVersion, kind, metadata: scope === 'Cluster' ? { name: namespace } : { name: 'added', namespace }, spec },
    )
  },
})

/** A second workload beside the first, under the same account. */
function addWorker(objects: KubeObject[], get: (kind: string) => KubeObject): void {
  const worker = structuredClone(get('Deployment'))
  worker.metadata.name = 'worker'
  objects.push(worker)
}
const rbac = 'rbac.authorization.k8s.io'
const policyIn = (namespace: string, name: string, spec: object): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
})
const everywhere = { namespaceSelector: {} }
const web = { podSelector: { matchLabels: { app: 'web' } } }
const ports = [{ protocol: 'TCP', port: 8080 }]

export const doorFaults: readonly Fault[] = [
  balanced('network/internet-facing-service', 'internet-facing', https),
  balanced('network/plaintext-load-balancer', 'internal', { name: 'http', port: 80, targetPort: 8080 }),
  balanced(
    'network/public-dashboard',
    'internet-facing',
    https,
    { 'network/internet-facing-service': 'its own load balancer opens it' },
    imageOf('kubernetesui/dashboard'),
  ),
  {
    breaks: 'network/internet-facing-ingress',
    spoil: ({ objects, namespace }) =>
      void objects.push({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'web',
          namespace,
          annotations: {
            'alb.ingress.kubernetes.io/scheme': 'internet-facing',
            'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS": 443}]',
            'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:us-west-2:111122223333:certificate/web',
          },
        },
        spec: {
          ingressClassName: 'alb',
          rules: [
            { host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 443 } } } }] } },
          ],
        },
      }),
  },
  custom('network/plaintext-gateway', 'gateways', 'Namespaced', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    spec: { gatewayClassName: 'istio', listeners: [{ name: 'db', port: 5432, protocol: 'TCP' }] },
  }),
  custom('data/open-cluster-secret-store', 'clustersecretstores', 'Cluster', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    spec: { provider: { aws: { service: 'SecretsManager', region: 'us-west-2' } } },
  }),
  custom('data/static-store-key', 'secretstores', 'Namespaced', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    spec: { provider: { aws: { service: 'SecretsManager', region: 'us-west-2', auth: { secretRef: { accessKeyIDSecretRef: { name: 'keys', key: 'id' } } } } } },
  }),
  custom('iam/node-class-metadata', 'ec2nodeclasses', 'Cluster', {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    spec: { role: 'node', metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2 } },
  }),
  {
    ...custom('network/orphaned-engine-policy', 'ciliumnetworkpolicies', 'Namespaced', {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      spec: { endpointSelector: {} },
    }),
    elsewhere: { 'network/orphaned-engine-policy': 'CustomResourceDefinition ciliumnetworkpolicies.cilium.io' },
  },
  {
    breaks: 'iam/metadata-open-to-pods',
    elsewhere: { 'iam/metadata-open-to-pods': `Node ${nameAt(openAt)}` },
    spoil: ({ objects, namespace, pod }) => {
      // By name, past the scheduler: the node may be full by the time that it looks.
      pod['nodeName'] = nameAt(openAt)
      const to = [{ ipBlock: { cidr: '169.254.169.254/32' } }]
      objects.push(policyIn(namespace, 'metadata', { ...web, policyTypes: ['Egress'], egress: [{ to, ports: [{ protocol: 'TCP', port: 80 }] }] }))
    },
  },
  {
    breaks: 'iam/shared-service-account',
    spoil: ({ objects, namespace, get }) => {
      addWorker(objects, get)
      const name = 'web'
      objects.push(
        {
          apiVersion: `${rbac}/v1`,
          kind: 'Role',
          metadata: { name, namespace },
          rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['web'], verbs: ['get'] }],
        },
        {
          apiVersion: `${rbac}/v1`,
          kind: 'RoleBinding',
          metadata: { name, namespace },
          roleRef: { apiGroup: rbac, kind: 'Role', name },
          subjects: [{ kind: 'ServiceAccount', name, namespace }],
        },
      )
    },
  },
  {
    breaks: 'network/wide-pod-security-group',
    also: {
      'network/missing-pod-security-group': 'it names no group of the VPC',
      'network/inactive-pod-security-group': 'aws-node runs without ENABLE_POD_ENI',
    },
    spoil: ({ objects, namespace, get }) => {
      addWorker(objects, get)
      objects.push({
        apiVersion: 'vpcresources.k8s.aws/v1beta1',
        kind: 'SecurityGroupPolicy',
        metadata: { name: 'all', namespace },
        spec: { podSelector: {}, securityGroups: { groupIds: ['sg-0bad0bad0bad0bad0'] } },
      })
    },
  },
  {
    breaks: 'network/workload-without-policy',
    also: {
      'network/missing-default-deny': 'that policy would select its pods',
      'network/missing-egress-deny': 'that policy would select its pods',
      'tenancy/cross-tenant-traffic': 'nothing keeps the others out',
    },
    spoil: ({ remove, pod }) => {
      remove('NetworkPolicy', 'deny-all')
      remove('NetworkPolicy', 'web')
      // Nothing keeps these pods from the metadata, so they run where it is open already, wherever the scheduler would put them.
      pod['nodeName'] = nameAt(openAt)
    },
  },
  {
    breaks: 'tenancy/cross-tenant-traffic',
    spoil: ({ objects, namespace }) => {
      objects.push(policyIn(namespace, 'from-all', { ...web, policyTypes: ['Ingress'], ingress: [{ from: [everywhere], ports }] }))
      // The way out of another tenant is no fault of its own: what it may reach decides.
      const other = namespaceOf('tenancy/tenant-alters-guardrails')
      objects.push(policyIn(other, 'to-all', { ...web, policyTypes: ['Egress'], egress: [{ to: [everywhere], ports }] }))
    },
  },
]
