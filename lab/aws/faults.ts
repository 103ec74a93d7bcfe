/** Faults on demand: what may go wrong between a caller and AWS, switched on and off while the stand-in runs. */
import type { Common } from './errors.ts'

/**
 * `denied` `throttled` `failing` `unavailable` `expired` `bad-signature`: AWS answers that error.
 * `cut`: the connection ends in the middle of the answer. `reset`: it ends before there is any.
 * `slow`: the answer waits for `ms`. `endless`: every page names a next one, with the token it was asked with.
 * `html`: a proxy answers instead of AWS. `garbled`: the answer is no JSON or XML.
 */
export type Sort =
  | Extract<Common, 'denied' | 'throttled' | 'failing' | 'unavailable' | 'expired' | 'bad-signature'>
  | 'cut'
  | 'reset'
  | 'slow'
  | 'endless'
  | 'html'
  | 'garbled'
export const sorts: readonly Sort[] = [
  'denied',
  'throttled',
  'failing',
  'unavailable',
  'expired',
  'bad-signature',
  'cut',
  'reset',
  'slow',
  'endless',
  'html',
  'garbled',
]

export interface Fault {
  readonly sort: Sort
  /** `eks:ListClusters`, `eks:*`, or `*`. */
  readonly on: string
  /** Only calls of this user. */
  readonly user?: string
  /** Befalls so many calls, then no more; without it, all. */
  readonly times?: number
  /** Of `slow`: how long, in milliseconds. */
  readonly ms?: number
}

/** How updates of clusters, node groups and add-ons go. */
export interface UpdatePlan {
  /** Milliseconds until an update is done. */
  readonly takes: number
  /** The error with which updates end; without it they succeed. */
  readonly fails?: { readonly errorCode: string; readonly errorMessage: string; readonly resourceIds?: readonly string[] }
}

export class Faults {
  #active: { readonly fault: Fault; left: number }[] = []
  /** Milliseconds by which the clock of AWS is ahead of this machine's. */
  clock = 0
  updates: UpdatePlan = { takes: 300 }

  /** @returns takes the fault away again */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
    this.#active.push(entry)
    return () => {
      this.#active = this.#active.filter((one) => one !== entry)
    }
  }

  /** Takes all faults away; the clock goes right again, updates succeed. */
  clear(): void {
    this.#active = []
    this.clock = 0
    this.updates = { takes: 300 }
  }

  /** The faults that befall this call; each is counted. */
  befalling(call: string, user: string | undefined): readonly Fault[] {
    const service = call.split(':')[0]
    const hit = this.#active.filter(
      ({ fault, left }) => left > 0 && [call, `${service}:*`, '*'].includes(fault.on) && (fault.user === undefined || fault.user === user),
    )
    for (const one of hit) one.left -= 1
    return hit.map(({ fault }) => fault)
  }

  now(): Date {
    return new Date(Date.now() + this.clock)
  }
}
