/** A write: the least that is made whole or not at all, with all it takes to see whether it was made and to take it back. */
import type { Edit } from '../model/change.ts'
import type { Ref } from '../model/ref.ts'

/** A run of text in a file gives way to another. */
export interface FileWrite {
  readonly to: 'file'
  /** From the root of the file system. */
  readonly file: string
  /** Offset in UTF-16 units. */
  readonly at: number
  readonly gone: string
  readonly come: string
  /** SHA-256 of the whole file, in hex. */
  readonly before: string
  readonly after: string
}

/** An edit of a live object, with the value that it replaces; none where nothing was there. */
export interface LiveEdit extends Edit {
  readonly was?: unknown
}

export interface ObjectWrite {
  readonly to: 'object'
  readonly verb: 'patch' | 'create' | 'delete'
  readonly on: Ref
  /** Of the object in the API: `/apis/apps/v1/namespaces/retail/deployments/ui`. */
  readonly path: string
  /** Of the object that was seen: another of its name is not meant. */
  readonly uid?: string
  /** SHA-256 of the object that was seen, without what the server itself keeps there. */
  readonly before?: string
  /** Of a patch. No path leads into another, so that their order does not matter. */
  readonly edits?: readonly LiveEdit[]
  /** It was not ready before: whether its pods come up tells nothing of the write. */
  readonly unready?: true
  /** The whole object: of `create` as it will be, of `delete` as it was. */
  readonly object?: Readonly<Record<string, unknown>>
}

export interface AwsWrite {
  readonly to: 'aws'
  /** `eks:UpdateClusterConfig` */
  readonly call: string
  readonly input: Readonly<Record<string, unknown>>
  /** What the call changes, as it was before; and as it will be. Compared to see whether the call was made. */
  readonly was: unknown
  readonly is: unknown
  /** The call that takes it back; none where AWS has none. */
  readonly back?: { readonly call: string; readonly input: Readonly<Record<string, unknown>> }
}

export type Write = FileWrite | ObjectWrite | AwsWrite

/** What a write meets: the state before it, the state after it, or something that neither it nor its plan knows. */
export type Look = 'before' | 'after' | { readonly moved: string }

/** Makes the writes of one destination. All throw `Refused` with one sentence, and then nothing was done. */
export interface Hand<W extends Write> {
  look(write: W): Promise<Look>
  /** Whether all is as it was planned on, and the destination would take the write, where it can be asked. */
  tryOut(write: W): Promise<void>
  /** Ends when the write is whole. Where it throws anything but `Refused`, `look` tells what became of it. */
  make(write: W): Promise<void>
  takeBack(write: W): Promise<void>
  /** Waits until what the write, or taking it back, set in motion stands. Throws `Refused` where it does not. */
  settle(write: W, as: 'after' | 'before'): Promise<void>
}

export type Hands = { readonly [T in Write['to']]?: Hand<Extract<Write, { to: T }>> }

/** Lines that go and lines that come. */
export interface Hunk {
  /** Of the text as it is before this change, from 1; absent for what has no lines. */
  readonly line?: number
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

/** What a step does to one thing, for people. */
export interface Shown {
  readonly object: Ref
  readonly hunk: Hunk
  /** The findings that it ends. */
  readonly ends: readonly { readonly rule: string; readonly says: readonly string[] }[]
  /** Where a value comes from that is not of the control itself: evidence, a flag. */
  readonly from?: readonly string[]
}

/** One write, and all that is to be known of it beforehand. */
export interface Step {
  readonly write: Write
  readonly shows: readonly Shown[]
  readonly risk: 'none' | 'restart' | 'outage'
  /** Whom it touches: `3 pods restart`. */
  readonly touches: readonly string[]
  /** Findings that are new afterwards, since the thing was not asked before: `network/workload-without-policy at Pod shop/web`. */
  readonly brings: readonly string[]
}

export interface ForAPerson {
  readonly rule: string
  readonly subject: Ref
  readonly says: string
  /** Why no program does it. */
  readonly because: string
  /** Exact commands, or the patch for the source. */
  readonly todo?: string
}

export interface Plan {
  readonly steps: readonly Step[]
  readonly forAPerson: readonly ForAPerson[]
}
