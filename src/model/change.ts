/** Remedies: what to do about a finding, as data that can be shown before it is done. */
import type { Ref } from './ref.ts'

/** A value to put at a path of a Kubernetes object; no value means: remove the field. */
export interface Edit {
  readonly path: string
  readonly value?: unknown
  /** Where the value comes from that the control does not know by itself: `runs in pod retail/ui-5d8f`. */
  readonly from?: string
}

export type Change =
  | { readonly do: 'patch'; readonly on: Ref; readonly edits: readonly Edit[] }
  | { readonly do: 'create'; readonly object: Readonly<Record<string, unknown>> }
  | { readonly do: 'delete'; readonly on: Ref }
  | { readonly do: 'aws'; readonly call: string; readonly input: Readonly<Record<string, unknown>> }
  /** For a person: a command or an instruction that no program should carry out by itself. */
  | { readonly do: 'tell'; readonly text: string }

export interface Remedy {
  readonly says: string
  /** What carrying it out may cost: nothing, restarted pods, or an outage. */
  readonly risk: 'none' | 'restart' | 'outage'
  readonly steps: readonly Change[]
}
