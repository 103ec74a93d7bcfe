/** Decides the exit code of a scan, and says why in one line. */
import type { Assessed } from '../model/assessment.ts'
import { atFault, type Severity, severities, tally } from '../model/finding.ts'

export interface Gate {
  /** Findings of this severity or worse fail the scan; `none` lets all through. */
  readonly failOn: Severity | 'none'
  /** Whether controls that could not be decided are put up with. */
  readonly allowUnknown: boolean
}

export interface Decision {
  readonly exit: 0 | 1 | 3
  readonly says: string
}

/**
 * - 3 when input was broken or a call failed: the findings are then not the whole list;
 * - else 1 when a finding that the customer can act on, and has not waived, is at or above the gate;
 * - else 3 when a control could not be decided;
 * - else 0.
 */
export function gate(assessment: Assessed, { failOn, allowUnknown }: Gate): Decision {
  const undecided = Object.values(assessment.verdicts).filter((verdict) => verdict.status === 'unknown').length
  const broken = assessment.coverage.gaps.filter((gap) => gap.because === 'failed')
  if (!allowUnknown && broken.length > 0)
    return { exit: 3, says: `not all could be seen: ${broken[0]?.detail}${broken.length > 1 ? `, and ${broken.length - 1} more` : ''}` }
  const worst = failOn === 'none' ? -1 : severities.indexOf(failOn)
  let count = 0
  for (const [faults, times] of tally(atFault(assessment.findings))) {
    for (const { waived, responsible, severity, count: findings } of faults)
      if (!waived && responsible !== 'aws' && severities.indexOf(severity) <= worst) count += findings * times
  }
  if (count > 0) return { exit: 1, says: `${count} finding${count === 1 ? '' : 's'} at or above ${failOn}` }
  if (!allowUnknown && undecided > 0) return { exit: 3, says: `${undecided} control${undecided === 1 ? '' : 's'} could not be decided` }
  return { exit: 0, says: failOn === 'none' ? 'no gate was set' : `no finding at or above ${failOn}` }
}
