/** What a loss did to an assessment: verdicts that became unknown, and verdicts that nothing but more sight may change. */
import type { Assessment, Verdict } from '../../../src/model/assessment.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { Snapshot } from '../../../src/model/snapshot.ts'

/** A scan: its assessment, and the kinds of which something could not be seen. */
export interface Scan {
  readonly snapshot: Snapshot
  readonly assessment: Assessment
  readonly blind: ReadonlySet<string>
}

export interface Loss {
  /** `list pods`, `ec2:DescribeVpcs`, `eks:* throttled`. */
  readonly what: string
  /** Controls that became unknown, or whose findings may no longer be all. */
  readonly moved: readonly string[]
  /** Kinds that have a gap now, and had none. */
  readonly blind: readonly string[]
  /** How often it was asked for, in vain. */
  readonly asked?: number
  /** False greens, false reds, gaps that were swallowed. */
  readonly wrong: readonly string[]
}

/** Lists of what was seen: who sees less lists fewer, and accuses nobody else by it. */
const lists = /\bnodes? machine.* runs? it$|(?<=does not let nodes pull ).*/s

/**
 * EKS tells an older version of `bad` than that of the API server that plays it: whoever hears of the first alone is
 * misled by the world, not by the tool.
 */
const misled = ({ rule, evidence }: Finding): boolean => rule === 'host/version-skew' && evidence.says.includes('ahead of the API server')

/**
 * Where owners cannot be seen their pods stand for them, and where nodes cannot, their machines: their names do not
 * count, nor what the API server fills in.
 */
const keyOf = ({ subject, evidence }: Finding): string =>
  `${subject.namespace ?? ''} ${evidence.says
    .replace(/\b(ip-[\d-]+[\w.-]*|i-[0-9a-f]+)/g, 'machine')
    .replace(/ is (true|not set);/, ' is off;')
    .replace(lists, '')}`

function findingsOf({ findings }: Assessment): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const finding of findings) {
    const known = found.get(finding.rule) ?? new Set()
    found.set(finding.rule, known.add(keyOf(finding)))
  }
  return found
}

const gapsOf = (verdict: Verdict): readonly string[] => ('gaps' in verdict ? (verdict.gaps ?? []).map((gap) => JSON.stringify(gap)) : [])
/** Whether the verdict names a gap that the other does not. */
const seesLess = (verdict: Verdict, than: Verdict): boolean => gapsOf(verdict).some((gap) => !gapsOf(than).includes(gap))
const examinedIn = (verdict: Verdict): number => ('examined' in verdict ? verdict.examined : 0)
const show = (verdict: Verdict): string => `${verdict.status}${'examined' in verdict ? ` of ${verdict.examined}` : ''}`

/** Compares a scan with one that saw more. */
export function lossOf(what: string, whole: Scan, part: Scan): Loss {
  const [before, after] = [whole.assessment, part.assessment]
  const [had, has] = [findingsOf(before), findingsOf(after)]
  const moved: string[] = []
  const wrong: string[] = []
  for (const [id, was] of Object.entries(before.verdicts)) {
    const is = after.verdicts[id]
    if (!is) {
      wrong.push(`${id}: no verdict`)
      continue
    }
    if (id === 'host/version-skew' && after.findings.some(misled)) continue
    const [old, now] = [had.get(id) ?? new Set<string>(), has.get(id) ?? new Set<string>()]
    const accused = [...now].filter((one) => !old.has(one))
    if (accused.length > 0) wrong.push(`${id}: accuses without cause: ${accused[0]}`)
    if (is.status === 'unknown') {
      if (was.status !== 'unknown' || seesLess(is, was)) moved.push(id)
    } else if (is.status !== was.status) wrong.push(`${id}: ${show(was)} -> ${show(is)}`)
    else if (is.status === 'fail' && seesLess(is, was)) moved.push(id)
    // Who cannot see what is used looks at all there is: more is no fault.
    else if (examinedIn(is) < examinedIn(was) || [...old].some((one) => !now.has(one)))
      wrong.push(`${id}: ${show(was)} -> ${show(is)}, ${old.size} -> ${now.size} findings, and no gap tells why`)
  }
  return { what, moved, blind: [...part.blind].filter((kind) => !whole.blind.has(kind)).sort(), wrong }
}

const cellOf = (loss: Loss | undefined): string =>
  loss === undefined ? '' : loss.asked === 0 ? '-' : `${loss.moved.length}${loss.wrong.length > 0 ? '!' : ''}`

/**
 * How many verdicts each loss moved; `-` where nothing was asked for, `!` where something went wrong.
 * @param losses what was lost, in columns by name
 */
export function tableOf(title: string, columns: Readonly<Record<string, readonly Loss[]>>): string {
  const whats = [...new Set(Object.values(columns).flatMap((losses) => losses.map(({ what }) => what)))]
  const first = Math.max(...whats.map((what) => what.length), title.length)
  const line = (head: string, cells: readonly string[]) => `${head.padEnd(first)}${cells.map((cell) => cell.padStart(12)).join('')}`
  const rows = whats.map((what) =>
    line(
      what,
      Object.values(columns).map((losses) => cellOf(losses.find((loss) => loss.what === what))),
    ),
  )
  return [line(title, Object.keys(columns)), ...rows].join('\n')
}

/** Losses called `WHAT HOW`, in a column for each how. */
export function byHow(losses: readonly Loss[]): Record<string, Loss[]> {
  const columns: Record<string, Loss[]> = {}
  for (const loss of losses) {
    const at = loss.what.lastIndexOf(' ')
    const how = loss.what.slice(at + 1)
    columns[how] = [...(columns[how] ?? []), { ...loss, what: loss.what.slice(0, at) }]
  }
  return columns
}
