/**
 * Writes a dump of a large cluster: pods.mjs OUT [--pods N] [--templates M] [--compact]
 *
 * N pods (default 100,000; about 9 kB each as kubectl prints them, 3.5 kB with --compact) of M deployments (default 2,000), with their replica
 * sets, namespaces and nodes. `--compact` prints the lists as `kubectl get --raw` does. The same arguments give the same bytes.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const [out, ...rest] = process.argv.slice(2)
const option = (name, otherwise) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : otherwise)
if (out === undefined || out.startsWith('--')) throw new Error('usage: pods.mjs OUT [--pods N] [--templates M] [--compact]')
const pods = option('--pods', 100_000)
const templates = option('--templates', 2_000)
const compact = rest.includes('--compact')

const hex = (number, digits) => number.toString(16).padStart(digits, '0')
/** A number that looks random and is the same each time. */
const mix = (number) => Math.imul(number ^ (number >>> 15), 0x2c1b3c6d) >>> 0
const uid = (sort, number) =>
  `${hex(sort, 8)}-${hex(mix(number) & 0xffff, 4)}-4${hex(mix(number + 1) & 0xfff, 3)}-a${hex(mix(number + 2) & 0xfff, 3)}-${hex(number, 12)}`
const time = (number) => new Date(Date.UTC(2026, 9, 1) + (mix(number) % 4_000_000) * 1000).toISOString().replace('.000', '')
const letters = 'bcdfghjklmnpqrstvwxz2456789'
const suffix = (number, length) => Array.from({ length }, (_, i) => letters[Math.floor(mix(number) / letters.length ** i) % letters.length]).join('')
const namespaceOf = (template) => `team-${hex(template % 200, 3)}`
const nameOf = (template) => `service-${hex(template, 4)}`
const nodes = Math.max(3, Math.ceil(pods / 50))
const nodeOf = (pod) => `ip-10-${(pod % nodes) >> 16}-${((pod % nodes) >> 8) & 255}-${(pod % nodes) & 255}.us-west-2.compute.internal`
const labelsOf = (template) => ({ app: nameOf(template), 'app.kubernetes.io/part-of': namespaceOf(template), tier: ['front', 'back', 'data'][template % 3] })

function specOf(template) {
  return {
    containers: [
      {
        args: ['--port=8080', `--name=${nameOf(template)}`, '--log-level=info'],
        env: [
          { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
          { name: 'REGION', value: 'us-west-2' },
          { name: 'DATABASE_HOST', value: `db-${template % 50}.example.internal` },
        ],
        image: `123456789012.dkr.ecr.us-west-2.amazonaws.com/${nameOf(template)}:1.${template % 90}.0`,
        imagePullPolicy: 'IfNotPresent',
        livenessProbe: {
          failureThreshold: 3,
          httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 1,
        },
        name: 'app',
        ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
        resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
        securityContext:
          template % 7 === 0
            ? { privileged: true }
            : { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: template % 5 !== 0 },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    serviceAccount: nameOf(template),
    serviceAccountName: nameOf(template),
    terminationGracePeriodSeconds: 30,
  }
}

function podOf(pod) {
  const template = pod % templates
  const hash = suffix(template, 9)
  const spec = specOf(template)
  const access = `kube-api-access-${suffix(pod, 5)}`
  const [container] = spec.containers
  const digest = `sha256:${hex(mix(template), 8).repeat(8)}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      creationTimestamp: time(pod),
      generateName: `${nameOf(template)}-${hash}-`,
      labels: { ...labelsOf(template), 'pod-template-hash': hash },
      name: `${nameOf(template)}-${hash}-${suffix(pod, 5)}`,
      namespace: namespaceOf(template),
      ownerReferences: [
        { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind: 'ReplicaSet', name: `${nameOf(template)}-${hash}`, uid: uid(2, template) },
      ],
      resourceVersion: String(100_000 + pod),
      uid: uid(3, pod),
    },
    spec: {
      ...spec,
      containers: [{ ...container, volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: access, readOnly: true }] }],
      enableServiceLinks: true,
      nodeName: nodeOf(pod),
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      tolerations: ['not-ready', 'unreachable'].map((state) => ({
        effect: 'NoExecute',
        key: `node.kubernetes.io/${state}`,
        operator: 'Exists',
        tolerationSeconds: 300,
      })),
      volumes: [
        {
          name: access,
          projected: {
            defaultMode: 420,
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
            ],
          },
        },
      ],
    },
    status: {
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        lastProbeTime: null,
        lastTransitionTime: time(pod),
        status: 'True',
        type,
      })),
      containerStatuses: [
        {
          containerID: `containerd://${hex(mix(pod), 8).repeat(8)}`,
          image: container.image,
          imageID: `${container.image.split(':')[0]}@${digest}`,
          lastState: {},
          name: 'app',
          ready: true,
          restartCount: pod % 3,
          started: true,
          state: { running: { startedAt: time(pod) } },
        },
      ],
      hostIP: `10.${(pod % nodes) >> 16}.${((pod % nodes) >> 8) & 255}.${(pod % nodes) & 255}`,
      phase: 'Running',
      podIP: `10.${100 + (pod >> 16)}.${(pod >> 8) & 255}.${pod & 255}`,
      qosClass: 'Burstable',
      startTime: time(pod),
    },
  }
}

