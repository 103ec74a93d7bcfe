/** What containers may use: their own requests and limits, the pod's, and the defaults of the namespace. */
import { containersOf, type Placed } from '../demand/pods.ts'
import type { Workload } from '../model/facts.ts'
import type { Container, LimitRange } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'

export type Resource = 'cpu' | 'memory' | 'ephemeral-storage'

const isGiven = (amounts: unknown, resource: Resource): boolean => {
  if (typeof amounts !== 'object' || amounts === null) return false
  const amount = (amounts as Record<string, unknown>)[resource]
  return amount !== undefined && amount !== null && amount !== ''
}

/** A default that the namespace gives to containers that say nothing. */
function hasDefault(workload: Workload, resource: Resource, sort: 'requests' | 'limits', world: World<'limitRanges'>): boolean {
  const gives = ({ spec }: LimitRange) => {
    if (!Array.isArray(spec?.limits)) return false
    return spec.limits.some(
      (limit) => limit?.type === 'Container' && (isGiven(limit.default, resource) || (sort === 'requests' && isGiven(limit.defaultRequest, resource))),
    )
  }
  return world.some('limitRanges', gives, workload.metadata.namespace) !== undefined
}

/**
 * Containers without a request or limit of a resource. A limit stands for a request, a value of the pod for those of its
 * containers, and a LimitRange for both. Ephemeral containers can have none.
 */
export function containersWithout(workload: Workload, resource: Resource, sort: 'requests' | 'limits', world: World<'limitRanges'>): Placed<Container>[] {
  const isBound = (resources: Container['resources']): boolean =>
    isGiven(resources?.limits, resource) || (sort === 'requests' && isGiven(resources?.requests, resource))
  if (isBound(workload.pod.spec?.resources)) return []
  const unbound = containersOf(workload).filter(({ value, at }) => !at.includes('ephemeralContainers[') && !isBound(value.resources))
  return unbound.length > 0 && hasDefault(workload, resource, sort, world) ? [] : unbound
}
