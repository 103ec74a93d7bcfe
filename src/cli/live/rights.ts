/** What `doctor` tells of one plane: the least policy, and what the caller lacks of it. */
import type { StoredKind } from '../../model/facts.ts'

/** Kind -> the chosen controls that read it. */
export type Readers = ReadonlyMap<StoredKind, readonly string[]>

/** A right the caller has not, and the controls that cannot be decided, or not everywhere, without it. */
export interface Lack {
  readonly says: string
  readonly controls: readonly string[]
}

export interface Half {
  /** The least policy, as its own plane writes it. */
  readonly policy: object
  /** The policy as YAML that its plane takes. */
  readonly yaml?: string
  readonly terraform: string
  readonly needed: number
  /** Undefined where nobody was asked. */
  readonly lacks: readonly Lack[] | undefined
}