function ownerOf(template, kind) {
  const hash = suffix(template, 9)
  const isSet = kind === 'ReplicaSet'
  const labels = { ...labelsOf(template), ...(isSet && { 'pod-template-hash': hash }) }
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      creationTimestamp: time(template),
      labels,
      name: isSet ? `${nameOf(template)}-${hash}` : nameOf(template),
      namespace: namespaceOf(template),
      ...(isSet && {
        ownerReferences: [
          { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind: 'Deployment', name: nameOf(template), uid: uid(1, template) },
        ],
      }),
      uid: uid(isSet ? 2 : 1, template),
    },
    spec: { replicas: Math.ceil((pods - template) / templates), selector: { matchLabels: labels }, template: { metadata: { labels }, spec: specOf(template) } },
  }
}

const node = (number) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    creationTimestamp: time(number),
    labels: { 'eks.amazonaws.com/nodegroup': 'general', 'kubernetes.io/os': 'linux' },
    name: nodeOf(number),
    uid: uid(4, number),
  },
  spec: { providerID: `aws:///us-west-2a/i-${hex(number, 17)}` },
  status: { nodeInfo: { architecture: 'amd64', kubeletVersion: 'v1.34.1-eks-1', operatingSystem: 'linux', osImage: 'Bottlerocket OS 1.49.0' } },
})

/** Printed as kubectl prints a list: four spaces, `items` first. */
function writeList(resource, kind, count, item) {
  const file = openSync(join(out, 'kubernetes', `${resource}.json`), 'w')
  let text = compact ? `{"kind":"${kind}List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[` : '{\n    "apiVersion": "v1",\n    "items": ['
  for (let i = 0; i < count; i++) {
    text += i === 0 ? '' : ','
    text += compact ? JSON.stringify(item(i)) : `\n        ${JSON.stringify(item(i), null, 4).replaceAll('\n', '\n        ')}`
    if (text.length < 1 << 22) continue
    writeSync(file, text)
    text = ''
  }
  writeSync(
    file,
    `${text}${compact ? ']}\n' : `${count > 0 ? '\n    ' : ''}],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n`}`,
  )
  closeSync(file)
}

mkdirSync(join(out, 'kubernetes'), { recursive: true })
writeList('pods', 'Pod', pods, podOf)
writeList('deployments.apps', 'Deployment', templates, (template) => ownerOf(template, 'Deployment'))
writeList('replicasets.apps', 'ReplicaSet', templates, (template) => ownerOf(template, 'ReplicaSet'))
writeList('namespaces', 'Namespace', Math.min(200, templates), (i) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { creationTimestamp: time(i), name: namespaceOf(i), uid: uid(5, i) },
  status: { phase: 'Active' },
}))
writeList('nodes', 'Node', nodes, node)
