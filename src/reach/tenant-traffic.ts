/** Traffic between tenants: whether policies leave a way from one pod to another. */
import type { Workload } from '../model/facts.ts'
import type { NetworkPolicy, PolicyPeer } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { type Direction, governs, isFinished, type Labels, labelsOf, onHostNetwork, policiesIn, rulesOf, selectorOf, workloadsIn } from './network.ts'
import { covers, type EngineKinds, enginesOf } from './network-engine.ts'
import { matchesLabels } from './selectors.ts'
import { tenants } from './tenants.ts'

export type TrafficKinds = EngineKinds | 'networkPolicies' | 'namespaces'

/** Pods of a workload that policies see alike, with the policies that select them. */
interface Pod {
  readonly workload: Workload
  readonly labels: Labels
  readonly selecting: { readonly [D in Direction]: readonly NetworkPolicy[] }
  /** Whether an engine holds them to policies, wherever they run. */
  readonly held: boolean
}

interface Place {
  readonly name: string
  readonly tenant: string
  readonly labels: Labels
  readonly pods: readonly Pod[]
}

/** Labels that controllers give to every pod anew; policies do not select by them. */
const perPod =
  /^(pod-template-hash|pod-template-generation|controller-revision-hash|controller-uid|job-name|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/.+|topology\.kubernetes\.io\/.+)$/

function distinctLabels(workload: Workload): Labels[] {
  const sets = labelsOf(workload).map((labels) => Object.fromEntries(Object.entries(labels).filter(([key]) => !perPod.test(key))))
  return [...new Map(sets.map((labels) => [JSON.stringify(Object.entries(labels).sort()), labels])).values()]
}

/** Machines on which no engine holds pods to policies. */
function findBare(world: World<TrafficKinds>): ReadonlySet<string> {
  const engines = enginesOf(world)
  return new Set(world.all('hosts').flatMap((host) => (engines.some((engine) => covers(engine, host)) ? [] : [host.name])))
}

/** Pods that are not placed yet are taken as held, where there is an engine at all. */
function isHeld({ pods }: Workload, world: World<TrafficKinds>): boolean {
  const bare = derive(world, findBare)
  return enginesOf(world).length > 0 && !pods.some(({ spec }) => spec?.nodeName !== undefined && bare.has(spec.nodeName))
}

function podsIn(namespace: string, world: World<TrafficKinds>): Pod[] {
  const policies = policiesIn(namespace, world)
  return workloadsIn(namespace, world)
    .filter((workload) => !onHostNetwork(workload) && !isFinished(workload, world))
    .flatMap((workload) => {
      const held = isHeld(workload, world)
      return distinctLabels(workload).map((labels) => {
        const selecting = (direction: Direction) => policies.filter(({ spec }) => governs(spec, direction) && matchesLabels(selectorOf(spec), labels))
        return { workload, labels, held, selecting: { ingress: selecting('ingress'), egress: selecting('egress') } }
      })
    })
}

function findPlaces(world: World<TrafficKinds>): readonly Place[] {
  const of = tenants(world)
  return world.all('namespaces').flatMap(({ metadata }) => {
    const tenant = of.get(metadata.name)
    if (tenant === undefined) return []
    return [{ name: metadata.name, tenant, labels: { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name }, pods: podsIn(metadata.name, world) }]
  })
}

/** A block of addresses is not how one lets in a tenant: addresses of pods come and go. */
function letsPlace({ ipBlock, namespaceSelector }: PolicyPeer, home: string, place: Place): boolean {
  if (ipBlock) return false
  return namespaceSelector ? matchesLabels(namespaceSelector, place.labels) : place.name === home
}

/** Whether the policies on the pod let through those of the place, or the one pod of it: none selects it, or one of them allows the peer. */
function lets(pod: Pod, direction: Direction, home: string, place: Place, other?: Pod): boolean {
  const policies = pod.selecting[direction]
  if (!pod.held || policies.length === 0) return true
  const passes = (peer: PolicyPeer) => letsPlace(peer, home, place) && (!other || !peer.podSelector || matchesLabels(peer.podSelector, other.labels))
  return policies.some((policy) => rulesOf(policy, direction).some(({ peers }) => peers.length === 0 || peers.some(passes)))
}

export interface Way {
  readonly from: Workload
  readonly to: Workload
  /** No engine stops it, whatever the policies say. */
  readonly unenforced: boolean
}

/** A way into the namespace from a namespace of another tenant; undefined where policies close all of them. */
export function wayInto(namespace: string, world: World<TrafficKinds>): Way | undefined {
  const places = derive(world, findPlaces)
  const home = places.find(({ name }) => name === namespace)
  if (!home) return undefined
  for (const target of home.pods) {
    for (const place of places) {
      // Most policies close a whole namespace; then its pods need not be looked at.
      if (place.tenant === home.tenant || !lets(target, 'ingress', namespace, place)) continue
      const source = place.pods.find((pod) => lets(target, 'ingress', namespace, place, pod) && lets(pod, 'egress', place.name, home, target))
      if (source) return { from: source.workload, to: target.workload, unenforced: !target.held }
    }
  }
  return undefined
}
