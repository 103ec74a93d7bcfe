/** Compares two assessments by fingerprint: what is new, what is gone, what is the same. */
import type { Assessment, ControlId, Verdict } from '../model/assessment.ts'
import type { Finding } from '../model/finding.ts'

export interface Comparison {
  readonly new: readonly Finding[]
  readonly gone: readonly Finding[]
  readonly same: readonly Finding[]
  /** Controls whose verdict changed its status. A finding is only gone for good when its control could still see. */
  readonly verdicts: Readonly<Record<ControlId, { readonly before: Verdict['status'] | 'absent'; readonly after: Verdict['status'] | 'absent' }>>
}

export function compare(before: Assessment, after: Assessment): Comparison {
  const old = new Map(before.findings.map((finding) => [finding.print, finding]))
  const current = new Set(after.findings.map((finding) => finding.print))
  const verdicts: Record<ControlId, { before: Verdict['status'] | 'absent'; after: Verdict['status'] | 'absent' }> = {}
  for (const id of [...new Set([...Object.keys(before.verdicts), ...Object.keys(after.verdicts)])].sort()) {
    const change = { before: before.verdicts[id]?.status ?? 'absent', after: after.verdicts[id]?.status ?? 'absent' } as const
    if (change.before !== change.after) verdicts[id] = change
  }
  return {
    new: after.findings.filter((finding) => !old.has(finding.print)),
    gone: before.findings.filter((finding) => !current.has(finding.print)),
    same: after.findings.filter((finding) => old.has(finding.print)),
    verdicts,
  }
}
