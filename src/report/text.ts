/** The report for people: what matters first, within the width of the terminal, no more than a person will read. */
import type { Assessed } from '../model/assessment.ts'
import { atFault, type Evidence, type Finding, type Severity, severities, type Subject } from '../model/finding.ts'
import { hang, heading, type Page, pageOf, severityHead } from './layout.ts'
import { columns, cut, shorten } from './plain.ts'
import type { ReportOptions } from './reporter.ts'
import { byRisk, type Charge, chargesOf, type Entry } from './risk.ts'
import { countRules, countSeverities, isForAws, layerStates, missing, type RuleCount, several, showCounts, totalOf } from './summary.ts'

/** Lines of a section before the rest is counted. */
const mostGaps = 12
const mostWaivers = 20
const mostAddons = 12
const mostRules = 8

export function* text(assessment: Assessed, { width = 80, colour = false, subjects = 10 }: ReportOptions = {}): Generator<string> {
  const page = pageOf(width, colour)
  const told: Told = { ...assessment, rules: countRules(atFault(assessment.findings)) }
  const sections = [headline, layerTable, mostAtRisk(subjects), notSeen, questions, waiverProblems, forAws]
  for (const section of sections) {
    const lines = section(told, page)
    if (lines.length > 0) yield `${lines.join('\n')}\n\n`
  }
  yield `${counts(told, page).join('\n')}\n`
}

/** An assessment, and its findings counted by control. */
interface Told extends Assessed {
  readonly rules: readonly RuleCount[]
}

function headline({ target, time }: Assessed, page: Page): string[] {
  const when = `  ${cut(time.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC'), 20)}`
  return [`${page.paint('ekshield', 'strong')}  ${cut(target.target, page.width - 10 - columns(when))}${page.paint(when, 'dim')}`]
}

function layerTable({ verdicts, rules }: Told, page: Page): string[] {
  const shown: readonly Severity[] = page.width < 76 ? [] : severities
  const row = (layer: string, worst: string, open: string, each: readonly string[]) =>
    `${layer.padEnd(11)}${worst.padEnd(11)}${open.padStart(5)}${each.map((count) => count.padStart(7)).join('')}`
  const head = row(
    'Layer',
    'Worst',
    'Open',
    shown.map((severity) => severity.replace('critical', 'crit')),
  )
  const lines = [page.paint(`${head}   Undecided`, 'dim')]
  for (const { layer, worst, open, total, undecided, judged } of layerStates(verdicts, rules)) {
    const line = row(
      layer,
      worst,
      total > 0 ? String(total) : '.',
      shown.map((severity) => (open[severity] > 0 ? String(open[severity]) : '.')),
    )
    lines.push(`${line.slice(0, 11)}${page.paint(worst, worst)}${line.slice(11 + worst.length)}   ${undecided > 0 ? `${undecided} of ${judged}` : '.'}`)
  }
  return lines
}

const mostAtRisk =
  (most: number) =>
  ({ findings, rules }: Told, page: Page): string[] => {
    const entries = byRisk(atFault(findings))
    if (entries.length === 0) return heading(page, 'No open findings.')
    const lines = heading(page, 'Most at risk')
    entries.slice(0, most).forEach((entry, i) => {
      lines.push(...(i === 0 ? [] : ['']), ...entryLines(entry, i + 1, page))
    })
    return entries.length > most ? [...lines, '', ...restLines(entries.slice(most), rules, page)] : lines
  }

const place = ({ source }: Subject): string => (source ? `${source.file}:${source.line}` : '')
const fullName = ({ namespace, name }: Subject): string => (namespace === undefined ? name : `${namespace}/${name}`)

function entryLines({ first: thing, alike, count }: Entry, number: number, page: Page): string[] {
  const first = thing.subject
  const others = count - 1
  const charges = chargesOf(thing)
  const margin = `${String(number).padStart(2)}  `
  const more = others > 0 ? ` and ${others} more alike` : ''
  const name = cut(`${cut(first.kind, 40)} ${fullName(first)}`, page.width - margin.length - more.length)
  const lines = [`${margin}${page.paint(name, 'strong')}${more}`]
  const names = alike.map((subject) => cut(subject.source ? `${subject.name} (${place(subject)})` : fullName(subject), 60))
  if (others > names.length) names.push(`${others - names.length} more`)
  if (others > 0) lines.push(...hang(page, '    alike     ', 'dim', names.join(', ')))
  // What is grave, and the worst of each thing, is told; the rest is named, for ids name the fault.
  const isTold = ({ severity }: Charge) => severity === 'critical' || severity === 'high' || severity === charges[0]?.severity
  for (const charge of charges.filter(isTold)) lines.push(...chargeLines(charge, page))
  for (const severity of severities) {
    const named = charges
      .filter((charge) => charge.severity === severity && !isTold(charge))
      .map(({ rule, findings }) => (findings[0]?.subject.source ? `${rule} (line ${linesOf(findings)})` : rule))
    if (named.length > 0) lines.push(...hang(page, severityHead(severity), severity, named.join(', ')))
  }
  return lines
}

function chargeLines({ rule, severity, findings }: Charge, page: Page): string[] {
  const [first, ...others] = findings as readonly [Finding, ...Finding[]]
  const more = others.length > 0 ? ` (and ${others.length} more like it)` : ''
  const shared = first.responsible === 'shared' ? ' (shared with AWS)' : ''
  return hang(
    page,
    severityHead(severity),
    severity,
    `${rule}: ${shorten(saysOf(first.evidence), severity === 'critical' ? 200 : 130)}${more}${shared}${places(findings)}`,
  )
}

