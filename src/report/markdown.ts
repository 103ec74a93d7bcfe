/** The report of a pull request: a short table, then the details folded. Kept below what GitHub takes as one comment. */
import type { Assessed, ControlId } from '../model/assessment.ts'
import { atFault, type Finding, type Findings, severities } from '../model/finding.ts'
import { plain } from './plain.ts'
import { countRules, isOpen, layerStates, missing, type RuleCount, several, showCounts, totalOf } from './summary.ts'

/** GitHub takes 65,536 characters. */
const most = 60_000
const perControl = 15
const longest = 300

export function markdown(assessment: Assessed): string {
  const counts = countRules(atFault(assessment.findings))
  const sections = [headline(assessment, counts), layerTable(assessment, counts), notSeen(assessment), waivers(assessment)].filter((section) => section !== '')
  let text = `${sections.join('\n\n')}\n`
  const groups = byControl(assessment.findings)
  for (let i = 0; i < groups.length; i++) {
    const section = `\n${details(groups[i] as Group, assessment)}\n`
    if (text.length + section.length > most)
      return `${text}\n…and findings of ${several(groups.length - i, 'more control')}; \`ekshield report -f html=report.html\` shows all.\n`
    text += section
  }
  return text
}

function headline({ target, time, coverage }: Assessed, counts: readonly RuleCount[]): string {
  const { open, bySeverity, waived, forAws } = totalOf(counts)
  const found = open === 0 ? 'no open findings' : `${several(open, 'open finding')} (${showCounts(bySeverity)})`
  const aside = `${waived > 0 ? `; ${waived} waived` : ''}${forAws > 0 ? `; ${forAws} for AWS` : ''}`
  const { pass, fail, unknown, manual } = coverage.counts
  return `## ekshield: ${found}${aside}\n\nTarget: ${inert(target.target)} as of ${inert(time.slice(0, 16).replace('T', ' '))} UTC. Controls: ${fail} failed, ${pass} passed, ${unknown} undecided, ${manual} to answer.`
}

function layerTable({ verdicts }: Assessed, counts: readonly RuleCount[]): string {
  const rows = layerStates(verdicts, counts).filter(({ total, undecided }) => total > 0 || undecided > 0)
  if (rows.length === 0) return ''
  const head = `| Layer | Worst | ${severities.join(' | ')} | undecided |\n|---|---|${severities.map(() => '--:').join('|')}|--:|`
  return [
    head,
    ...rows.map(
      ({ layer, worst, open, undecided }) => `| ${layer} | ${worst} | ${severities.map((severity) => open[severity] || '').join(' | ')} | ${undecided || ''} |`,
    ),
  ].join('\n')
}

function notSeen(assessment: Assessed): string {
  const gaps = missing(assessment)
  if (gaps.length === 0) return ''
  const rows = gaps
    .slice(0, 20)
    .map(({ lacks, because, undecided, inPart }) => `| ${inert(lacks)} | ${inert(because)} | ${undecided || ''} | ${inPart || ''} |`)
  const title = `Not seen: ${several(assessment.coverage.counts.unknown, 'control')} undecided`
  return fold(title, [
    '| Missing | Why | Undecided | In part |',
    '|---|---|--:|--:|',
    ...rows,
    ...(gaps.length > 20 ? [`\n…and ${gaps.length - 20} more`] : []),
  ])
}

function waivers(assessment: Assessed): string {
  if (assessment.waivers.length === 0) return ''
  const rows = assessment.waivers
    .slice(0, 20)
    .map(({ waiver, problem, detail }) => `| ${problem} | ${inert(waiver.control)} | ${inert(waiver.owner)} | ${inert(detail)} |`)
  return fold(`Waivers that do not hold: ${assessment.waivers.length}`, ['| Problem | Control | Owner | Why |', '|---|---|---|---|', ...rows])
}

/** The open findings of a control, as many as are shown. */
interface Group {
  readonly rule: ControlId
  readonly findings: Finding[]
  count: number
}

/** In the order of the findings: worst first. */
function byControl(findings: Findings): Group[] {
  const groups = new Map<ControlId, Group>()
  for (const finding of findings) {
    if (!isOpen(finding)) continue
    let group = groups.get(finding.rule)
    if (!group) {
      group = { rule: finding.rule, findings: [], count: 0 }
      groups.set(finding.rule, group)
    }
    group.count += 1
    if (group.findings.length < perControl) group.findings.push(finding)
  }
  return [...groups.values()]
}

function details({ rule, findings, count }: Group, { stories }: Assessed): string {
  const story = stories[rule]
  const rows = findings.map(({ subject, evidence }) => {
    const name = `${subject.kind} ${subject.namespace === undefined ? '' : `${subject.namespace}/`}${subject.name}`
    return `| ${inert(name)} | ${subject.source ? `${inert(subject.source.file)}:${subject.source.line}` : ''} | ${inert(evidence.says)} |`
  })
  const more = count > findings.length ? [`\n…and ${count - findings.length} more`] : []
  return fold(`${findings[0]?.severity}: ${rule} (${count})`, [
    ...(story ? [`${inert(story.title)}. ${inert(story.why.replace(/\s+/g, ' '))}`, '', `**Fix:** ${inert(story.fix)}`, ''] : []),
    '| What | Where | Fault |',
    '|---|---|---|',
    ...rows,
    ...more,
  ])
}

const fold = (title: string, lines: readonly string[]): string => `<details><summary>${inert(title)}</summary>\n\n${lines.join('\n')}\n\n</details>`

/**
 * Text and nothing else: no markup, no table cell ended early, no link, no person or issue mentioned. Entities rather
 * than backslashes, since GitHub resolves mentions after those.
 */
function inert(text: string): string {
  const shown = plain(text.length > longest ? `${text.slice(0, longest)}…` : text)
  return shown
    .replace(/[\\`*_[\]<>#!|~&@$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/:(?=\/\/)|\b(www)\./gi, (match) => (match === ':' ? '&#58;' : `${match.slice(0, 3)}&#46;`))
}
