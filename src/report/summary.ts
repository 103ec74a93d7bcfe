/** An assessment in a few numbers: the state of each layer, what could not be seen, who must act. */
import type { Assessed, ControlId, Verdict } from '../model/assessment.ts'
import { type Layer, layers } from '../model/control.ts'
import { type AtFault, type Finding, type Severity, severities, tally } from '../model/finding.ts'

type Charged = Pick<Finding, 'waived' | 'responsible'>

/** Not waived, and not for AWS to act on. */
export const isOpen = ({ waived, responsible }: Charged): boolean => !waived && responsible !== 'aws'
export const isForAws = ({ waived, responsible }: Charged): boolean => !waived && responsible === 'aws'

export type SeverityCounts = Readonly<Record<Severity, number>>

export function countSeverities(findings: Iterable<{ readonly severity: Severity }>): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}

/** `3 critical, 2 high`; '' where all are zero. */
export function showCounts(counts: SeverityCounts): string {
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
    .join(', ')
}

/** `1 finding`, `2 findings`. */
export const several = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** How many findings a control has, by who must act on them. */
export interface RuleCount {
  readonly rule: ControlId
  readonly severity: Severity
  open: number
  forAws: number
  waived: number
}

export function countRules(things: Iterable<AtFault>): RuleCount[] {
  const counts = new Map<ControlId, RuleCount>()
  for (const [faults, times] of tally(things)) {
    for (const fault of faults) {
      const { rule, severity } = fault
      let count = counts.get(rule)
      if (!count) {
        count = { rule, severity, open: 0, forAws: 0, waived: 0 }
        counts.set(rule, count)
      }
      count[isOpen(fault) ? 'open' : fault.waived ? 'waived' : 'forAws'] += fault.count * times
    }
  }
  return [...counts.values()]
}

/** Open findings by severity, and how many findings there are of each sort. */
export function totalOf(counts: readonly RuleCount[]): {
  readonly bySeverity: SeverityCounts
  readonly open: number
  readonly forAws: number
  readonly waived: number
} {
  const bySeverity = countSeverities([])
  for (const { severity, open } of counts) bySeverity[severity] += open
  const sum = (of: 'open' | 'forAws' | 'waived') => counts.reduce((total, count) => total + count[of], 0)
  return { bySeverity, open: sum('open'), forAws: sum('forAws'), waived: sum('waived') }
}

export interface LayerState {
  readonly layer: Layer
  /** Of its open findings; without any, whether that means that all is well. */
  readonly worst: Severity | 'clean' | 'undecided' | 'not asked'
  readonly open: SeverityCounts
  readonly total: number
  readonly undecided: number
  /** Controls that pass, fail or are undecided. */
  readonly judged: number
}

const layerOf = (rule: ControlId): string => rule.slice(0, rule.indexOf('/'))
const isUndecided = (verdict: Verdict): boolean => verdict.status === 'unknown'
const isJudged = ({ status }: Verdict): boolean => status === 'pass' || status === 'fail' || status === 'unknown'

export function layerStates(verdicts: Assessed['verdicts'], counts: readonly RuleCount[]): LayerState[] {
  const byLayer = new Map(layers.map((layer) => [layer as string, countSeverities([])]))
  for (const { rule, severity, open } of counts) {
    const layer = byLayer.get(layerOf(rule))
    if (layer) layer[severity] += open
  }
  return layers.map((layer) => {
    const counts = byLayer.get(layer) ?? countSeverities([])
    const total = severities.reduce((sum, severity) => sum + counts[severity], 0)
    const own = Object.entries(verdicts).filter(([id]) => layerOf(id) === layer)
    const undecided = own.filter(([, verdict]) => isUndecided(verdict)).length
    const judged = own.filter(([, verdict]) => isJudged(verdict)).length
    const worst = severities.find((severity) => counts[severity] > 0) ?? (undecided > 0 ? 'undecided' : judged > 0 ? 'clean' : 'not asked')
    return { layer, worst, open: counts, total, undecided, judged }
  })
}

export interface Missing {
  /** The permission, where one would show it; else what went wrong. */
  readonly lacks: string
  readonly isPermission: boolean
  readonly because: string
  readonly kinds: readonly string[]
  /** Controls without a verdict because of it. */
  readonly undecided: number
  /** Controls that found faults, but could not look everywhere. */
  readonly inPart: number
}

/** What could not be seen, each missing permission once, the one that leaves most undecided first. */
export function missing({ coverage, verdicts }: Assessed): Missing[] {
  const found = new Map<string, { because: Set<string>; kinds: Set<string>; controls: Set<ControlId>; isPermission: boolean }>()
  for (const gap of coverage.gaps) {
    const lacks = gap.lacks ?? gap.detail
    const entry = found.get(lacks) ?? { because: new Set(), kinds: new Set(), controls: new Set(), isPermission: gap.lacks !== undefined }
    found.set(lacks, entry)
    entry.because.add(gap.because)
    for (const kind of gap.kinds) entry.kinds.add(kind)
    for (const control of gap.undecided) entry.controls.add(control)
  }
  return [...found]
    .map(([lacks, { because, kinds, controls, isPermission }]) => {
      const undecided = [...controls].filter((id) => verdicts[id] && isUndecided(verdicts[id])).length
      return { lacks, isPermission, because: [...because].sort().join(', '), kinds: [...kinds].sort(), undecided, inPart: controls.size - undecided }
    })
    .sort((a, b) => b.undecided - a.undecided || b.inPart - a.inPart || (a.lacks < b.lacks ? -1 : 1))
}
