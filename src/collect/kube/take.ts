/** Takes the items of one list in: what each is, and as much of it as is worth keeping. */
import type { StoredFacts, StoredKind } from '../../model/facts.ts'
import { project } from './shelve.ts'

type Loose = Record<string, unknown>

/**
 * Items of a list do not say what they are, and metadata-only ones say it wrongly.
 * @returns what turns an item, in place, into a thing of its shelf; one for each list, since it remembers owners
 */
export function taking(kind: StoredKind, apiVersion: string, itemKind: string): (item: Loose) => StoredFacts[StoredKind] {
  const seenOwners = new Set<string>()
  return (item) => {
    if (typeof item['kind'] !== 'string' || item['kind'] === 'PartialObjectMetadata') {
      item['kind'] = itemKind
      item['apiVersion'] = apiVersion
    }
    if (kind === 'pods') lighten(item, seenOwners)
    return project(kind, item) as unknown as StoredFacts[StoredKind]
  }
}

const keptOfSpec = ['nodeName', 'serviceAccountName', 'hostNetwork'] as const

/**
 * Of the pods of one owner only the first keeps its whole spec: the owner's template is what gets judged, and a
 * hundred thousand copies of it are not worth their memory. The others keep what may differ.
 */
function lighten(pod: Loose, seenOwners: Set<string>): void {
  const metadata = pod['metadata'] as { namespace?: string; ownerReferences?: { kind?: string; name?: string; uid?: string }[] } | undefined
  const owner = Array.isArray(metadata?.ownerReferences) ? metadata.ownerReferences[0] : undefined
  if (!owner || owner.kind === 'Node') return
  const key = owner.uid ?? `${metadata?.namespace}/${owner.kind}/${owner.name}`
  if (!seenOwners.has(key)) {
    seenOwners.add(key)
    return
  }
  const spec = pod['spec'] as Loose | undefined
  // Containers that were put in to debug this one pod are in no template.
  if (typeof spec !== 'object' || spec === null || spec['ephemeralContainers'] !== undefined) return
  // One field at a time: objects that are spread have a hidden class each.
  const kept: Loose = {}
  for (const field of keptOfSpec) if (spec[field] !== undefined) kept[field] = spec[field]
  pod['spec'] = kept
}
