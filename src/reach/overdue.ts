/** How long people may take to mend a grave vulnerability. */
import { daysBetween } from './ages.ts'

/** Days to roll out a fix, by severity; what is not named here may wait. */
export const grace: Readonly<Record<string, number>> = { CRITICAL: 7, HIGH: 30 }

/** Whether it has been known for longer than that, or since nobody says when. @param days where it may take others than its severity gives */
export function isOverdue(severity: string | undefined, since: string | undefined, time: string, days = grace[severity ?? '']): boolean {
  return days !== undefined && (daysBetween(since, time) ?? days + 1) > days
}
