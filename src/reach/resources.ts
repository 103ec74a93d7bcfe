/** What containers may use: their own requests and limits, the pod's, and the defaults of the namespace. */
import { containersOf, type Placed, type Podded } from '../demand/pods.ts'
import { asked, wished } from '../model/asked.ts'
import type { Edit, Remedy } from '../model/change.ts'
import type { Workload } from '../model/facts.ts'
import type { Container, LimitRange } from '../model/kubernetes.ts'
import type { Evidence } from '../model/finding.ts'
import { concatPath, joinPath } from '../model/path.ts'
import { objectRef } from '../model/ref.ts'
import { Unseen, type World } from '../model/world.ts'

export type Resource = 'cpu' | 'memory' | 'ephemeral-storage'

const isGiven = (amounts: unknown, resource: Resource): boolean => {
  if (typeof amounts !== 'object' || amounts === null) return false
  const amount = (amounts as Record<string, unknown>)[resource]
  return amount !== undefined && amount !== null && amount !== ''
}

/** Whether the namespace gives a default to containers that say nothing. */
function hasDefault(workload: Workload, resource: Resource, sort: 'requests' | 'limits', world: World<'limitRanges'>): boolean | Unseen {
  // Files mostly hold no LimitRange, and every workload asks several times: a throw would cost more than all the rest.
  const { things, gap } = world.seen('limitRanges')
  if (things.length === 0) return gap ? new Unseen('limitRanges', gap) : false
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
 * containers, and a LimitRange for both; where one may be that was not seen, that. Ephemeral containers can have none.
 */
export function containersWithout(
  workload: Workload,
  resource: Resource,
  sort: 'requests' | 'limits',
  world: World<'limitRanges'>,
): readonly Placed<Container>[] | Unseen {
  const isBound = (resources: Container['resources']): boolean =>
    isGiven(resources?.limits, resource) || (sort === 'requests' && isGiven(resources?.requests, resource))
  if (isBound(workload.pod.spec?.resources)) return []
  const unbound = containersOf(workload).filter(({ value, at }) => !at.includes('ephemeralContainers[') && !isBound(value.resources))
  const bound = unbound.length > 0 && hasDefault(workload, resource, sort, world)
  if (bound instanceof Unseen) return bound
  return bound ? [] : unbound
}

/** What is wrong with containers that lack one. @param says of a container, after its name */
export function lacking(
  workload: Workload,
  resource: Resource,
  sort: 'requests' | 'limits',
  world: World<'limitRanges'>,
  { says, wanted }: { readonly says: string; readonly wanted: string },
): readonly (Evidence | Unseen)[] {
  const unbound = containersWithout(workload, resource, sort, world)
  if (unbound instanceof Unseen) return [unbound]
  return unbound.map(({ value, at }) => ({ says: `container ${value.name} ${says}`, at: concatPath(at, 'resources'), wanted }))
}

/** Gives them amounts that a person names. Beside a limit the request is taken where it is given; else Kubernetes makes it the same. */
export function boundRemedy(workload: Workload, resource: Resource, sort: 'requests' | 'limits', world: World<'limitRanges'>): Remedy {
  const question = sort === 'requests' && resource !== 'ephemeral-storage' ? (`${resource}-request` as const) : (`${resource}-limit` as const)
  const unbound = containersWithout(workload, resource, sort, world)
  if (unbound instanceof Unseen) throw unbound
  const edits = unbound.flatMap(({ value, at }): Edit[] => [
    ...(sort === 'limits' && resource !== 'ephemeral-storage' && !isGiven(value.resources?.requests, resource)
      ? [{ path: joinPath(at, 'resources', 'requests', resource), value: wished(`${resource}-request`) }]
      : []),
    { path: joinPath(at, 'resources', sort, resource), value: asked(question) },
  ])
  return {
    says: sort === 'limits' ? `Bound its ${nouns[resource]}` : `Request the ${nouns[resource]} that it needs`,
    risk: 'restart',
    steps: [{ do: 'patch', on: objectRef(workload), edits }],
  }
}

const nouns: Readonly<Record<Resource, string>> = { cpu: 'CPU', memory: 'memory', 'ephemeral-storage': 'use of the disk' }

const powers: Readonly<Record<string, number>> = { m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 }

/** A quantity of Kubernetes as a number; undefined for what is none. */
function amountOf(quantity: unknown): number | undefined {
  const [, number, unit = '', binary] = /^(\d+(?:\.\d+)?)([mkKMGTPE]?)(i?)$/.exec(String(quantity)) ?? []
  if (number === undefined) return undefined
  const power = powers[unit === 'K' ? 'k' : unit] ?? 1
  return Number(number) * (binary === 'i' ? 1024 ** Math.round(Math.log10(power) / 3) : power)
}

/** A limit below the request of its container, which the API server refuses. */
export function lessThanRequested(subject: Podded): string | undefined {
  for (const { value } of containersOf(subject)) {
    const { limits, requests } = value.resources ?? {}
    for (const [resource, limit] of Object.entries(limits ?? {})) {
      const requested = requests?.[resource]
      if ((amountOf(limit) ?? 0) < (amountOf(requested) ?? 0))
        return `container ${value.name} requests ${requested} of ${resource}, more than a limit of ${limit}`
    }
  }
  return undefined
}
