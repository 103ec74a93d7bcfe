/** Workflow commands of GitHub Actions: annotations on the lines of a pull request. */
import type { Assessed } from '../model/assessment.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { showRef } from '../model/ref.ts'
import { plain } from './plain.ts'
import { isForAws, missing, several } from './summary.ts'

const commands: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'notice', info: 'notice' }

export function* github(assessment: Assessed): Generator<string> {
  for (const finding of assessment.findings) if (!finding.waived) yield annotation(finding, assessment)
  const { unknown } = assessment.coverage.counts
  if (unknown > 0) {
    const lacks = missing(assessment).map((one) => one.lacks)
    const named = lacks.slice(0, 5).join(', ') + (lacks.length > 5 ? ` and ${lacks.length - 5} more` : '')
    yield command('warning', { title: 'ekshield' }, `${several(unknown, 'control')} could not be decided${named === '' ? '' : `; missing: ${named}`}`)
  }
  for (const { waiver, problem, detail } of assessment.waivers)
    yield command('warning', { title: `waiver ${problem}` }, `${waiver.control} (${waiver.from}): ${detail}`)
}

function annotation(finding: Finding, { stories }: Assessed): string {
  const { source } = finding.subject
  const story = stories[finding.rule]
  const place = source ? { file: source.file, ...(source.line > 0 && { line: String(source.line) }) } : {}
  const text = `${showRef(finding.subject)}: ${finding.evidence.says}${isForAws(finding) ? ' (for AWS to act on)' : ''}`
  return command(
    isForAws(finding) ? 'notice' : commands[finding.severity],
    { ...place, title: `${finding.rule} (${finding.severity})` },
    story ? `${text}\n${story.fix}` : text,
  )
}

/** The escapes are those of actions/toolkit; everything else that a log viewer may obey is made visible. */
function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeData(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
  return `::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escapeData(message)}\n`
}

function escapeData(text: string): string {
  return text
    .replaceAll('%', '%25')
    .split(/\r\n|\r|\n/)
    .map(plain)
    .join('%0A')
}
