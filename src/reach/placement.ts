/** Which workloads have pods on which node. */
import type { Workload } from '../model/facts.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'

function byNode(world: World<'workloads'>): ReadonlyMap<string, readonly Workload[]> {
  const found = new Map<string, Set<Workload>>()
  for (const workload of world.all('workloads')) {
    for (const { spec, status } of workload.pods) {
      if (spec?.nodeName === undefined || status?.phase === 'Succeeded' || status?.phase === 'Failed') continue
      const known = found.get(spec.nodeName)
      if (known) known.add(workload)
      else found.set(spec.nodeName, new Set([workload]))
    }
  }
  return new Map([...found].map(([node, workloads]) => [node, [...workloads]]))
}

/** Workloads with a pod on the node that has not run to its end. Throws `Unseen` where some may be missing. */
export const workloadsOn = (node: string, world: World<'workloads'>): readonly Workload[] => derive(world, byNode).get(node) ?? []
