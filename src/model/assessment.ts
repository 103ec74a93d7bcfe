/** The assessment: all that a reporter, a gate or a comparison needs to know; it stands alone. */
import type { Finding, Findings, Severity, Waiver } from './finding.ts'
import type { Gap, Source } from './snapshot.ts'
import type { Layer } from './control.ts'

/** `layer/name`, the path of the control's file. */
export type ControlId = string

export type Verdict =
  /** `beyond`: things it did not decide, because this sort of target cannot show enough of them; the pass is not about them. */
  | { readonly status: 'pass'; readonly examined: number; readonly beyond?: number }
  /** `gaps`: what of it could not be seen; there may be more faults than were found. */
  | { readonly status: 'fail'; readonly examined: number; readonly gaps?: readonly Gap[] }
  | { readonly status: 'unknown'; readonly examined: number; readonly gaps: readonly Gap[] }
  /** Only a person can answer. */
  | { readonly status: 'manual'; readonly ask: string }
  | { readonly status: 'n/a'; readonly because: string }

/** What a report says of a control beside its verdict. */
export interface Story {
  readonly title: string
  readonly severity: Severity
  readonly layer: Layer
  readonly why: string
  readonly fix: string
  readonly refs: readonly string[]
  /** Benchmark name -> rows that ask for this control. */
  readonly benchmarks: Readonly<Record<string, readonly string[]>>
}

/** A waiver that did not work as its author thought. */
export interface WaiverProblem {
  readonly waiver: Waiver
  readonly problem: 'expired' | 'unused' | 'void' | 'forbidden' | 'malformed'
  readonly detail: string
}

/** `F`: a list of findings, or findings that are written as they are read. */
export interface Assessment<F extends Findings = readonly Finding[]> {
  readonly format: 1
  readonly time: string
  readonly target: Source
  readonly coverage: {
    /** Verdicts by status. */
    readonly counts: Readonly<Record<Verdict['status'], number>>
    /** Things seen, by kind; kinds with none are left out. */
    readonly seen: Readonly<Record<string, number>>
    /** What could not be seen: each gap once, with the controls it leaves undecided. */
    readonly gaps: readonly (Gap & { readonly kinds: readonly string[]; readonly undecided: readonly ControlId[] })[]
  }
  readonly verdicts: Readonly<Record<ControlId, Verdict>>
  readonly findings: F
  readonly waivers: readonly WaiverProblem[]
  readonly stories: Readonly<Record<ControlId, Story>>
}

/** An assessment as reporters take it, however its findings are kept. */
export type Assessed = Assessment<Findings>
