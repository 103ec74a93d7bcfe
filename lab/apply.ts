/** Brings a world's objects to life through the real API, in an order in which each finds what it needs. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { KubeApi, KubeObject } from './kube-api.ts'
import type { World } from './worlds/world.ts'

/** What stands first is applied first; kinds that are not named (custom resources among them) go before the workloads. */
const order: readonly (readonly string[])[] = [
  ['CustomResourceDefinition', 'Namespace', 'PriorityClass', 'StorageClass', 'RuntimeClass', 'IngressClass', 'CSIDriver', 'PriorityLevelConfiguration'],
  ['ServiceAccount', 'ConfigMap', 'ClusterRole', 'Role', 'Node', 'FlowSchema'],
  ['Secret', 'ClusterRoleBinding', 'RoleBinding', 'PersistentVolume', 'Service', 'CSINode'],
  ['PersistentVolumeClaim', 'Endpoints', 'EndpointSlice'],
  [],
  ['Deployment', 'DaemonSet', 'StatefulSet', 'CronJob', 'ReplicationController'],
  ['ReplicaSet', 'Job', 'ControllerRevision', 'VolumeAttachment'],
  ['Pod'],
  // What refuses or changes others comes when all is there, as it did in the life of the cluster.
  ['ResourceQuota', 'LimitRange', 'APIService', 'ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'],
  ['ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
]
const unnamed = order.findIndex((kinds) => kinds.length === 0)
const stepOf = ({ kind }: KubeObject): number => {
  const at = order.findIndex((kinds) => kinds.includes(kind))
  return at < 0 ? unnamed : at
}

/** Kinds whose status nobody in the lab would compute. */
const keepsStatus = new Set(['Node', 'Pod', 'Job', 'Service', 'Ingress', 'PersistentVolume', 'PersistentVolumeClaim'])

/** What the server makes itself, by the name of the kind; `managed` tells which of them. */
const serverMade: Readonly<Record<string, (object: KubeObject) => boolean>> = {
  ComponentStatus: () => true,
  Event: () => true,
  Lease: () => true,
  IPAddress: () => true,
  ServiceCIDR: () => true,
  APIService: ({ spec }) => !spec?.['service'],
  FlowSchema: ({ metadata }) => metadata['annotations']?.['apf.kubernetes.io/autoupdate-spec'] === 'true',
  PriorityLevelConfiguration: ({ metadata }) => metadata['annotations']?.['apf.kubernetes.io/autoupdate-spec'] === 'true',
  ConfigMap: ({ metadata: { name } }) =>
    ['kube-root-ca.crt', 'extension-apiserver-authentication', 'kube-apiserver-legacy-service-account-token-tracking'].includes(name),
}

/** A copy in which every value under `key` is the same. */
const withEvery = <T>(value: T, key: string, put: unknown): T => JSON.parse(JSON.stringify(value), (name, inner) => (name === key ? put : inner)) as T

interface Owner {
  readonly uid: string
}

/** The object as its author would write it, owned by those that live now. */
export function strip({ status: _, ...object }: KubeObject, uids: ReadonlyMap<string, string>): KubeObject {
  const renamed = JSON.parse(JSON.stringify(object), (_key, value) => (typeof value === 'string' ? (uids.get(value) ?? value) : value)) as KubeObject
  const { uid, resourceVersion, generation, creationTimestamp, managedFields, selfLink, deletionTimestamp, ownerReferences, ...metadata } = renamed.metadata
  const alive = new Set(uids.values())
  const owners = ((ownerReferences ?? []) as Owner[]).filter((owner) => alive.has(owner.uid))
  renamed.metadata = { ...metadata, ...(owners.length > 0 && { ownerReferences: owners }) } as KubeObject['metadata']
  if (renamed.kind === 'PersistentVolume' && renamed['spec']?.claimRef) delete renamed['spec'].claimRef.resourceVersion
  // The rules of an aggregated role are a controller's to fill.
  if (renamed['aggregationRule']) delete renamed['rules']
  // An ephemeral container joins a pod that is there.
  if (renamed.kind === 'Pod') delete renamed['spec'].ephemeralContainers
  if (renamed.kind === 'Job' && renamed['spec']?.manualSelector !== true) forgetSelector(renamed)
  return renamed
}

/** A job's selector and the labels it looks for are made anew with its uid. */
function forgetSelector({ metadata, spec }: KubeObject): void {
  delete spec['selector']
  for (const labels of [metadata['labels'], spec['template']?.metadata?.labels])
    for (const name of ['controller-uid', 'batch.kubernetes.io/controller-uid']) delete labels?.[name]
}

export async function inParallel<T>(items: readonly T[], width: number, each: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      for (const item of queue) await each(item)
    }),
  )
}

