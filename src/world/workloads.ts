/** Every owner of a pod template, once: 100,000 pods of 2,000 templates are 2,000 things. */
import type { Compute, StoredKind, Workload } from '../model/facts.ts'
import { addTo } from '../model/groups.ts'
import type { KubeObject, Pod, PodOwner, PodTemplate } from '../model/kubernetes.ts'
import type { Gap, Origin, Shelf } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { isAwsAddon } from './addons.ts'
import { computeOf } from './hosts.ts'

/** Kinds that own pods, and where each keeps its template. Owners come before the owned. */
export const podOwners = {
  deployments: 'spec.template',
  statefulSets: 'spec.template',
  daemonSets: 'spec.template',
  cronJobs: 'spec.jobTemplate.spec.template',
  replicationControllers: 'spec.template',
  podTemplates: 'template',
  replicaSets: 'spec.template',
  jobs: 'spec.template',
} as const satisfies Partial<Record<StoredKind, string>>

type Sources = keyof typeof podOwners | 'pods' | 'nodes'
const ownerKinds = Object.keys(podOwners) as (keyof typeof podOwners)[]

/** The pod template of an owner. */
export function templateOf(owner: PodOwner): PodTemplate {
  return owner.template ?? owner.spec?.template ?? owner.spec?.jobTemplate?.spec?.template ?? {}
}

const key = (kind: string, namespace: string | undefined, name: string): string => `${kind}/${namespace ?? ''}/${name}`

/** The pod runs Windows: it says so itself, or it asks for a Windows node. */
export function osOf(pod: PodTemplate): 'linux' | 'windows' {
  const name = pod.spec?.os?.name ?? pod.spec?.nodeSelector?.['kubernetes.io/os']
  return name === 'windows' ? 'windows' : 'linux'
}

function controllerOf(object: KubeObject): { apiVersion: string; kind: string; name: string } | undefined {
  const owners = object.metadata.ownerReferences
  return Array.isArray(owners) ? (owners.find((owner) => owner?.controller === true) ?? owners[0]) : undefined
}

/** Of a live pod what its owner's template does not have: containers that were put in to debug it, and what they inherit. */
function debugTemplateOf({ metadata, spec }: Pod): PodTemplate {
  const kept = [
    'ephemeralContainers',
    'securityContext',
    'os',
    'nodeSelector',
    'hostUsers',
    'serviceAccountName',
    'automountServiceAccountToken',
    'enableServiceLinks',
  ]
  return { metadata, spec: Object.fromEntries(Object.entries(spec ?? {}).filter(([field]) => kept.includes(field))) }
}

/** Collectors keep the whole spec of but one pod of each owner; of the others, what may differ. */
const isWhole = (object: KubeObject): boolean => object.kind !== 'Pod' || (object as Pod).spec?.containers !== undefined

/** Which child stands for an owner that was not seen: one that shows its containers, and of such the newest. */
function standsBefore(one: KubeObject, other: KubeObject): boolean {
  if (isWhole(one) !== isWhole(other)) return isWhole(one)
  return (one.metadata.creationTimestamp ?? '') > (other.metadata.creationTimestamp ?? '')
}

const none: readonly never[] = []

/** What pods run on, each sort once. */
function computesOf(pods: readonly Pod[], byNode: ReadonlyMap<string, Compute>): readonly Compute[] {
  const computes = new Set<Compute>()
  for (const { metadata, spec } of pods) {
    const onNode = spec?.nodeName === undefined ? undefined : byNode.get(spec.nodeName)
    const compute = metadata.labels?.['eks.amazonaws.com/fargate-profile'] === undefined ? onNode : 'fargate'
    if (compute) computes.add(compute)
  }
  // Files name no machines: their many workloads share one empty list.
  return computes.size === 0 ? none : [...computes].sort()
}

