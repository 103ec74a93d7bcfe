/** One finding a row (RFC 4180), with a guard against cells that a spreadsheet would run as formulas. */
import type { Assessed } from '../model/assessment.ts'
import type { Finding } from '../model/finding.ts'
import { escaped } from '../model/visible.ts'

const columns: readonly (readonly [string, (finding: Finding, assessment: Assessed) => unknown])[] = [
  ['severity', (finding) => finding.severity],
  ['control', (finding) => finding.rule],
  ['title', (finding, { stories }) => stories[finding.rule]?.title],
  ['kind', (finding) => finding.subject.kind],
  ['apiVersion', (finding) => finding.subject.apiVersion],
  ['namespace', (finding) => finding.subject.namespace],
  ['name', (finding) => finding.subject.name],
  ['file', (finding) => finding.subject.source?.file],
  ['line', (finding) => finding.subject.source?.line],
  ['says', (finding) => finding.evidence.says],
  ['at', (finding) => finding.evidence.at],
  ['actual', (finding) => finding.evidence.actual],
  ['wanted', (finding) => finding.evidence.wanted],
  ['responsible', (finding) => finding.responsible],
  ['waivedUntil', (finding) => finding.waived?.until],
  ['waivedBy', (finding) => finding.waived?.owner],
  ['fix', (finding, { stories }) => stories[finding.rule]?.fix],
  ['print', (finding) => finding.print],
]

export function* csv(assessment: Assessed): Generator<string> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`
  for (const finding of assessment.findings) yield `${columns.map(([, read]) => cell(read(finding, assessment))).join(',')}\r\n`
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  let text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  // Control characters other than tab and line ends, and lone surrogates, break readers of CSV.
  text = text.replace(/(?![\t\r\n])[\p{Cc}\p{Cs}]/gu, escaped)
  if (/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text)) text = `'${text}`
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
