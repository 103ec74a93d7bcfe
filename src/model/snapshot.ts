/** The snapshot: all that was seen of a target at one time, and all that could not be seen. */
import type { Facts, StoredKind } from './facts.ts'

/** Why a kind of thing, or a part of it, was not seen. A gap can never end in a pass. */
export interface Gap {
  /**
   * - `not asked`: nobody asked (a call was not made, a plane was switched off);
   * - `denied`: asked, and refused;
   * - `failed`: asked, and the answer was an error, cut short or unreadable;
   * - `untold`: answered, but the answer does not say;
   * - `out of scope`: this sort of target cannot show it (a folder of manifests shows no account).
   */
  readonly because: 'not asked' | 'denied' | 'failed' | 'untold' | 'out of scope'
  readonly detail: string
  /** The permission that would show it: `list pods`, `eks:DescribeCluster`. */
  readonly lacks?: string
}

/** Where in a file a thing was written. Lines count from 1. */
export interface Origin {
  readonly file: string
  readonly line: number
  /** The line of each node of the object, in the order of a depth-first walk; absent where unknown. */
  readonly lines?: readonly number[]
}

/** The things of one kind. Empty means "there are none"; a gap means "we could not see (all of) them". */
export interface Shelf<T> {
  readonly things: readonly T[]
  /** Runs parallel to `things`. */
  readonly from?: readonly Origin[]
  readonly gap?: Gap
}

export interface Source {
  /** `cluster`: an absent thing does not exist. `files`: an absent thing may well exist elsewhere. */
  readonly scope: 'cluster' | 'files'
  /** What the user named: a path, a kube context. */
  readonly target: string
  readonly collector: 'manifests' | 'dump' | 'live'
}

export interface Snapshot {
  readonly format: 1
  /** When the facts were true, ISO 8601. All ages are reckoned from here, never from the wall clock. */
  readonly time: string
  readonly source: Source
  readonly facts: { readonly [K in StoredKind]: Shelf<Facts[K]> }
}
