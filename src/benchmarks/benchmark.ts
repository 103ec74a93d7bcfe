/** A benchmark: a published list of requirements, and for each row the controls that decide it. */
import type { ControlId } from '../model/assessment.ts'
import type { Severity } from '../model/finding.ts'

export interface Row {
  readonly id: string
  readonly title: string
  /** Met when every one of them passes. None: nothing decides the row; `why` says what does. */
  readonly controls: readonly ControlId[]
  readonly severity?: Severity
  readonly layer?: string
  readonly section?: string
  readonly level?: 1 | 2
  /** The bullet of the AWS talk from which the row comes. */
  readonly deck?: string
  /** Pages of the guide, `page#section`. */
  readonly guide?: readonly string[]
  /** Who answers a row that has no control, or what its controls leave open. */
  readonly why?: string
}

export interface Benchmark {
  /** How rows are named in reports and on the command line. */
  readonly name: string
  readonly title: string
  readonly version: string
  readonly rows: readonly Row[]
}
