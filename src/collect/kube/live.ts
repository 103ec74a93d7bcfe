/** Collects from a live API server: what discovery has, one paged LIST a resource, a gap for all that did not come. */
import type { Kube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredFacts, StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Gathering } from '../gathering.ts'
import { discover, listingsOf, resourcesOf } from './discovery.ts'
import { askKubelets, type KubeletWay, unaskedKubelets } from './kubelets.ts'
import { inLanes } from './lanes.ts'
import { gapOf, listAll } from './pages.ts'

/** Hears what is under way: the phase, what has been counted in it, and what the count is of where the phase does not say. */
export type Note = (phase: string, count?: number, unit?: string) => void

/** Kinds in the order they are listed: pods have by far the most pages, and nobody waits for them at the end. */
export const longestFirst = (some: readonly StoredKind[]): readonly StoredKind[] => [
  ...some.filter((kind) => kind === 'pods'),
  ...some.filter((kind) => kind !== 'pods'),
]

/** Lists under way at once: enough to keep the line full, few enough for a small control plane. */
export const lanes = 4

/**
 * The first question, which tells whether there is an API server, and whether it knows us.
 * @throws KubeError where there is none, or it does not: nothing else would come either
 */
export async function greet(kube: Kube, gathering: Gathering): Promise<string | undefined> {
  try {
    const version = await kube.get('/version')
    gathering.add('kubeVersions', version as unknown as StoredFacts['kubeVersions'])
    return typeof version['gitVersion'] === 'string' ? version['gitVersion'] : undefined
  } catch (error) {
    if (!(error instanceof KubeError) || !['denied', 'absent', 'late'].includes(error.fault)) throw error
    gathering.gap('kubeVersions', gapOf('get /version', error))
    return undefined
  }
}

/** @param wanted the kinds to collect; those of other planes are passed over */
export async function collectCluster(kube: Kube, wanted: ReadonlySet<StoredKind>, kubelets: KubeletWay, gathering: Gathering, note: Note): Promise<void> {
  const listed = (Object.keys(kinds) as StoredKind[]).filter(
    (kind) => kinds[kind].plane === 'kubernetes' && (wanted.has(kind) || (kind === 'nodes' && wanted.has('kubelets') && kubelets !== 'no')),
  )
  note('discovery')
  const served = await discover(kube, new Set(listed.flatMap((kind) => resourcesOf(kind).map(({ group }) => group))))
  const counts = new Map<string, number>()
  const seen = (name: string, count: number) => {
    counts.set(name, count)
    note(
      `${listed.length} kinds of objects`,
      [...counts.values()].reduce((sum, one) => sum + one, 0),
    )
  }
  await inLanes(longestFirst(listed), lanes, async (kind) => {
    gathering.open(kind)
    const { listings, gap } = listingsOf(kind, served)
    if (gap) gathering.gap(kind, gap)
    for (const listing of listings) {
      const list = await listAll(kube, listing, (count) => seen(listing.resource, count))
      for (const thing of list.things) gathering.add(kind, thing)
      if (list.gap) gathering.gap(kind, list.gap)
    }
  })
  if (!wanted.has('kubelets')) return
  if (kubelets === 'no') gathering.gap('kubelets', unaskedKubelets)
  else await askKubelets(kube, gathering.things('nodes'), kubelets, gathering, (count) => note('kubelets', count))
}