/** What is wrong, without what would be right: `ekshield explain` tells that, once. */
const saysOf = ({ says, wanted }: Evidence): string => (wanted === undefined ? says : says.replace(/; wanted: .*$/s, ''))

/** ` shop.yaml:12, 31`; '' for live objects. */
const places = (findings: readonly Finding[]): string => (findings[0]?.subject.source ? ` ${findings[0].subject.source.file}:${linesOf(findings)}` : '')

function linesOf(findings: readonly Finding[]): string {
  const lines = [...new Set(findings.map((finding) => finding.subject.source?.line ?? 0))].sort((a, b) => a - b)
  return `${lines.slice(0, 6).join(', ')}${lines.length > 6 ? ' ...' : ''}`
}

/** The things that were not listed: counted, with the controls that most of the findings come from. */
function restLines(rest: readonly Entry[], rules: readonly RuleCount[], page: Page): string[] {
  const things = rest.reduce((sum, entry) => sum + entry.count, 0)
  const count = rest.reduce((sum, entry) => sum + entry.total, 0)
  const common = rules
    .filter(({ open }) => open > 0)
    .sort((a, b) => b.open - a.open || (a.rule < b.rule ? -1 : 1))
    .slice(0, mostRules)
  return [
    ...hang(page, '', 'none', `${several(things, 'more thing')} with ${several(count, 'finding')}. What most findings of all are about:`),
    ...common.map((one) => `${page.paint(severityHead(one.severity), one.severity)}${String(one.open).padStart(6)}  ${cut(one.rule, page.width - 24)}`),
  ]
}

function notSeen(assessment: Assessed, page: Page): string[] {
  const gaps = missing(assessment)
  if (gaps.length === 0) return []
  const { unknown } = assessment.coverage.counts
  const lines = heading(
    page,
    unknown > 0 ? `Not seen: ${several(unknown, 'control')} could not be decided` : 'Not seen: some controls could not look everywhere',
  )
  for (const { lacks, because, undecided, inPart } of gaps.slice(0, mostGaps)) {
    const cost = [undecided > 0 ? `${undecided} undecided` : '', inPart > 0 ? `${inPart} in part` : ''].filter((part) => part !== '').join(', ')
    lines.push(...hang(page, '    ', 'none', `${shorten(lacks, 200)} (${because}): ${cost}`))
  }
  if (gaps.length > mostGaps) lines.push(`    and ${gaps.length - mostGaps} more`)
  return lines
}

function questions({ verdicts }: Assessed, page: Page): string[] {
  const asked = Object.keys(verdicts).filter((id) => verdicts[id]?.status === 'manual')
  if (asked.length === 0) return []
  let line = `${several(asked.length, 'question')} for people (ekshield.yaml)`
  for (const [i, id] of asked.entries()) {
    const longer = `${line}${i === 0 ? ':' : ','} ${id}`
    const isLast = i === asked.length - 1
    if (columns(longer) > page.width - (isLast ? 0 : 5)) return [cut(i === 0 ? line : `${line}, ...`, page.width)]
    line = longer
  }
  return [cut(line, page.width)]
}

function waiverProblems({ waivers }: Assessed, page: Page): string[] {
  if (waivers.length === 0) return []
  const lines = heading(page, 'Waivers that do not hold')
  for (const { waiver, problem, detail } of waivers.slice(0, mostWaivers)) {
    const from = waiver.owner === '' ? waiver.from : `${waiver.owner}, ${waiver.from}`
    lines.push(...hang(page, `    ${problem.padEnd(10)}`, 'none', `${cut(waiver.control, 80)} (${cut(from, 80)}): ${shorten(detail, 200)}`))
  }
  if (waivers.length > mostWaivers) lines.push(`    and ${waivers.length - mostWaivers} more`)
  return lines
}

/** Faults of what AWS builds and runs: apart, since nobody here can mend them. */
function forAws({ findings, rules }: Told, page: Page): string[] {
  const total = totalOf(rules).forAws
  if (total === 0) return []
  const severityCounts = countSeverities([])
  const bySubject = new Map<string, number>()
  for (const { subject, faults } of atFault(findings)) {
    for (const fault of faults) {
      if (!isForAws(fault)) continue
      severityCounts[fault.severity] += fault.count
      bySubject.set(fullName(subject), (bySubject.get(fullName(subject)) ?? 0) + fault.count)
    }
  }
  const names = [...bySubject].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name, count]) => `${cut(name, 60)} (${count})`)
  const more = names.length > mostAddons ? [`${names.length - mostAddons} more`] : []
  return [
    ...heading(page, `For AWS to act on: ${several(total, 'finding')} (${showCounts(severityCounts)})`),
    ...hang(page, '    ', 'none', [...names.slice(0, mostAddons), ...more].join(', ')),
  ]
}

function counts({ rules, coverage }: Told, page: Page): string[] {
  const { open, bySeverity, waived, forAws } = totalOf(rules)
  const found = [
    open > 0 ? `${open} open (${showCounts(bySeverity)})` : 'none open',
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(forAws > 0 ? [`${forAws} for AWS`] : []),
  ]
  const of = coverage.counts
  return [
    ...hang(page, 'Findings  ', 'strong', found.join('; ')),
    ...hang(page, 'Controls  ', 'strong', `${of.fail} failed, ${of.pass} passed, ${of.unknown} undecided, ${of.manual} to answer, ${of['n/a']} not concerned`),
    ...hang(page, 'More      ', 'strong', '`ekshield explain ID` tells why and how to mend; `-f html=report.html` shows all.'),
  ]
}