export interface FillOptions {
  /** PEM of the authority; webhooks and aggregated APIs of the world are served under it. */
  readonly ca: string
  /** Called when every object is there: time for kubelets and controllers. */
  readonly allIsThere: () => void
  /** Called while they are waited for. @throws Error where one of them has ended */
  readonly allRun: () => void
  readonly say: (line: string) => void
}

const isSecurityLabel = (label: string): boolean => label.startsWith('pod-security.kubernetes.io/')

/** @throws Error that names what the server did not take */
export async function fill(api: KubeApi, { objects }: World, { ca, allIsThere, allRun, say }: FillOptions): Promise<void> {
  const bundle = Buffer.from(ca).toString('base64')
  const wanted = objects.filter((object) => !serverMade[object.kind]?.(object))
  const uids = new Map<string, string>()
  for (const step of order.keys()) {
    const now = wanted.filter((object) => stepOf(object) === step)
    await inParallel(now, 12, async (object) => {
      const clean = withEvery(strip(object, uids), 'caBundle', bundle)
      // Pods that ran before their namespace got its labels run on; they must not be refused when they come back.
      if (object.kind === 'Namespace')
        clean.metadata['labels'] = Object.fromEntries(Object.entries(clean.metadata['labels'] ?? {}).filter(([label]) => !isSecurityLabel(label)))
      const made = await api.apply(clean)
      if (object.metadata['uid']) uids.set(object.metadata['uid'], made.metadata['uid'])
      if (object.kind === 'Pod' && object['spec'].ephemeralContainers) await api.addEphemeral(clean, object['spec'].ephemeralContainers)
      if (object['status'] && keepsStatus.has(object.kind) && Object.keys(object['status']).length > 0) await api.setStatus(clean, object['status'])
    })
    if (step === 0) {
      await established(api, now)
      await inParallel(accountsOf(now), 12, async (account) => void (await api.create(account)))
    }
  }
  for (const object of wanted)
    if (object.kind === 'Namespace' && Object.keys(object.metadata['labels'] ?? {}).some(isSecurityLabel)) await api.apply(strip(object, uids))
  say(`${wanted.length} objects are there`)
  allIsThere()
  await settled(api, { allRun })
  say('pods have settled')
}

/** No controller runs yet that would give namespaces the account that their pods run under. */
function accountsOf(objects: readonly KubeObject[]): KubeObject[] {
  const namespaces = new Set(['default', ...objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)])
  return [...namespaces].map((namespace) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }))
}

async function established(api: KubeApi, objects: readonly KubeObject[]): Promise<void> {
  for (const { kind, metadata } of objects)
    for (let tries = 0; kind === 'CustomResourceDefinition' && tries < 100; tries += 1) {
      const { status } = await api.get(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`)
      if ((status?.['conditions'] ?? []).some((one: { type: string; status: string }) => one.type === 'Established' && one.status === 'True')) break
      await sleep(50)
    }
}

/**
 * Waits until every controller has what it wants, or until nothing has moved for six seconds: some wishes are refused.
 * @throws Error where things still move, or were not looked at, after so long
 */
export async function settled(api: KubeApi, { seconds = 180, allRun = () => undefined }: { seconds?: number; allRun?: () => void } = {}): Promise<void> {
  let before = ''
  let still = 0
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(500)) {
    allRun()
    const lists = await Promise.all(['deployments', 'daemonsets', 'statefulsets'].map((plural) => api.get<{ items: KubeObject[] }>(`/apis/apps/v1/${plural}`)))
    const all = lists.flatMap(({ items }) => items)
    const ready = all.filter(({ metadata, spec, status }) => {
      const want = spec?.['replicas'] ?? status?.['desiredNumberScheduled'] ?? 0
      return status?.['observedGeneration'] >= metadata['generation'] && (status?.['readyReplicas'] ?? status?.['numberReady'] ?? 0) >= want
    })
    if (ready.length === all.length) return
    const now = JSON.stringify(all.map(({ status }) => [status?.['observedGeneration'], status?.['readyReplicas'] ?? status?.['numberReady']]))
    // Before controllers have looked at everything, stillness only says that they are on their way.
    still = now === before && all.every(({ status }) => status?.['observedGeneration']) ? still + 1 : 0
    before = now
    if (still === 12) return
  }
  throw new Error(`after ${seconds} s the pods of the lab have not settled`)
}
