/** One pure function decides the exit code; this is its whole table. */
import { expect, it } from 'vitest'
import { gate } from '../../src/assess/gate.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import type { Finding } from '../../src/model/finding.ts'

const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'pod/x',
  severity: 'high',
  subject: { kind: 'Pod', name: 'a' },
  evidence: { says: 'bad' },
  print: '0',
  responsible: 'customer',
  ...more,
})
const waived = { control: 'pod/x', reason: 'r', owner: 'o', until: '2030-01-01', from: 'ekshield.yaml' }

function assessment(findings: readonly Finding[], status: 'pass' | 'unknown', because?: 'denied' | 'failed'): Assessment {
  const gap = { because: because ?? 'denied', detail: 'x' } as const
  return {
    verdicts: { 'pod/x': status === 'pass' ? { status, examined: 1 } : { status, examined: 0, gaps: [gap] } },
    findings,
    coverage: { counts: {}, seen: {}, gaps: because ? [{ ...gap, kinds: [], undecided: ['pod/x'] }] : [] },
  } as unknown as Assessment
}

it.each([
  ['nothing wrong', [], 'pass', undefined, 'high', false, 0],
  ['a finding at the gate', [finding()], 'pass', undefined, 'high', false, 1],
  ['a finding above the gate', [finding({ severity: 'critical' })], 'pass', undefined, 'high', false, 1],
  ['a finding below the gate', [finding({ severity: 'medium' })], 'pass', undefined, 'high', false, 0],
  ['a waived finding', [finding({ waived })], 'pass', undefined, 'high', false, 0],
  ['a finding that AWS must act on', [finding({ responsible: 'aws' })], 'pass', undefined, 'high', false, 0],
  ['no gate', [finding({ severity: 'critical' })], 'pass', undefined, 'none', false, 0],
  ['an undecided control', [], 'unknown', 'denied', 'high', false, 3],
  ['an undecided control, allowed', [], 'unknown', 'denied', 'high', true, 0],
  ['a finding and an undecided control', [finding()], 'unknown', 'denied', 'high', false, 1],
  ['a finding and broken input: the list is not whole', [finding()], 'unknown', 'failed', 'high', false, 3],
  ['a finding and broken input, allowed', [finding()], 'unknown', 'failed', 'high', true, 1],
] as const)('%s', (_, findings, status, because, failOn, allowUnknown, exit) => {
  const decision = gate(assessment(findings, status, because), { failOn, allowUnknown })
  expect(decision.exit).toBe(exit)
  expect(decision.says).not.toBe('')
})
