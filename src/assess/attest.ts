/** Controls that only a person can answer: an attestation counts until its end date. */
import type { ControlId, Verdict } from '../model/assessment.ts'
import type { AnyControl } from '../model/control.ts'
import type { Evidence, Finding, Subject } from '../model/finding.ts'
import type { World } from '../model/world.ts'
import { digestOf, fingerprint } from './fingerprint.ts'
import type { Settings } from './settings.ts'

export function attest(id: ControlId, control: AnyControl, world: World, settings: Settings): { verdict: Verdict; findings: readonly Finding[] } {
  const ask = control.ask ?? ''
  if (world.source.scope === 'files') return { verdict: { status: 'n/a', because: 'files do not show how a team works' }, findings: [] }
  const answer = settings.attestations.find((attestation) => attestation.control === id)
  if (!answer || answer.until < world.time.slice(0, 10)) return { verdict: { status: 'manual', ask }, findings: [] }
  if (answer.answer) return { verdict: { status: 'pass', examined: 1 }, findings: [] }
  const subject: Subject = { kind: 'Attestation', name: id }
  const evidence: Evidence = { says: `${answer.by} answered no: ${ask}`, actual: false, wanted: true }
  const severity = settings.overrides[id]?.severity ?? control.severity
  const finding: Finding = { rule: id, severity, subject, evidence, print: fingerprint(digestOf(subject), id, ['']), responsible: 'customer' }
  return { verdict: { status: 'fail', examined: 1 }, findings: [finding] }
}
