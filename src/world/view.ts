/** `view(snapshot)`: the snapshot as a world that refuses to answer where nothing was seen. */
import type { DerivedKind, Facts, Kind, StoredKind } from '../model/facts.ts'
import { groupBy } from '../model/groups.ts'
import { kinds } from '../model/kinds.ts'
import type { Origin, Shelf, Snapshot } from '../model/snapshot.ts'
import { Unseen, type World } from '../model/world.ts'
import { grantsOf } from './grants.ts'
import { hostsOf } from './hosts.ts'
import { workloadsOf } from './workloads.ts'

const derivations: { readonly [K in DerivedKind]: (world: World) => Shelf<Facts[K]> } = { workloads: workloadsOf, hosts: hostsOf, grants: grantsOf }

/** Kinds a derived kind is made of, for permissions and coverage. */
export const sourcesOf: { readonly [K in DerivedKind]: readonly StoredKind[] } = {
  workloads: ['deployments', 'statefulSets', 'daemonSets', 'cronJobs', 'replicationControllers', 'podTemplates', 'replicaSets', 'jobs', 'pods', 'nodes'],
  hosts: ['nodes', 'instances', 'clusters'],
  grants: ['roleBindings', 'roles'],
}

/** How a thing is named within its kind. Kinds that an account has one of are all called ''. */
export function nameOf(kind: Kind, thing: unknown): string {
  const info = kind in kinds ? kinds[kind as StoredKind] : undefined
  if (kind === 'hosts') return (thing as Facts['hosts']).name
  if (!info || info.plane === 'kubernetes') return String((thing as { metadata?: { name?: unknown } }).metadata?.name ?? '')
  const id = 'id' in info ? info.id : undefined
  return id === undefined ? '' : String((thing as Record<string, unknown>)[id] ?? '')
}

export function namespaceOf(thing: unknown): string | undefined {
  return (thing as { metadata?: { namespace?: string } }).metadata?.namespace
}

export function view(snapshot: Snapshot): World {
  const derived = new Map<Kind, Shelf<unknown>>()
  const indexes = new Map<Kind, Map<string, unknown>>()
  const origins = new WeakMap<object, Origin>()

  const shelfOf = <K extends Kind>(kind: K): Shelf<Facts[K]> => {
    if (kind in snapshot.facts) return snapshot.facts[kind as StoredKind] as unknown as Shelf<Facts[K]>
    let shelf = derived.get(kind)
    if (!shelf) {
      shelf = attempt(kind as DerivedKind)
      derived.set(kind, shelf)
      remember(shelf)
    }
    return shelf as Shelf<Facts[K]>
  }
  /** A fact so odd that nothing can be derived from it costs that kind, not the whole assessment. */
  const attempt = (kind: DerivedKind): Shelf<unknown> => {
    try {
      return derivations[kind](world)
    } catch (error) {
      return { things: [], gap: { because: 'failed', detail: `${kind} could not be told: ${error instanceof Error ? error.message : 'unseen facts'}` } }
    }
  }
  const remember = (shelf: Shelf<unknown>) => {
    shelf.from?.forEach((origin, i) => {
      const thing = shelf.things[i]
      if (origin && typeof thing === 'object' && thing !== null) origins.set(thing, origin)
    })
  }
  const indexOf = (kind: Kind): Map<string, unknown> => {
    let index = indexes.get(kind)
    if (!index) {
      index = new Map()
      for (const thing of shelfOf(kind).things) index.set(`${namespaceOf(thing) ?? ''}/${nameOf(kind, thing)}`, thing)
      indexes.set(kind, index)
    }
    return index
  }

  const byNamespace = new Map<Kind, Map<string, unknown[]>>()
  const thingsIn = <K extends Kind>(kind: K, namespace: string | undefined): readonly Facts[K][] => {
    let index = byNamespace.get(kind)
    if (!index) {
      index = groupBy<string, unknown>(shelfOf(kind).things, (thing) => namespaceOf(thing) ?? '')
      byNamespace.set(kind, index)
    }
    return (index.get(namespace ?? '') ?? []) as Facts[K][]
  }

  const world: World = {
    time: snapshot.time,
    source: snapshot.source,
    all(kind) {
      const { things, gap } = shelfOf(kind)
      if (gap) throw new Unseen(kind, gap)
      return things
    },
    find(kind, name, namespace) {
      const thing = indexOf(kind).get(`${namespace ?? ''}/${name}`)
      const { gap } = shelfOf(kind)
      if (thing === undefined && gap) throw new Unseen(kind, gap)
      return thing as Facts[typeof kind] | undefined
    },
    inside(kind, namespace) {
      const { gap } = shelfOf(kind)
      if (gap) throw new Unseen(kind, gap)
      return thingsIn(kind, namespace)
    },
    some(kind, test, namespace) {
      const { things, gap } = shelfOf(kind)
      const thing = (namespace === undefined ? things : thingsIn(kind, namespace)).find(test)
      if (thing === undefined && gap) throw new Unseen(kind, gap)
      return thing
    },
    seen: shelfOf,
    origin: (thing) => origins.get(thing),
  }
  for (const shelf of Object.values(snapshot.facts) as Shelf<unknown>[]) remember(shelf)
  return world
}
