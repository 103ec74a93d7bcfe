/** Controls that only a person can answer: an attestation counts until its end date. */
import type { Verdict } from '../model/assessment.ts'
import type { Evidence, Subject } from '../model/finding.ts'
import type { World } from '../model/world.ts'
import type { Case } from './judge.ts'
import type { Settings } from './settings.ts'
import type { Charge, Trial } from './trial.ts'

/** Decides a trial that asks a person, from the answers in the settings. @returns the case against a "no" */
export function attest(trial: Trial, world: World, settings: Settings): { verdict: Verdict; cases: readonly Case[] } {
  const { id, control, severity } = trial
  const ask = control.ask ?? ''
  if (world.source.scope === 'files') return { verdict: { status: 'n/a', because: 'files do not show how a team works' }, cases: [] }
  const attestation = settings.attestations.find((one) => one.control === id)
  if (!attestation || attestation.until < world.time.slice(0, 10)) return { verdict: { status: 'manual', ask }, cases: [] }
  if (attestation.answer) return { verdict: { status: 'pass', examined: 1 }, cases: [] }
  trial.found = 1
  const evidence: Evidence = { says: `${attestation.by} answered no: ${ask}`, at: 'answer', actual: false, wanted: true }
  const charge: Charge = { trial, rule: id, severity, responsible: 'customer', count: 1, told: [evidence] }
  const subject: Subject = { kind: 'Attestation', name: id }
  return { verdict: { status: 'fail', examined: 1 }, cases: [{ kind: 'attestations', thing: attestation, subject, alike: undefined, faults: [charge] }] }
}
