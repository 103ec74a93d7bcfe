/** One paged LIST: every page projected as it comes, and a gap for what did not come. */
import type { Kube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredFacts, StoredKind } from '../../model/facts.ts'
import type { Gap } from '../../model/snapshot.ts'
import { discover, type Listing, Unserved } from './discovery.ts'
import { Pages } from './read-ahead.ts'
import { taking } from './take.ts'

export interface Listed {
  readonly things: readonly StoredFacts[StoredKind][]
  readonly gap?: Gap
}

/**
 * Of Secrets only the metadata is asked for. Pages that have become too old are begun anew, once.
 * @param seen hears how many things have come, page by page
 */
export async function listAll(kube: Kube, listing: Listing, seen: (count: number) => void): Promise<Listed> {
  const { kind, resource, apiVersion, itemKind } = listing
  let things: StoredFacts[StoredKind][] = []
  let take = taking(kind, apiVersion, itemKind)
  let token = ''
  let isSecondTime = false
  const tokens = new Set<string>()
  const pages = new Pages(kube, listing)
  for (;;) {
    try {
      const page = await pages.at(token)
      if (!String(page['kind']).endsWith('List')) throw new KubeError('not kubernetes', `the answer is a ${String(page['kind'])}, not a list`)
      const next = (page['metadata'] as { continue?: unknown } | undefined)?.continue
      const isLast = typeof next !== 'string' || next === ''
      const isCircle = !isLast && tokens.has(next)
      if (!isLast && !isCircle) pages.expect(next)
      for (const item of (page['items'] as readonly unknown[] | null | undefined) ?? [])
        if (typeof item === 'object' && item !== null) things.push(take(item as Record<string, unknown>))
      seen(things.length)
      if (isLast) return { things }
      if (isCircle) throw new KubeError('refused', 'its pages go round in a circle')
      tokens.add(next)
      token = next
    } catch (error) {
      if (!(error instanceof KubeError)) throw error
      if (error.fault === 'expired' && token !== '' && !isSecondTime) {
        isSecondTime = true
        things = []
        take = taking(kind, apiVersion, itemKind)
        token = ''
        tokens.clear()
        continue
      }
      if (error.fault === 'absent' && token === '' && (await isGone(kube, listing))) return { things }
      return { things, gap: gapOf(`list ${resource}`, error, things.length) }
    }
  }
}

/** Whether a resource that discovery had a moment ago is served no more: its definition went, and its things with it. */
async function isGone(kube: Kube, { resource, apiVersion }: Listing): Promise<boolean> {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  const served = await discover(kube, new Set([group]))
  try {
    return served.versionOf(group, resource.split('.')[0] as string, version) === undefined
  } catch (error) {
    if (error instanceof Unserved) return false
    throw error
  }
}

/** @param lacks the permission that was used, as RBAC says it: `list pods` */
export function gapOf(lacks: string, error: KubeError, seen = 0): Gap {
  if (error.fault === 'denied') return { because: 'denied', detail: `${lacks}: ${error.message}`, lacks }
  return { because: 'failed', detail: `${lacks}: ${error.message}${seen > 0 ? ` (after ${seen} had come)` : ''}` }
}
