/** What a reporter is: a pure function from an assessment to text. */
import type { Assessed } from '../model/assessment.ts'

export interface ReportOptions {
  /** Columns of a text report; 80 when absent. */
  readonly width?: number
  /** ANSI colours, for a text report on a terminal. */
  readonly colour?: boolean
  /** How many subjects a text report tells in full; 10 when absent. */
  readonly subjects?: number
  /** The version of ekshield, for formats that name the tool. */
  readonly version?: string
}

/** Large reports come in pieces, since 300,000 findings do not fit into one string. */
export type Reporter = (assessment: Assessed, options: ReportOptions) => string | Iterable<string>
