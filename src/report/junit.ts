/** JUnit XML: a suite a layer, a test case a control. What could not be decided is an error, never a pass. */
import type { Assessed, ControlId, Verdict } from '../model/assessment.ts'
import { layers } from '../model/control.ts'
import type { Finding } from '../model/finding.ts'
import { groupBy } from '../model/groups.ts'
import { showRef } from '../model/ref.ts'
import { escaped } from '../model/visible.ts'
import { plain } from './plain.ts'
import { isForAws, isOpen, several } from './summary.ts'

type Outcome = 'pass' | 'failure' | 'error' | 'skipped'

interface Case {
  readonly outcome: Outcome
  readonly xml: string
}

export function* junit(assessment: Assessed): Generator<string> {
  const findings = groupBy(assessment.findings, ({ rule }) => rule)
  const byLayer = new Map<string, Case[]>(layers.map((layer) => [layer, []]))
  const all: Case[] = []
  for (const [id, verdict] of Object.entries(assessment.verdicts)) {
    const one = testCase(id, verdict, findings.get(id) ?? [], assessment)
    byLayer.get(id.slice(0, id.indexOf('/')))?.push(one)
    all.push(one)
  }
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ekshield" ${tally(all)}>\n`
  for (const [layer, cases] of byLayer) {
    if (cases.length === 0) continue
    yield `  <testsuite name="${layer}" timestamp="${attribute(assessment.time.replace(/(\.\d+)?Z$/, ''))}" ${tally(cases)}>\n`
    for (const { xml } of cases) yield xml
    yield '  </testsuite>\n'
  }
  yield '</testsuites>\n'
}

function tally(cases: readonly Case[]): string {
  const count = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="0"`
}

function testCase(id: ControlId, verdict: Verdict, findings: readonly Finding[], { stories }: Assessed): Case {
  const story = stories[id]
  const head = `    <testcase name="${attribute(story ? `${id}: ${story.title}` : id)}" classname="${attribute(`ekshield.${id.replace('/', '.')}`)}" time="0"`
  const closed = (outcome: Outcome, message: string, type: string, lines: readonly string[] = []): Case => {
    const body = lines.length === 0 ? '/>' : `>${lines.map(content).join('\n')}</${outcome}>`
    return {
      outcome,
      xml: `${head}>\n      <${outcome} message="${attribute(message)}"${outcome === 'skipped' ? '' : ` type="${attribute(type)}"`}${body}\n    </testcase>\n`,
    }
  }
  const gaps =
    'gaps' in verdict ? (verdict.gaps ?? []).map((gap) => `not seen (${gap.because}): ${gap.detail}${gap.lacks === undefined ? '' : ` [${gap.lacks}]`}`) : []
  if (verdict.status === 'manual') return closed('skipped', `a person must answer: ${verdict.ask}`, '')
  if (verdict.status === 'n/a') return closed('skipped', `does not apply: ${verdict.because}`, '')
  if (verdict.status === 'unknown') return closed('error', `could not be decided: ${gaps.join('; ')}`, 'unknown', gaps)
  if (verdict.status === 'pass') return { outcome: 'pass', xml: `${head}/>\n` }
  const open = findings.filter(isOpen)
  if (open.length > 0)
    return closed('failure', several(open.length, 'finding'), story?.severity ?? 'fail', [...open.map(show), ...gaps, ...(story ? [`Fix: ${story.fix}`] : [])])
  // All faults are waived, or AWS's to mend: no failure of this team, but no pass either.
  if (gaps.length > 0) return closed('error', `could not be decided: ${gaps.join('; ')}`, 'unknown', gaps)
  const forAws = findings.filter(isForAws).length
  return closed('skipped', `${several(findings.length - forAws, 'finding')} waived, ${forAws} for AWS to act on`, '')
}

function show({ severity, subject, evidence }: Finding): string {
  return `${severity} ${showRef(subject)}${subject.source ? ` (${subject.source.file}:${subject.source.line})` : ''}: ${evidence.says}`
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Characters that XML 1.0 forbids are made visible, as all others that a terminal would obey. */
function content(text: string): string {
  return plain(text)
    .replace(/[\ufffe\uffff]/g, escaped)
    .replace(/[&<>"']/g, (character) => escapes[character] ?? '')
}

const attribute = content
