/** NetworkPolicies: which pods each selects, in which direction, and how much its rules let through. */
import type { Workload } from '../model/facts.ts'
import type { LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { byNamespace } from './by-namespace.ts'
import { isWorld, rangeOf } from './cidrs.ts'
import { listOf, objectsIn } from './lists.ts'
import { matchesLabels, selectsAll } from './selectors.ts'

export type Direction = 'ingress' | 'egress'
export const directions: readonly Direction[] = ['ingress', 'egress']
export type Labels = Readonly<Record<string, string>>

/** What NetworkPolicy and ApplicationNetworkPolicy have in common. */
interface PodPolicy {
  readonly podSelector?: LabelSelector
  readonly policyTypes?: readonly string[]
  readonly ingress?: readonly unknown[]
  readonly egress?: readonly unknown[]
}

/** Whether the policy isolates the pods it selects in this direction. Without policyTypes: ingress always, egress where it has egress rules. */
export function governs(spec: PodPolicy | undefined, direction: Direction): boolean {
  const types = listOf(spec?.policyTypes)
  if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress')
  return direction === 'ingress' || listOf(spec?.egress).length > 0
}

/** An absent podSelector is the empty one: every pod of the namespace. */
export const selectorOf = (spec: PodPolicy | undefined): LabelSelector => spec?.podSelector ?? {}

export interface Rule {
  readonly direction: Direction
  /** Path from the root of the policy. */
  readonly at: string
  /** Empty: every peer. */
  readonly peers: readonly PolicyPeer[]
  /** Empty: every port. */
  readonly ports: readonly PolicyPort[]
}

/** The allow rules of one direction; none where the policy does not govern it. */
export function rulesOf({ spec }: NetworkPolicy, direction: Direction): Rule[] {
  if (!governs(spec, direction)) return []
  const rules =
    direction === 'ingress'
      ? listOf(spec?.ingress).map((rule) => ({ peers: rule?.from, ports: rule?.ports }))
      : listOf(spec?.egress).map((rule) => ({ peers: rule?.to, ports: rule?.ports }))
  return rules.map(({ peers, ports }, i) => ({ direction, at: `spec.${direction}[${i}]`, peers: objectsIn(peers), ports: objectsIn(ports) }))
}

/** No port named, or a range that leaves hardly any out. */
export function isEveryPort(ports: readonly PolicyPort[]): boolean {
  return (
    ports.length === 0 ||
    ports.some(({ port, endPort }) => port === undefined || port === null || (typeof port === 'number' && endPort !== undefined && endPort - port >= 60_000))
  )
}

const size = (cidr: string): number => {
  const range = rangeOf(cidr)
  return range ? range.to - range.from : 0
}

/** The blocks of a rule that its exceptions leave mostly as they are; a block whose exceptions take half of it is as narrow as it looks. */
function blocksOf(peers: readonly PolicyPeer[]): string[] {
  return peers.flatMap(({ ipBlock }) => {
    if (typeof ipBlock?.cidr !== 'string') return []
    const taken = listOf(ipBlock.except).reduce((sum, cidr) => sum + size(String(cidr)), 0)
    return taken >= size(ipBlock.cidr) / 2 && taken > 0 ? [] : [ipBlock.cidr]
  })
}

/** Addresses of the internet at large, all blocks of the rule taken together. A list without peers is every peer. */
export const reachesInternet = ({ peers }: Rule): boolean => peers.length === 0 || isWorld(blocksOf(peers))

/** Every pod of the cluster, or the internet. */
export function isEveryPeer(rule: Rule): boolean {
  return (
    reachesInternet(rule) ||
    rule.peers.some((peer) => !peer.ipBlock && selectsAll(peer.namespaceSelector) && (!peer.podSelector || selectsAll(peer.podSelector)))
  )
}

/** All peers on all ports: with such a rule the policy isolates nothing. */
export const allowsEverything = (rule: Rule): boolean => isEveryPeer(rule) && isEveryPort(rule.ports)

const policiesByNamespace = (world: World<'networkPolicies'>) => byNamespace(world.all('networkPolicies'))

/** The policies of a namespace. Throws `Unseen` where some may be missing. */
export const policiesIn = (namespace: string, world: World<'networkPolicies'>): readonly NetworkPolicy[] =>
  derive(world, policiesByNamespace).get(namespace) ?? []

/** The default of a namespace in one direction: the policy that denies it, and the one that opens it again. */
export function defaultOf(
  namespace: string,
  direction: Direction,
  world: World<'networkPolicies'>,
): { readonly deny?: NetworkPolicy; readonly open?: NetworkPolicy } {
  const whole = policiesIn(namespace, world).filter(({ spec }) => governs(spec, direction) && selectsAll(selectorOf(spec)))
  const open = whole.find((policy) => rulesOf(policy, direction).some(allowsEverything))
  const deny = whole.find((policy) => policy !== open)
  return { ...(deny && { deny }), ...(open && { open }) }
}

/** Pods that have run to their end take no traffic. */
const isOver = ({ status }: Workload['pods'][number]): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** The work is done and nothing will start it again. Throws `Unseen` where the pods that would tell were not seen. */
export function isFinished(workload: Workload, world: World<'workloads'>): boolean {
  if (workload.kind !== 'Job' && workload.kind !== 'Pod') return false
  if (workload.pods.length === 0) world.all('workloads')
  return workload.pods.length > 0 && workload.pods.every(isOver)
}

/** Throws `Unseen` where it is not known on what the pods run, for judgements that hold for some sorts of machines alone. */
export function needCompute({ computes }: Workload, world: World<'workloads'>): void {
  if (computes.length === 0) world.all('workloads')
}

export const onHostNetwork = ({ pod }: Workload): boolean => pod.spec?.hostNetwork === true

const workloadsByNamespace = (world: World<'workloads'>) => byNamespace(world.seen('workloads').things)

/** The workloads of a namespace that were seen. */
export const workloadsIn = (namespace: string, world: World<'workloads'>): readonly Workload[] => derive(world, workloadsByNamespace).get(namespace) ?? []

/** Whether the namespace holds pods that policies can bind: any but those on the host network. Throws `Unseen` where it may. */
export function hasPods(namespace: string, world: World<'workloads'>): boolean {
  if (workloadsIn(namespace, world).some((workload) => !onHostNetwork(workload))) return true
  world.all('workloads')
  return false
}

/** The labels its pods carry: those of live pods, since injectors change them, else the template's. */
export function labelsOf(workload: Workload): readonly Labels[] {
  const live = workload.pods.filter((pod) => !isOver(pod))
  return live.length > 0 ? live.map(({ metadata }) => metadata.labels ?? {}) : [workload.pod.metadata?.labels ?? {}]
}

/** Policies of its namespace that select every pod of the workload. */
export function policiesOf(workload: Workload, world: World<'networkPolicies'>): readonly NetworkPolicy[] {
  const policies = policiesIn(workload.metadata.namespace ?? 'default', world)
  const labels = labelsOf(workload)
  return policies.filter(({ spec }) => labels.every((one) => matchesLabels(selectorOf(spec), one)))
}
