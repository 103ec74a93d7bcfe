/** SARIF 2.1.0, in pieces: what GitHub code scanning and other viewers take. */
import type { Log, PhysicalLocation, ReportingDescriptor, Result } from 'sarif'
import type { Notification } from 'sarif'
import type { Assessed, ControlId, Story } from '../model/assessment.ts'
import type { Finding, Severity, Subject } from '../model/finding.ts'
import { showRef } from '../model/ref.ts'
import { plain } from './plain.ts'
import type { ReportOptions } from './reporter.ts'

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' }
/** GitHub calls above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below low. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '1.0' }

export function* sarif(assessment: Assessed, { version }: ReportOptions = {}): Generator<string> {
  const ids = Object.keys(assessment.stories)
  const index = new Map(ids.map((id, i) => [id, i]))
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ekshield', ...(version !== undefined && { version }), rules: ids.map((id) => ruleOf(id, assessment.stories[id] as Story)) } },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder in which ekshield ran' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: [...undecided(assessment, index)] }],
        properties: { target: plain(assessment.target.target), factsOf: assessment.time },
        results: [],
      },
    ],
  }
  // The results go in last, one at a time: 300,000 of them do not fit into one string.
  const text = JSON.stringify(log, null, 1)
  const at = text.lastIndexOf('[]')
  yield text.slice(0, at + 1)
  let comma = ''
  for (const finding of assessment.findings) {
    yield `${comma}\n${JSON.stringify(resultOf(finding, index))}`
    comma = ','
  }
  yield `${text.slice(at + 1)}\n`
}

function ruleOf(id: ControlId, story: Story): ReportingDescriptor {
  const rows = Object.entries(story.benchmarks).map(([name, list]) => `${name} ${list.join(', ')}`)
  const why = story.why.replace(/\s+/g, ' ')
  const [ref] = story.refs
  return {
    id,
    name: id.replace(/(^|[/-])(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: story.title },
    fullDescription: { text: why },
    help: {
      text: [why, `Fix: ${story.fix}`, ...(rows.length > 0 ? [`Asked for by: ${rows.join('; ')}`] : []), ...story.refs].join('\n\n'),
      markdown: [
        why,
        `**Fix:** ${story.fix}`,
        ...(rows.length > 0 ? [`**Asked for by:** ${rows.join('; ')}`] : []),
        ...story.refs.map((url) => `- <${url}>`),
      ].join('\n\n'),
    },
    ...(ref !== undefined && { helpUri: ref }),
    defaultConfiguration: { level: levels[story.severity] },
    properties: {
      'security-severity': scores[story.severity],
      'problem.severity': levels[story.severity] === 'note' ? 'recommendation' : levels[story.severity],
      precision: 'high',
      tags: ['security', 'kubernetes', 'eks', story.layer],
    },
  }
}

function resultOf(finding: Finding, index: ReadonlyMap<string, number>): Result {
  const { rule, severity, subject, evidence, print, responsible, waived } = finding
  const ruleIndex = index.get(rule)
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: levels[severity],
    message: { text: `${plain(showRef(subject))}: ${plain(evidence.says)}` },
    locations: [
      {
        physicalLocation: placeOf(subject),
        logicalLocations: [
          {
            name: plain(subject.name),
            kind: 'resource',
            fullyQualifiedName: plain(`${showRef(subject)}${evidence.at === undefined ? '' : ` ${evidence.at}`}`),
          },
        ],
      },
    ],
    partialFingerprints: { 'ekshieldPrint/v1': print },
    ...(waived && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: plain(`${waived.reason} (${waived.owner}, until ${waived.until}, ${waived.from})`) },
      ],
    }),
    properties: { severity, responsible },
  }
}

/** The line of the file; of a live object a made-up file, since viewers drop results without one. */
function placeOf({ source, kind, namespace, name }: Subject): PhysicalLocation {
  if (source) return { artifactLocation: fileUri(source.file), region: { startLine: Math.max(1, source.line) } }
  const path = ['cluster', ...(namespace === undefined ? [] : [namespace]), kind.replaceAll('::', '-'), `${name}.yaml`]
  return { artifactLocation: { uri: path.map((part) => segment(part)).join('/'), uriBaseId: '%SRCROOT%' }, region: { startLine: 1 } }
}

function fileUri(file: string): { uri: string; uriBaseId?: string } {
  const path = file.replaceAll('\\', '/')
  const uri = path
    .replace(/^(\.\/)+/, '')
    .split('/')
    .map((part) => (part === '..' ? part : segment(part, true)))
    .join('/')
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${path.slice(0, 2)}${uri.slice(uri.indexOf('/'))}` }
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' }
}

/** One part of a path, percent-encoded; never empty, `.` or `..`, which would lead elsewhere. */
function segment(text: string, isFile = false): string {
  // A lone surrogate has no encoding.
  const encoded = encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
  return isFile ? encoded : encoded.replace(/^$/, '_').replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length))
}

/** What could not be decided is told as a notification, one a control. */
function* undecided({ verdicts }: Assessed, index: ReadonlyMap<string, number>): Generator<Notification> {
  for (const [id, verdict] of Object.entries(verdicts)) {
    const gaps = 'gaps' in verdict ? (verdict.gaps ?? []) : []
    if (verdict.status !== 'unknown' && gaps.length === 0) continue
    const because = gaps.map((gap) => `${gap.detail}${gap.lacks === undefined ? '' : ` [${gap.lacks}]`}`).join('; ')
    const at = index.get(id)
    yield {
      level: verdict.status === 'unknown' ? 'warning' : 'note',
      descriptor: { id: 'not-seen' },
      associatedRule: { id, ...(at !== undefined && { index: at }) },
      message: { text: plain(`${id} ${verdict.status === 'unknown' ? 'could not be decided' : 'could not look everywhere'}: ${because}`) },
    }
  }
}
