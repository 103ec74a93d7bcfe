/** Puts a Kubernetes object on its shelf: which kind it is, and what of it passes the door. */
import type { StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Container, PodSpec } from '../../model/kubernetes.ts'
import { redacted } from '../../model/redacted.ts'
import { credentialIn, redactText } from '../redact.ts'

type Loose = Record<string, unknown>

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')
const byGroupKind = new Map<string, StoredKind>()
for (const [name, info] of Object.entries(kinds)) {
  if (info.plane !== 'kubernetes') continue
  byGroupKind.set(`${groupOf(info.apiVersion)}/${info.kind}`, name as StoredKind)
  if ('also' in info) byGroupKind.set(`${groupOf(info.apiVersion)}/${info.also.kind}`, name as StoredKind)
}
// Groups in which these kinds were served before; old manifests still name them.
for (const [old, kind] of [
  ['Deployment', 'deployments'],
  ['DaemonSet', 'daemonSets'],
  ['ReplicaSet', 'replicaSets'],
  ['Ingress', 'ingresses'],
  ['NetworkPolicy', 'networkPolicies'],
] as const) {
  byGroupKind.set(`extensions/${old}`, kind)
}
// Calico keeps its policies in one group and serves them in another.
for (const calico of ['NetworkPolicy', 'GlobalNetworkPolicy']) byGroupKind.set(`projectcalico.org/${calico}`, 'calicoPolicies')

/** The shelf an object belongs on; undefined for kinds that no control knows. Any version of the group will do. */
export function shelfFor(apiVersion: string, kind: string): StoredKind | undefined {
  return byGroupKind.get(`${groupOf(apiVersion)}/${kind}`)
}

/** ConfigMaps that configure the cluster itself; their values are read, those of all others are not kept. */
const configuring = new Set(['kube-system/aws-auth', 'kube-system/amazon-vpc-cni', 'kube-system/coredns', 'aws-observability/aws-logging'])
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
const podSpecPaths: Partial<Record<StoredKind, readonly string[]>> = {
  pods: ['spec'],
  podTemplates: ['template', 'spec'],
  cronJobs: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  deployments: ['spec', 'template', 'spec'],
  statefulSets: ['spec', 'template', 'spec'],
  daemonSets: ['spec', 'template', 'spec'],
  replicaSets: ['spec', 'template', 'spec'],
  replicationControllers: ['spec', 'template', 'spec'],
  jobs: ['spec', 'template', 'spec'],
}
/** Parts of a status that controls read; the rest is dropped. */
const keptStatus: Partial<Record<StoredKind, readonly string[]>> = {
  pods: ['phase', 'podIP', 'hostIP', 'containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'],
  nodes: ['nodeInfo', 'addresses', 'daemonEndpoints'],
  namespaces: ['phase'],
  services: ['loadBalancer'],
  ingresses: ['loadBalancer'],
}

/**
 * Takes from an object, in place, all that no control reads and all that is secret: managed fields, most of the
 * status, values of Secrets and ConfigMaps, credentials in containers.
 */
export function project(kind: StoredKind, object: Loose): Loose {
  const metadata = object['metadata'] as Loose | undefined
  if (kind === 'secrets') projectSecret(object, metadata?.['managedFields'])
  if (metadata && typeof metadata === 'object') {
    delete metadata['managedFields']
    const annotations = metadata['annotations'] as Loose | undefined
    if (annotations && typeof annotations === 'object') delete annotations[lastApplied]
  }
  projectStatus(kind, object)
  if (kind === 'configMaps') projectConfigMap(object)
  else if (kind === 'customResourceDefinitions') projectDefinition(object)
  const path = podSpecPaths[kind]
  if (path) {
    let spec: unknown = object
    for (const key of path) spec = typeof spec === 'object' && spec !== null ? (spec as Loose)[key] : undefined
    if (typeof spec === 'object' && spec !== null) redactPod(spec as PodSpec)
  }
  return object
}

function projectStatus(kind: StoredKind, object: Loose): void {
  const status = object['status'] as Loose | undefined
  if (status === undefined) return
  const kept = keptStatus[kind]
  if (!kept || typeof status !== 'object' || status === null) {
    delete object['status']
    return
  }
  for (const key of Object.keys(status)) if (!kept.includes(key)) delete status[key]
}

