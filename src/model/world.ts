/** What a control may look at: the snapshot as questions, which refuse to answer where nothing was seen. */
import type { Facts, Kind } from './facts.ts'
import type { Gap, Origin, Shelf, Source } from './snapshot.ts'

/**
 * Thrown by a world that was asked about things it could not see. `assess` turns it into "unknown" for the one
 * subject being judged; a control that has found faults besides returns it among them. Not an Error: a scan of files throws many, and a stack costs more
 * than the judgement.
 */
export class Unseen {
  readonly kind: Kind
  readonly gap: Gap
  constructor(kind: Kind, gap: Gap) {
    this.kind = kind
    this.gap = gap
  }
}

/** An answer, or what kept the world from giving it: for judgements that have more to say besides. */
export function unlessUnseen<T>(ask: () => T): T | Unseen {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Unseen) return error
    throw error
  }
}

export interface World<K extends Kind = Kind> {
  /** When the facts were true, ISO 8601. The only clock a control has. */
  readonly time: string
  readonly source: Source
  /** All things of a kind. Throws `Unseen` when some may be missing. */
  all<X extends K>(kind: X): readonly Facts[X][]
  /** The thing of that name (or identity), or undefined when there is none. Throws `Unseen` when it may be among what was not seen. */
  find<X extends K>(kind: X, name: string, namespace?: string): Facts[X] | undefined
  /** Some thing that passes the test; of one namespace, where it is named. Throws `Unseen` when none did but some were not seen. */
  some<X extends K>(kind: X, test: (thing: Facts[X]) => boolean, namespace?: string): Facts[X] | undefined
  /** All things of one namespace. Throws `Unseen` when some may be missing. */
  inside<X extends K>(kind: X, namespace: string | undefined): readonly Facts[X][]
  /** All that was seen, and the gap if there is one. For judgements that stay right when things are missing. */
  seen<X extends K>(kind: X): Shelf<Facts[X]>
  /** Where a thing was written, if it came from a file. */
  origin(thing: object): Origin | undefined
}
