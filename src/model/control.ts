/** A control: one sentence about one kind of thing, judged one thing at a time. */
import type { Remedy } from './change.ts'
import type { Demand } from './demand.ts'
import type { Compute, Facts, Kind } from './facts.ts'
import type { Evidence, Responsible, Severity } from './finding.ts'
import type { Gap } from './snapshot.ts'
import type { Unseen, World } from './world.ts'

export const layers = ['host', 'image', 'iam', 'network', 'pod', 'runtime', 'data', 'tenancy', 'audit', 'response', 'compliance'] as const
export type Layer = (typeof layers)[number]

/**
 * What a judge returns: nothing at fault, one or more faults, or "cannot be told" for this one thing. Where faults were
 * found but there may be more, what was not seen stands beside them.
 */
export type Judgement = Evidence | readonly (Evidence | Unseen)[] | Gap | undefined

/**
 * What is told of a control. `examples` are YAML documents of one small world each: Kubernetes objects,
 * AWS answers (`eks:DescribeCluster: {cluster: {...}}`), `kubelet: {<node>: {kubeletconfig: ...}}`. Kinds that an
 * example does not mention are empty, not unseen.
 */
interface Told {
  /** The good state, as a sentence without a full stop. */
  readonly title: string
  readonly severity: Severity
  /** Why it matters, in two or three sentences. */
  readonly why: string
  /** What to do, with the exact field or command. */
  readonly fix: string
  /** Documents of Kubernetes or AWS that say so. */
  readonly refs?: readonly string[]
  readonly examples: { readonly good: readonly string[]; readonly bad: readonly string[] }
  /** Who must act, by compute type, where it is not the customer. `n/a`: there is nothing to act on. */
  readonly responsible?: { readonly [C in Compute]?: Responsible | 'n/a' }
}

export type Control<A extends Kind = Kind, N extends Kind = Kind> = Told & {
  /** The kind it judges, one thing at a time. */
  readonly about: A
  /** The other kinds it may look at. */
  readonly needs?: readonly N[]
  /** Which of them concern it at all; the others are not counted as examined. As a demand it can be enforced too. */
  readonly applies?: Demand | ((subject: Facts[A], world: World<A | N>) => boolean)
  remedy?(subject: Facts[A], world: World<A | N>): Remedy
} & (
    | { readonly must: Demand; readonly judge?: never; readonly ask?: never }
    | { judge(subject: Facts[A], world: World<A | N>): Judgement; readonly must?: never; readonly ask?: never }
    /** Only a person can answer. `about` says what it concerns. */
    | { readonly ask: string; readonly must?: never; readonly judge?: never }
  )

/** Gives a control its type; nothing else typechecks than reading what it declared. */
export function control<const A extends Kind, const N extends Kind = never>(control: Control<A, N>): Control<A, N> {
  return control
}

/** Forgets which kinds a control reads, for lists of all controls. */
export type AnyControl = Omit<Control, 'judge' | 'remedy' | 'applies' | 'must' | 'ask'> & {
  readonly must?: Demand
  readonly ask?: string
  judge?(subject: never, world: never): Judgement
  readonly applies?: Demand | ((subject: never, world: never) => boolean)
  remedy?(subject: never, world: never): Remedy
}
