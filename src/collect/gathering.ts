/** A gathering: what a collector has found so far; `finish` makes the snapshot of it, with a gap for all that is missing. */
import type { Problem, StoredFacts, StoredKind } from '../model/facts.ts'
import { kinds } from '../model/kinds.ts'
import type { Gap, Origin, Shelf, Snapshot, Source } from '../model/snapshot.ts'
import { Answers } from './aws/answers.ts'
import { type AwsKind, shelfOf } from './aws/calls.ts'
import { computeOf } from '../world/hosts.ts'
import { namedBy, naming } from './aws/named.ts'

type Draft = { things: unknown[]; from?: Origin[]; gap?: Gap }

/** Times that objects and answers carry; the newest tells when a dump was taken. */
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/

export class Gathering {
  readonly answers = new Answers()
  readonly #shelves = new Map<StoredKind, Draft>()

  add<K extends StoredKind>(kind: K, thing: StoredFacts[K], origin?: Origin): void {
    const draft = this.#draft(kind)
    if (origin) {
      draft.from ??= []
      draft.from[draft.things.length] = origin
    }
    draft.things.push(thing)
  }

  /** Opens the shelf of a kind, so that it counts as seen even when it holds nothing. */
  open(kind: StoredKind): void {
    this.#draft(kind)
  }

  gap(kind: StoredKind, gap: Gap): void {
    this.#draft(kind).gap ??= gap
  }

  /** What has been found of a kind so far. */
  things<K extends StoredKind>(kind: K): readonly StoredFacts[K][] {
    return (this.#shelves.get(kind)?.things ?? []) as StoredFacts[K][]
  }

  gapOf(kind: StoredKind): Gap | undefined {
    return this.#shelves.get(kind)?.gap
  }

  problem(problem: Problem): void {
    this.add('problems', problem)
  }

  #draft(kind: StoredKind): Draft {
    let draft = this.#shelves.get(kind)
    if (!draft) {
      draft = { things: [] }
      this.#shelves.set(kind, draft)
    }
    return draft
  }

  /**
   * @param time when the facts were true, ISO 8601
   * @param missing the gap of a kind of which nothing was added or opened; of AWS kinds the answers tell it, where this does not
   */
  finish(source: Source, time: string, missing: (kind: StoredKind) => Gap | undefined): Snapshot {
    const facts: Partial<Record<StoredKind, Shelf<unknown>>> = {}
    const told = Object.fromEntries(
      naming.map((kind) => {
        const gap = this.#shelves.has(kind) ? undefined : missing(kind)
        return [kind, this.#shelves.get(kind) ?? { things: [], ...(gap && { gap }) }]
      }),
    )
    this.answers.named = { ...this.answers.named, ...namedBy(told as unknown as Pick<Snapshot['facts'], (typeof naming)[number]>) }
    for (const kind of Object.keys(kinds) as StoredKind[]) {
      const draft = this.#shelves.get(kind)
      const gap = draft ? undefined : missing(kind)
      if (draft) facts[kind] = draft
      else if (!gap && kinds[kind].plane === 'aws' && source.scope === 'cluster') facts[kind] = shelfOf(kind as AwsKind, this.answers)
      else facts[kind] = { things: [], ...(gap && { gap }) }
    }
    const silent = this.#shelves.has('kubelets') && !facts.kubelets?.gap ? silentKubelets(facts as Snapshot['facts']) : undefined
    if (silent) facts.kubelets = { ...(facts.kubelets as Shelf<unknown>), gap: silent }
    return { format: 1, time, source, facts: facts as Snapshot['facts'] }
  }
}

/** Kubelets are asked one by one: a node whose kubelet gave no answer is unknown, not fine. Those of Fargate are AWS's: nobody else reaches them. */
function silentKubelets({ nodes, kubelets }: Snapshot['facts']): Gap | undefined {
  const lacks = 'get nodes/configz'
  if (nodes.gap) return { ...nodes.gap, detail: `whose kubelets are missing is unknown: ${nodes.gap.detail}` }
  const told = new Set(kubelets.things.map(({ node }) => node))
  const own = nodes.things.filter((node) => computeOf(node) !== 'fargate')
  const silent = own.map((node) => node.metadata.name).filter((name) => !told.has(name))
  if (silent.length === 0) return undefined
  return {
    because: 'not asked',
    detail: `${silent.length} of ${own.length} nodes did not tell their kubelet's configuration: ${silent.slice(0, 3).join(', ')}${silent.length > 3 ? ` and ${silent.length - 3} more` : ''}`,
    lacks,
  }
}

/** The newest time below a value, ISO 8601 in UTC; '' where there is none. */
export function newestTime(value: unknown, newest = ''): string {
  if (typeof value === 'string') {
    if (value.length > 40 || !timeForm.test(value)) return newest
    const time = Date.parse(value)
    if (Number.isNaN(time)) return newest
    const iso = new Date(time).toISOString()
    return iso > newest ? iso : newest
  }
  if (typeof value !== 'object' || value === null) return newest
  let best = newest
  for (const child of Object.values(value)) best = newestTime(child, best)
  return best
}
