/** Faults of pods: one field of a hardened workload made unsafe. */
import { nameAt } from '../../aws/make/fleet.ts'
import { pullName, unscanned, vulnerable } from './aws-images.ts'
import type { Fault, Tenant } from './fault.ts'

type Also = Fault['also']
const level = { 'pod/namespace-level-violation': 'the namespace enforces restricted, which forbids it too' }
const gone = undefined

/** Puts values at paths such as `ports.0.hostPort`; `gone` takes the field away. */
function change(target: Tenant['pod'], values: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.')
    const last = keys.pop()!
    const parent = keys.reduce((inner, key) => inner[key], target)
    if (value === gone) delete parent[last]
    else parent[last] = value
  }
}

const pod = (breaks: string, values: Readonly<Record<string, unknown>>, also: Also = {}): Fault => ({
  breaks,
  also,
  spoil: (tenant) => change(tenant.pod, values),
})
const container = (breaks: string, values: Readonly<Record<string, unknown>>, also: Also = {}): Fault => ({
  breaks,
  also,
  spoil: (tenant) => change(tenant.container, values),
})
const mount = (breaks: string, volume: object, readOnly: boolean, also: Also): Fault => ({
  breaks,
  also,
  spoil: (tenant) => {
    tenant.pod['volumes'].push({ name: 'added', ...volume })
    tenant.container['volumeMounts'].push({ name: 'added', mountPath: '/added', readOnly })
  },
})

/** A bound that neither the container nor a default of its namespace sets. */
const unbounded = (breaks: string, resource: string, bounds: readonly ('limits' | 'requests')[], also: Also): Fault => ({
  breaks,
  also,
  spoil: ({ container: { resources }, get }) => {
    const range = get('LimitRange')['spec'].limits[0]
    for (const bound of bounds) {
      delete resources[bound][resource]
      delete range[bound === 'limits' ? 'default' : 'defaultRequest'][resource]
    }
    delete range.max[resource]
    // A quota bounds the CPU of its namespace as well.
    if (resource === 'cpu') for (const bound of ['limits', 'requests']) delete get('ResourceQuota')['spec'].hard[`${bound}.cpu`]
  },
})
const byRange = { 'tenancy/missing-limit-range': 'a default of the namespace would have bounded it' }
const byQuota = { 'tenancy/missing-resource-quota': 'a quota would have bounded it' }

const registry = '111122223333.dkr.ecr.us-west-2.amazonaws.com'
const variable = (name: string, rest: object) => ({ env: [{ name, ...rest }] })

const ofContainers: readonly Fault[] = [
  container(
    'pod/privileged-container',
    { 'securityContext.privileged': true, 'securityContext.allowPrivilegeEscalation': gone },
    {
      ...level,
      'pod/privilege-escalation': 'the API refuses a privileged container that says it gains none',
    },
  ),
  container('pod/privilege-escalation', { 'securityContext.allowPrivilegeEscalation': true }, level),
  container('pod/added-capability', { 'securityContext.capabilities.add': ['SYS_TIME'] }, level),
  container('pod/restored-capability', { 'securityContext.capabilities.add': ['CHOWN'] }, level),
  container('pod/undropped-capability', { 'securityContext.capabilities.drop': ['NET_RAW'] }, level),
  container('pod/net-raw-capability', { 'securityContext.capabilities.drop': ['CHOWN'] }, { ...level, 'pod/undropped-capability': 'who drops ALL drops it' }),
  container('pod/writable-root-file-system', { 'securityContext.readOnlyRootFilesystem': false }),
  // Without a user namespace the API refuses an unmasked /proc since 1.33: `pod/unmasked-proc` cannot be planted.
  container('pod/user-namespace-proc-mount', { 'securityContext.procMount': 'Unmasked' }, level),
  container('pod/host-port', { 'ports.0.hostPort': 8080 }, level),
  container('pod/foreign-probe-host', { 'readinessProbe.httpGet.host': '198.51.100.7' }, level),
  unbounded('pod/missing-memory-limit', 'memory', ['limits'], byRange),
  unbounded('pod/missing-memory-request', 'memory', ['limits', 'requests'], {
    ...byRange,
    'pod/missing-memory-limit': 'a limit would stand in for the request',
  }),
  unbounded('pod/missing-cpu-limit', 'cpu', ['limits'], { ...byRange, ...byQuota }),
  unbounded('pod/missing-cpu-request', 'cpu', ['limits', 'requests'], {
    ...byRange,
    ...byQuota,
    'pod/missing-cpu-limit': 'a limit would stand in for the request',
  }),
  unbounded('pod/unbounded-ephemeral-storage', 'ephemeral-storage', ['limits'], {}),
  container('image/missing-digest', { image: `${registry}/shop/web:1.4.2` }),
  container('image/mutable-tag', { image: `${registry}/shop/web:latest` }, { 'image/missing-digest': 'a tag is no digest' }),
  container('image/fixable-vulnerability', { image: pullName(vulnerable) }),
  container('image/missing-scan', { image: pullName(unscanned) }),
  container('image/public-registry', { image: `docker.io/library/nginx@sha256:${'4'.repeat(64)}` }),
  container('data/plaintext-credential', variable('DB_PASSWORD', { value: 'correct-horse-battery-staple' })),
  container('data/secret-in-environment', variable('DB_PASSWORD', { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } })),
  container('iam/static-aws-keys', variable('AWS_ACCESS_KEY_ID', { value: 'AKIAIOSFODNN7EXAMPLE' }), {
    'data/plaintext-credential': 'the key stands in the spec',
  }),
]

