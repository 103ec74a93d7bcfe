/** Traffic between tenants: whether policies leave a way from one pod to another. */
import type { Workload } from '../model/facts.ts'
import type { NetworkPolicy, PolicyPeer } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { type Direction, governs, isFinished, type Labels, labelsOf, onHostNetwork, policiesIn, rulesOf, selectorOf, workloadsIn } from './network.ts'
import { covers, type EngineKinds, enginesOf } from './network-engine.ts'
import { matchesLabels } from './selectors.ts'
import { tenants } from './tenants.ts'

interface Pod {
  readonly namespace: string
  readonly namespaceLabels: Labels
  readonly labels: Labels
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, pod: Pod, home: string): boolean {
  // Addresses of pods come and go; a block is not how one lets in a tenant.
  if (ipBlock) return false
  const inNamespace = namespaceSelector ? matchesLabels(namespaceSelector, pod.namespaceLabels) : pod.namespace === home
  return inNamespace && (!podSelector || matchesLabels(podSelector, pod.labels))
}

/** Whether the policies on `pod` let through the other one: none selects it, or one of them allows the peer. */
function lets(pod: Pod, other: Pod, direction: Direction, world: World<'networkPolicies'>): boolean {
  const selecting = policiesIn(pod.namespace, world).filter(
    (policy: NetworkPolicy) => governs(policy.spec, direction) && matchesLabels(selectorOf(policy.spec), pod.labels),
  )
  return (
    selecting.length === 0 ||
    selecting.some((policy) => rulesOf(policy, direction).some(({ peers }) => peers.length === 0 || peers.some((peer) => isPeer(peer, other, pod.namespace))))
  )
}

export type TrafficKinds = EngineKinds | 'networkPolicies' | 'namespaces'

const isOnNetwork = (workload: Workload, world: World<'workloads'>): boolean => !onHostNetwork(workload) && !isFinished(workload, world)

/** Whether an engine holds the workload's pods to policies, wherever they run. Pods that are not placed yet are taken as held. */
function isHeld(workload: Workload, world: World<TrafficKinds>): boolean {
  const engines = enginesOf(world)
  if (engines.length === 0) return false
  const names = new Set(workload.pods.flatMap(({ spec }) => spec?.nodeName ?? []))
  return world.all('hosts').every((host) => !names.has(host.name) || engines.some((engine) => covers(engine, host)))
}

export interface Way {
  readonly from: Workload
  readonly to: Workload
  /** Why nothing stops it, where that is not the policies' fault. */
  readonly unenforced: boolean
}

/** A way into the namespace from a namespace of another tenant; undefined where policies close all of them. */
export function wayInto(namespace: string, world: World<TrafficKinds>): Way | undefined {
  const of = tenants(world)
  const labels = new Map(world.all('namespaces').map(({ metadata }) => [metadata.name, { 'kubernetes.io/metadata.name': metadata.name, ...metadata.labels }]))
  const strangers = [...of]
    .filter(([name, tenant]) => name !== namespace && tenant !== of.get(namespace))
    .flatMap(([name]) => workloadsIn(name, world).filter((workload) => isOnNetwork(workload, world)))
  const podsOf = (workload: Workload): Pod[] =>
    labelsOf(workload).map((one) => ({
      namespace: workload.metadata.namespace ?? 'default',
      namespaceLabels: labels.get(workload.metadata.namespace ?? 'default') ?? {},
      labels: one,
    }))
  for (const to of workloadsIn(namespace, world).filter((workload) => isOnNetwork(workload, world))) {
    const toHeld = isHeld(to, world)
    for (const from of strangers) {
      const fromHeld = isHeld(from, world)
      const open = podsOf(to).some((target) =>
        podsOf(from).some((source) => (!toHeld || lets(target, source, 'ingress', world)) && (!fromHeld || lets(source, target, 'egress', world))),
      )
      if (open) return { from, to, unenforced: !toHeld }
    }
  }
  return undefined
}
