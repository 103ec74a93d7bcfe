/** What a cluster would look like after writes: for a plan that tells beforehand what it ends and what it brings. */
import type { Finding, Findings } from '../model/finding.ts'
import { applyEdits } from '../model/edit.ts'
import type { StoredKind } from '../model/facts.ts'
import { kinds } from '../model/kinds.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { objectRef, refKey, showRef } from '../model/ref.ts'
import type { Shelf, Snapshot } from '../model/snapshot.ts'
import type { ObjectWrite } from './write.ts'

/** The shelf on which objects of a kind stand. */
const shelfOf = ({ on }: ObjectWrite): StoredKind | undefined =>
  (Object.entries(kinds) as [StoredKind, (typeof kinds)[StoredKind]][]).find(
    ([, info]) =>
      info.plane === 'kubernetes' &&
      info.apiVersion.split('/')[0] === (on.apiVersion ?? '').split('/')[0] &&
      (info.kind === on.kind || ('also' in info && info.also.kind === on.kind)),
  )?.[0]

/** The snapshot as the writes would leave it. */
export function foresee(snapshot: Snapshot, writes: readonly ObjectWrite[]): Snapshot {
  const facts: Record<string, Shelf<unknown>> = { ...snapshot.facts }
  for (const write of writes) {
    const kind = shelfOf(write)
    const shelf = kind && facts[kind]
    if (!kind || !shelf) continue
    const isIt = (thing: unknown) => refKey(objectRef(thing as KubeObject)) === refKey(write.on)
    const things =
      write.verb === 'create'
        ? [...shelf.things, write.object]
        : write.verb === 'delete'
          ? shelf.things.filter((thing) => !isIt(thing))
          : shelf.things.map((thing) => (isIt(thing) ? applyEdits(thing, write.edits ?? []) : thing))
    facts[kind] = { ...shelf, things }
  }
  return { ...snapshot, facts: facts as unknown as Snapshot['facts'] }
}

/** How a finding is recognised again after a change: that of one thing by one control. */
export const keyOf = ({ rule, subject }: Finding): string => `${rule} at ${showRef(subject)}`

export const keysOf = (findings: Findings): ReadonlySet<string> => new Set([...findings].filter(({ waived }) => waived === undefined).map(keyOf))