const ofPods: readonly Fault[] = [
  pod(
    'pod/host-network',
    { hostNetwork: true, hostUsers: gone },
    { ...level, 'network/unenforced-policy': 'policies do not reach pods on the network of their node' },
  ),
  pod('pod/host-pid', { hostPID: true, hostUsers: gone }, level),
  pod('pod/host-ipc', { hostIPC: true, hostUsers: gone }, level),
  pod('pod/missing-seccomp', { 'securityContext.seccompProfile': gone }, level),
  pod('pod/unconfined-seccomp', { 'securityContext.seccompProfile': { type: 'Unconfined' } }, level),
  {
    breaks: 'runtime/kept-capabilities',
    also: { ...level, 'pod/undropped-capability': 'the standard asks for it, whatever the profile' },
    spoil: (tenant) => {
      tenant.pod['securityContext'].seccompProfile = { type: 'Localhost', localhostProfile: 'web.json' }
      tenant.container['securityContext'].capabilities.drop = ['NET_RAW']
    },
  },
  pod('pod/unconfined-apparmor', { 'securityContext.appArmorProfile': { type: 'Unconfined' } }, level),
  pod('pod/unsafe-sysctl', { 'securityContext.sysctls': [{ name: 'kernel.msgmax', value: '65536' }] }, level),
  pod('pod/custom-selinux-type', { 'securityContext.seLinuxOptions': { type: 'spc_t' } }, level),
  pod('pod/custom-selinux-user', { 'securityContext.seLinuxOptions': { user: 'system_u' } }, level),
  pod('pod/root-group', { 'securityContext.runAsGroup': 0 }),
  pod('pod/root-user-id', { 'securityContext.runAsUser': 0, hostUsers: gone }, level),
  pod('pod/unforbidden-root', { 'securityContext.runAsNonRoot': gone, 'securityContext.runAsUser': gone, hostUsers: gone }, level),
  pod('pod/unenforced-user', { 'securityContext.runAsNonRoot': gone, hostUsers: gone }, level),
  pod('pod/service-links', { enableServiceLinks: true }),
  // Held where it does no harm to tenants with nodes of their own.
  pod('tenancy/blanket-toleration', { tolerations: [{ operator: 'Exists' }], nodeSelector: { 'kubernetes.io/hostname': nameAt('10.42.68.20') } }),
  pod('tenancy/system-priority', { priorityClassName: 'system-cluster-critical' }),
  pod('iam/default-service-account', { serviceAccountName: 'default' }),
  pod('iam/unneeded-token', { automountServiceAccountToken: true }),
]

const ofNode = { ...level, 'pod/host-path-volume': 'it is a directory of the node' }
const ofVolumes: readonly Fault[] = [
  mount('pod/host-path-volume', { hostPath: { path: '/data/cache' } }, true, level),
  mount('pod/writable-host-path', { hostPath: { path: '/data/cache' } }, false, ofNode),
  mount('pod/sensitive-host-path', { hostPath: { path: '/etc/kubernetes' } }, true, ofNode),
  mount('pod/container-runtime-socket', { hostPath: { path: '/run/containerd/containerd.sock' } }, true, ofNode),
  mount('pod/unrestricted-volume-type', { nfs: { server: '10.42.200.9', path: '/export', readOnly: true } }, true, level),
]

export const podFaults: readonly Fault[] = [...ofContainers, ...ofPods, ...ofVolumes]
