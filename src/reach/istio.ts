/** Istio: which workloads are in the mesh, and how callers of each must prove themselves. */
import { containersOf } from '../demand/pods.ts'
import type { Workload } from '../model/facts.ts'
import type { PeerAuthentication, Pod } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { labelsOf } from './network.ts'
import { matchesLabels } from './selectors.ts'

const control = /(^|\/)istio\/pilot(:|@|$)/

function findIstiod(world: World<'workloads'>): Workload | undefined {
  return world
    .seen('workloads')
    .things.find((workload) => containersOf(workload).some(({ value }) => typeof value.image === 'string' && control.test(value.image)))
}

/** The control plane of the mesh; undefined where none runs. Throws `Unseen` where one may. */
export function istiod(world: World<'workloads'>): Workload | undefined {
  const found = derive(world, findIstiod)
  if (!found) world.all('workloads')
  return found
}

const proxy = 'istio-proxy'
const runsProxy = ({ status }: Pod): boolean =>
  [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].some(({ name }) => name === proxy)
const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/**
 * Whether its traffic goes through the mesh: a proxy beside every live pod, or ambient mode. Of a template alone the
 * labels of the namespace tell, which inject the proxy when a pod starts.
 */
export function isMeshed(workload: Workload, world: World<'namespaces'>): boolean {
  if (containersOf(workload).some(({ value }) => value.name === proxy)) return true
  const namespace = world.find('namespaces', workload.metadata.namespace ?? 'default')?.metadata.labels ?? {}
  const own = workload.pod.metadata?.labels ?? {}
  const mode = own['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode']
  if (mode === 'ambient') return true
  const live = workload.pods.filter((pod) => !isOver(pod) && pod.status?.containerStatuses !== undefined)
  if (live.length > 0) return live.every(runsProxy)
  const inject = own['sidecar.istio.io/inject'] ?? workload.pod.metadata?.annotations?.['sidecar.istio.io/inject']
  if (inject !== undefined) return inject === 'true'
  return namespace['istio-injection'] === 'enabled' || (namespace['istio.io/rev'] !== undefined && namespace['istio-injection'] !== 'disabled')
}

/** A mode that is set here; UNSET leaves it to the next wider policy. */
const modeOf = ({ spec }: PeerAuthentication): string | undefined => (spec?.mtls?.mode === 'UNSET' ? undefined : spec?.mtls?.mode)

export interface Mode {
  readonly mode: string
  /** The policy that says so; none where the default of Istio stands. */
  readonly by?: PeerAuthentication
}

/** The modes in force for the workload: that of its pods, and those of ports that make an exception. */
export function modesOf(workload: Workload, world: World<'peerAuthentications' | 'workloads'>): readonly Mode[] {
  const root = istiod(world)?.metadata.namespace ?? 'istio-system'
  const all = world.all('peerAuthentications')
  const isWide = ({ spec }: PeerAuthentication) => Object.keys(spec?.selector?.matchLabels ?? {}).length === 0
  const own = all.filter(
    (one) =>
      one.metadata.namespace === workload.metadata.namespace && !isWide(one) && labelsOf(workload).some((labels) => matchesLabels(one.spec?.selector, labels)),
  )
  const wide = [
    ...all.filter((one) => isWide(one) && one.metadata.namespace === workload.metadata.namespace),
    ...all.filter((one) => isWide(one) && one.metadata.namespace === root),
  ]
  const by = [...own, ...wide].find((one) => modeOf(one) !== undefined)
  const ports = own.flatMap((one) =>
    Object.values(one.spec?.portLevelMtls ?? {}).flatMap(({ mode }) => (mode === undefined || mode === 'UNSET' ? [] : [{ mode, by: one }])),
  )
  return [by ? { mode: modeOf(by) ?? 'PERMISSIVE', by } : { mode: 'PERMISSIVE' }, ...ports]
}
