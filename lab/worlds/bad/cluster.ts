/** Faults that lie outside of any namespace, and programs that nobody should run; named after what they break. */
import { nameAt } from '../../aws/make/fleet.ts'
import type { KubeObject } from '../../kube-api.ts'
import { windowsIp } from './aws-name.ts'
import { type Fault, namespaceOf } from './fault.ts'
import { bucket, fileSystem, volume as disk } from './mounts.ts'

type Loose = KubeObject['spec']
const object = (breaks: string, apiVersion: string, kind: string, rest: Loose, also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ objects, namespace }) => {
    const { labels, ...fields } = rest
    objects.push({ apiVersion, kind, metadata: { name: namespace, ...(labels && { labels }) }, ...fields })
  },
})
const volume = (breaks: string, source: Loose, also: Fault['also'] = {}): Fault =>
  object(
    breaks,
    'v1',
    'PersistentVolume',
    { spec: { capacity: { storage: '5Gi' }, accessModes: ['ReadWriteMany'], storageClassName: 'by-hand', persistentVolumeReclaimPolicy: 'Retain', ...source } },
    also,
  )
const image = (breaks: string, name: string, also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ container }) => {
    container['image'] = name
  },
})
const ours = (name: string): string => `111122223333.dkr.ecr.us-west-2.amazonaws.com/${name}@sha256:${'7'.repeat(64)}`
const rbac = 'rbac.authorization.k8s.io'

/** Windows containers take none of Linux's settings. */
function forWindows(pod: Loose): void {
  for (const field of ['hostUsers', 'topologySpreadConstraints']) delete pod[field]
  pod['os'] = { name: 'windows' }
  pod['nodeSelector'] = { 'kubernetes.io/os': 'windows' }
  pod['securityContext'] = { runAsNonRoot: true }
  pod['containers'][0].securityContext = {}
}
const onWindows = { 'network/unenforced-policy': 'the VPC CNI enforces no policies on Windows' }
const windows = (breaks: string, change: (pod: Loose) => void, also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ pod }) => {
    forWindows(pod)
    change(pod)
  },
})

export const clusterFaults: readonly Fault[] = [
  object('data/in-tree-storage-class', 'storage.k8s.io/v1', 'StorageClass', {
    provisioner: 'kubernetes.io/aws-ebs',
    parameters: { type: 'gp2', encrypted: 'true' },
  }),
  volume('pod/host-path-persistent-volume', { hostPath: { path: '/mnt/data' } }),
  volume('data/efs-without-access-point', { csi: { driver: 'efs.csi.aws.com', volumeHandle: fileSystem.own } }),
  volume('data/plaintext-efs-mount', {
    csi: { driver: 'efs.csi.aws.com', volumeHandle: `${fileSystem.own}::fsap-0a1b2c3d4e5f60718`, volumeAttributes: { encryptInTransit: 'false' } },
  }),
  volume('data/unencrypted-file-system', { csi: { driver: 'efs.csi.aws.com', volumeHandle: `${fileSystem.open}::fsap-0a1b2c3d4e5f60719` } }),
  volume('data/unencrypted-volume', { accessModes: ['ReadWriteOnce'], csi: { driver: 'ebs.csi.aws.com', volumeHandle: disk, fsType: 'ext4' } }),
  volume('data/bucket-without-own-key', { csi: { driver: 's3.csi.aws.com', volumeHandle: 'orders', volumeAttributes: { bucketName: bucket } } }),
  object('data/unencrypted-storage-class', 'storage.k8s.io/v1', 'StorageClass', { provisioner: 'ebs.csi.aws.com', parameters: { type: 'gp3' } }),
  object('pod/toothless-admission-policy', 'admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] }] },
      validations: [{ expression: 'has(object.metadata.labels)' }],
    },
  }),
  object('pod/leaky-admission-webhook', 'admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    webhooks: [
      {
        name: 'pods.guard.example.com',
        failurePolicy: 'Ignore',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        timeoutSeconds: 1,
        clientConfig: { service: { name: 'web', namespace: namespaceOf('pod/leaky-admission-webhook'), path: '/guard' }, caBundle: 'Cg==' },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
      },
    ],
  }),
  {
    ...object('iam/leaking-aggregation', `${rbac}/v1`, 'ClusterRole', {
      labels: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
      rules: [{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }],
    }),
    elsewhere: { 'iam/altered-default-role': 'ClusterRole admin' },
  },
  image('network/unmaintained-ingress-controller', ours('ingress-nginx/controller')),
  image('network/dead-mesh', ours('amazon/appmesh-controller')),
  image('iam/role-broker', ours('kube2iam')),
  image('pod/image-builder', ours('docker-dind')),
  image('iam/controller-on-node-role', ours('external-dns/external-dns')),
  windows(
    'pod/windows-administrator',
    (pod) => {
      pod['securityContext'].windowsOptions = { runAsUserName: 'ContainerAdministrator' }
    },
    onWindows,
  ),
  windows(
    'pod/windows-host-process',
    (pod) => {
      pod['hostNetwork'] = true
      pod['securityContext'].windowsOptions = { hostProcess: true, runAsUserName: 'NT AUTHORITY\\LocalService' }
    },
    { ...onWindows, 'pod/namespace-level-violation': 'the namespace enforces restricted, which forbids it too' },
  ),
  {
    breaks: 'data/windows-secret-volume',
    also: { ...onWindows, 'tenancy/cross-tenant-traffic': 'nothing keeps other tenants out there' },
    // A bare pod that ran before the admission policies came: they want a read-only root, which Windows does not know.
    spoil: ({ objects, namespace, pod }) => {
      const spec = structuredClone(pod)
      forWindows(spec)
      Object.assign(spec, { nodeName: nameAt(windowsIp), tolerations: [{ key: 'os', operator: 'Equal', value: 'windows', effect: 'NoSchedule' }] })
      spec['volumes'].push({ name: 'db', secret: { secretName: 'db', optional: true } })
      spec['containers'][0].volumeMounts.push({ name: 'db', mountPath: '/db', readOnly: true })
      objects.push({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'on-windows', namespace, labels: { app: 'web' } }, spec })
    },
  },
  {
    breaks: 'tenancy/tenant-sees-cluster',
    also: { 'tenancy/tenant-rights-outside': 'the cluster is outside of its namespace' },
    spoil: ({ objects, namespace }) => {
      const subject = { kind: 'ServiceAccount', name: 'web', namespace }
      objects.push(
        {
          apiVersion: `${rbac}/v1`,
          kind: 'ClusterRole',
          metadata: { name: namespace },
          rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }],
        },
        {
          apiVersion: `${rbac}/v1`,
          kind: 'ClusterRoleBinding',
          metadata: { name: namespace },
          roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: namespace },
          subjects: [subject],
        },
      )
    },
  },
  {
    breaks: 'tenancy/tenant-rights-outside',
    spoil: ({ objects, namespace }) => {
      const subject = { kind: 'ServiceAccount', name: 'web', namespace }
      objects.push({
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata: { name: namespace, namespace: 'default' },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'view' },
        subjects: [subject],
      })
    },
  },
]
