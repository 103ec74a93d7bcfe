/** Faults of a namespace and what guards it: labels, quotas, network, service accounts, secrets. */
import type { KubeObject } from '../../kube-api.ts'
import { groupOf } from '../../aws/make/network.ts'
import { name as cluster } from './aws-name.ts'
import type { Fault, Tenant } from './fault.ts'

type Loose = KubeObject['spec']
const labels = (breaks: string, change: (labels: Loose) => void, also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ get }) => change(get('Namespace').metadata['labels']),
})
const added = (breaks: string, make: (namespace: string) => KubeObject, also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ objects, namespace }: Tenant) => void objects.push(make(namespace)),
})
const policy = (breaks: string, spec: Loose, also: Fault['also'] = {}): Fault =>
  added(breaks, (namespace) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'added', namespace }, spec }), also)
const level = 'pod-security.kubernetes.io'
const webRole = 'arn:aws:iam::111122223333:role/shop-web'
const web = { podSelector: { matchLabels: { app: 'web' } } }

/** Security groups for the pods of the tenant; the VPC CNI of the good world gives pods none. */
const groups = (breaks: string, id: string): Fault =>
  added(
    breaks,
    (namespace) => ({
      apiVersion: 'vpcresources.k8s.aws/v1beta1',
      kind: 'SecurityGroupPolicy',
      metadata: { name: 'web', namespace },
      spec: { ...web, securityGroups: { groupIds: [id] } },
    }),
    { 'network/inactive-pod-security-group': 'aws-node runs without ENABLE_POD_ENI' },
  )

/** The tenant's workload with all that it needs, in the namespace default. */
const inDefault = (objects: readonly KubeObject[]): KubeObject[] =>
  objects
    .filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.name !== 'default' && metadata.name !== 'deny-all')
    .map((object) => {
      const { kind, metadata, ...rest } = JSON.parse(JSON.stringify(object)) as KubeObject
      return { kind, ...rest, metadata: { ...metadata, name: kind === 'Deployment' ? 'stray' : metadata.name, namespace: 'default' } } as KubeObject
    })

export const tenantFaults: readonly Fault[] = [
  labels('pod/missing-baseline-enforcement', (l) => {
    for (const mode of ['enforce', 'enforce-version', 'audit', 'warn']) delete l[`${level}/${mode}`]
  }),
  labels('pod/missing-restricted-enforcement', (l) => {
    for (const mode of ['enforce', 'audit', 'warn']) l[`${level}/${mode}`] = 'baseline'
  }),
  labels('pod/outdated-pod-security-version', (l) => {
    l[`${level}/enforce-version`] = 'v1.24'
  }),
  labels('pod/silent-enforcement', (l) => {
    delete l[`${level}/audit`]
  }),
  labels('compliance/unowned-namespace', (l) => {
    delete l['owner']
  }),
  { breaks: 'tenancy/missing-limit-range', spoil: ({ remove }) => remove('LimitRange') },
  {
    breaks: 'tenancy/missing-resource-quota',
    also: { 'tenancy/uncapped-object-counts': 'the quota held the caps as well' },
    spoil: ({ remove }) => remove('ResourceQuota'),
  },
  {
    breaks: 'tenancy/uncapped-object-counts',
    spoil: ({ get }) => {
      for (const count of ['pods', 'services.loadbalancers', 'services.nodeports']) delete get('ResourceQuota')['spec'].hard[count]
    },
  },
  {
    breaks: 'iam/default-account-token',
    spoil: ({ get }) => {
      get('ServiceAccount', 'default')['automountServiceAccountToken'] = true
    },
  },
  {
    breaks: 'iam/default-account-role',
    spoil: ({ get }) => {
      get('ServiceAccount', 'default').metadata['annotations'] = { 'eks.amazonaws.com/role-arn': webRole }
    },
  },
  {
    breaks: 'iam/double-identity',
    spoil: ({ get }) => {
      get('ServiceAccount', 'web').metadata['annotations'] = { 'eks.amazonaws.com/role-arn': webRole }
    },
  },
  {
    breaks: 'iam/global-sts-endpoint',
    spoil: ({ get }) => {
      get('ServiceAccount', 'web').metadata['annotations'] = { 'eks.amazonaws.com/role-arn': webRole, 'eks.amazonaws.com/sts-regional-endpoints': 'false' }
    },
  },
  {
    breaks: 'network/missing-default-deny',
    spoil: ({ get }) => {
      get('NetworkPolicy', 'deny-all')['spec'].policyTypes = ['Egress']
    },
  },
  {
    breaks: 'network/missing-egress-deny',
    spoil: ({ get }) => {
      get('NetworkPolicy', 'deny-all')['spec'].policyTypes = ['Ingress']
    },
  },
  {
    breaks: 'network/missing-dns-egress',
    spoil: ({ get }) => {
      get('NetworkPolicy', 'web')['spec'].egress[0].ports = [{ protocol: 'UDP', port: 53 }]
    },
  },
  policy(
    'network/allow-all-policy',
    { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] },
    {
      'network/missing-default-deny': 'where all is allowed nothing is denied',
      'tenancy/cross-tenant-traffic': 'all may come in: whoever is let out elsewhere',
    },
  ),
  policy('network/dangling-policy', { podSelector: { matchLabels: { app: 'wbe' } }, policyTypes: ['Ingress'] }),
  policy('network/internet-egress', {
    ...web,
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
  }),
  policy('network/portless-rule', {
    ...web,
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
        ],
      },
    ],
  }),
  {
    breaks: 'network/node-port-service',
    spoil: ({ get }) => {
      get('Service')['spec'].type = 'NodePort'
    },
  },
  {
    breaks: 'network/external-ip-service',
    spoil: ({ get }) => {
      get('Service')['spec'].externalIPs = ['203.0.113.80']
    },
  },
  added('network/ingress-snippet', (namespace) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace, annotations: { 'nginx.ingress.kubernetes.io/configuration-snippet': 'return 200;' } },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.com'], secretName: 'tls' }],
      rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 443 } } } }] } }],
    },
  })),
  added('data/credential-in-config-map', (namespace) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'db', namespace },
    data: { DB_PASSWORD: 'correct-horse-battery-staple' },
  })),
  added('data/hand-made-secret', (namespace) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace }, data: { password: 'bGFi' } })),
  added(
    'iam/stored-aws-keys',
    (namespace) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's3', namespace },
      data: { AWS_ACCESS_KEY_ID: 'bGFi', AWS_SECRET_ACCESS_KEY: 'bGFi' },
    }),
    { 'data/hand-made-secret': 'somebody typed it in' },
  ),
  labels('tenancy/unsandboxed-untrusted-code', (l) => {
    l['trust'] = 'untrusted'
  }),
  {
    breaks: 'tenancy/default-namespace-workload',
    elsewhere: { 'tenancy/default-namespace-workload': 'Deployment stray' },
    spoil: ({ objects }) => void objects.push(...inDefault(objects)),
  },
  added('network/plaintext-ingress', (namespace) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 443 } } } }] } }],
    },
  })),
  groups('network/missing-pod-security-group', 'sg-0bad0bad0bad0bad0'),
  groups('network/open-pod-security-group', groupOf(cluster, 'database')),
  added('iam/token-secret', (namespace) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'web-token', namespace, annotations: { 'kubernetes.io/service-account.name': 'web' } },
    type: 'kubernetes.io/service-account-token',
  })),
]