/** Workloads with the place each was written, in the order of their kinds. */
export function workloadsOf(world: World<Sources>): Shelf<Workload> {
  const pods = world.seen('pods')
  const computeByNode = new Map(world.seen('nodes').things.map((node) => [node.metadata.name, computeOf(node)]))
  const known = new Map<string, KubeObject>()
  let gap: Gap | undefined = pods.gap
  for (const kind of ownerKinds) {
    const shelf = world.seen(kind)
    gap ??= shelf.gap
    for (const owner of shelf.things) known.set(key(owner.kind, owner.metadata.namespace, owner.metadata.name), owner)
  }

  // Pods of a Deployment belong to it by way of a ReplicaSet: where those were not seen, its name tells the Deployment's.
  const replicaSetsUnseen = world.seen('replicaSets').gap !== undefined
  const deploymentOf = (pod: KubeObject, owner: { kind: string; name: string }) => {
    const hash = pod.metadata.labels?.['pod-template-hash']
    return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`) ? owner.name.slice(0, -hash.length - 1) : undefined
  }

  /** The topmost owner that was seen, or the reference to one that was not (a custom resource, a deleted parent). */
  const topOf = (object: KubeObject): { object: KubeObject; beyond?: { apiVersion: string; kind: string; name: string } } => {
    let current = object
    for (let depth = 0; depth < 8; depth++) {
      const owner = controllerOf(current)
      if (!owner || owner.kind === 'Node') return { object: current }
      const parent = known.get(key(owner.kind, current.metadata.namespace, owner.name))
      if (parent) {
        current = parent
        continue
      }
      const name = replicaSetsUnseen ? deploymentOf(current, owner) : undefined
      if (name === undefined) return { object: current, beyond: owner }
      const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name }
      const above = known.get(key(deployment.kind, current.metadata.namespace, name))
      return above ? { object: above } : { object: current, beyond: deployment }
    }
    return { object: current }
  }

  const podsOf = new Map<KubeObject | string, Pod[]>()
  const orphans = new Map<string, { first: KubeObject; owner: { apiVersion: string; kind: string; name: string } }>()
  const place = (object: KubeObject): KubeObject | string => {
    const top = topOf(object)
    if (!top.beyond) return top.object
    const id = key(top.beyond.kind, object.metadata.namespace, top.beyond.name)
    const orphan = orphans.get(id)
    if (!orphan || standsBefore(top.object, orphan.first)) orphans.set(id, { first: top.object, owner: top.beyond })
    return id
  }
  const single: Pod[] = []
  const debugged: Pod[] = []
  for (const pod of pods.things) {
    const top = place(pod)
    if (top === pod) single.push(pod)
    else {
      if (typeof top !== 'string' && Array.isArray(pod.spec?.ephemeralContainers) && pod.spec.ephemeralContainers.length > 0) debugged.push(pod)
      addTo(podsOf, top, pod)
    }
  }

  const things: Workload[] = []
  const from: (Origin | undefined)[] = []
  const add = (ref: { apiVersion: string; kind: string; name: string }, object: KubeObject, podPath: string, pod: PodTemplate, live: readonly Pod[]) => {
    const os = osOf(pod)
    const name = ref.name
    // Field by field: objects that were spread have a hidden class each, which costs a large scan a fifth of its time.
    const workload = {} as Record<string, unknown>
    for (const field in object) workload[field] = object[field as keyof KubeObject]
    workload['apiVersion'] = ref.apiVersion
    workload['kind'] = ref.kind
    if (name !== object.metadata.name) workload['metadata'] = { ...object.metadata, name }
    workload['podPath'] = podPath
    workload['pod'] = pod
    workload['pods'] = live
    workload['os'] = os
    workload['computes'] = computesOf(live, computeByNode)
    workload['addon'] = isAwsAddon(object.metadata.namespace, name, { podPath, pod })
    things.push(workload as unknown as Workload)
    from.push(world.origin(object))
  }

  for (const kind of ownerKinds) {
    for (const owner of world.seen(kind).things) {
      if (place(owner) !== owner) continue
      add({ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name }, owner, podOwners[kind], templateOf(owner), podsOf.get(owner) ?? none)
    }
  }
  for (const pod of single) add({ apiVersion: pod.apiVersion, kind: pod.kind, name: pod.metadata.name }, pod, '', pod, [pod])
  for (const pod of debugged) add({ apiVersion: pod.apiVersion, kind: pod.kind, name: pod.metadata.name }, pod, '', debugTemplateOf(pod), [pod])
  for (const [id, { first, owner }] of orphans) {
    // What shows no containers says nothing of its owner; the gap says that there is one.
    if (gap && !isWhole(first)) continue
    const kind = ownerKinds.find((k) => world.seen(k).things.includes(first as never))
    add(owner, first, kind ? podOwners[kind] : '', kind ? templateOf(first as PodOwner) : (first as Pod), podsOf.get(id) ?? [])
  }
  return { things, from: from as Origin[], ...(gap && { gap }) }
}