/** Nothing, what SOPS encrypted, or a stand-in that a tool or a person replaces later. */
const placeholder = /^(|ENC\[.*\]|<[^>]*>|\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|(change|replace|fill)[-_ ]?(me|this|in)|placeholder|redacted|todo|x{3,}|\*+)$/is

/** Key names of a Secret: from its data, or from the managed fields of a metadata-only answer. */
function projectSecret(object: Loose, managedFields: unknown): void {
  const keys = new Set<string>()
  const placeholders: string[] = []
  for (const entry of Array.isArray(managedFields) ? (managedFields as Loose[]) : []) {
    const data = (entry?.['fieldsV1'] as Loose | undefined)?.['f:data']
    if (typeof data === 'object' && data !== null) for (const key of Object.keys(data)) if (key.startsWith('f:')) keys.add(key.slice(2))
  }
  for (const field of ['data', 'stringData']) {
    const data = object[field]
    if (typeof data === 'object' && data !== null) {
      for (const [key, value] of Object.entries(data)) {
        keys.add(key)
        const text = typeof value === 'string' ? value.trim() : ''
        if (placeholder.test(text) || (field === 'data' && placeholder.test(Buffer.from(text, 'base64').toString('utf8').trim()))) placeholders.push(key)
      }
    }
    delete object[field]
  }
  if (keys.size > 0) object['keys'] = [...keys].sort()
  if (placeholders.length > 0) object['placeholders'] = placeholders.sort()
}

function projectConfigMap(object: Loose): void {
  const metadata = object['metadata'] as { name?: unknown; namespace?: unknown } | undefined
  const data = object['data']
  delete object['binaryData']
  if (typeof data !== 'object' || data === null) return
  const credentials: { key: string; looksLike: string }[] = []
  for (const [key, value] of Object.entries(data)) {
    const sort = typeof value === 'string' ? credentialInMap(key, value) : undefined
    if (sort !== undefined) credentials.push({ key, looksLike: sort })
  }
  object['keys'] = Object.keys(data)
  if (credentials.length > 0) object['credentials'] = credentials
  if (!configuring.has(`${String(metadata?.namespace)}/${String(metadata?.name)}`)) delete object['data']
}

/** A value may be a whole file: then every line counts as `name = value`. */
function credentialInMap(key: string, value: string): string | undefined {
  const whole = value.includes('\n') ? undefined : credentialIn(key, value)
  if (whole !== undefined || !value.includes('\n')) return whole
  for (const line of value.slice(0, 1_000_000).split('\n')) {
    // On long lines the pattern takes the square of their length, and no setting is that long.
    const [, name, rest] = (line.length < 4000 && /^\s*-?\s*["']?([\w.-]{2,60})["']?\s*[:=]\s*["']?(.*?)["']?,?\s*$/.exec(line)) || []
    const sort = credentialIn(name ?? '', rest ?? line)
    if (sort !== undefined) return sort
  }
  return undefined
}

/** Definitions are megabytes of schema of which controls want the names. */
function projectDefinition(object: Loose): void {
  const spec = object['spec'] as Loose | undefined
  if (typeof spec !== 'object' || spec === null) return
  const { group, names, scope } = spec
  object['spec'] = { group, names, scope }
}

function redactPod(spec: PodSpec): void {
  for (const list of [spec.initContainers, spec.containers, spec.ephemeralContainers]) {
    if (!Array.isArray(list)) continue
    for (const container of list as (Container | null)[]) if (typeof container === 'object' && container !== null) redactContainer(container)
  }
}

function redactContainer(container: Container): void {
  if (Array.isArray(container.env)) {
    for (const variable of container.env as ({ name?: unknown; value?: unknown } | null)[]) {
      if (typeof variable?.value !== 'string') continue
      const sort = credentialIn(String(variable.name ?? ''), variable.value)
      if (sort !== undefined) variable.value = redacted(sort)
    }
  }
  for (const list of [container.command, container.args]) {
    if (!Array.isArray(list)) continue
    const texts = list as unknown[]
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i]
      if (typeof text === 'string' && text.length > 5) {
        const clean = redactText(text)
        if (clean !== text) texts[i] = clean
      }
    }
  }
}
