/** Findings the way a person takes them on: by the thing at fault, the one with most risk first. */
import { type AtFault, type Fault, type Finding, type Severity, severities, type Subject } from '../model/finding.ts'
import { groupBy } from '../model/groups.ts'
import { refKey } from '../model/ref.ts'
import { isOpen } from './summary.ts'

/** Things of one kind with the same faults, told once. */
export interface Entry {
  /** Stands for the others. */
  readonly first: AtFault
  /** As many of the others as are named. */
  readonly alike: Subject[]
  /** Things, the first among them. */
  count: number
  /** Open findings of all of them. */
  total: number
  /** Faults of the first by severity, worst first. */
  readonly weight: readonly number[]
}

/** Of the things that are alike, how many are named beside the first. */
const mostNamed = 5

/** By severity of its open faults, worst first; then by how many things share them; then by name. Keeps no more of a thing than it tells. */
export function byRisk(things: Iterable<AtFault>): Entry[] {
  const entries = new Map<string, Entry>()
  // Things whose pods are alike share one list of faults.
  const burdens = new Map<AtFault['faults'], Burden>()
  for (const thing of things) {
    let burden = burdens.get(thing.faults)
    if (!burden) {
      burden = burdenOf(thing.faults)
      burdens.set(thing.faults, burden)
    }
    const { open, rules, total } = burden
    if (open.length === 0) continue
    const key = `${thing.subject.kind}\u0000${rules}`
    const entry = entries.get(key)
    if (entry) {
      if (entry.alike.length < mostNamed) entry.alike.push(thing.subject)
      entry.count += 1
      entry.total += total
    } else {
      const weight = severities.map((severity) => open.filter((fault) => fault.severity === severity).length)
      entries.set(key, { first: thing, alike: [], count: 1, total, weight })
    }
  }
  return [...entries.values()].sort((a, b) => compareWeights(b.weight, a.weight) || b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1))
}

interface Burden {
  readonly open: readonly Fault[]
  /** Of the open faults. */
  readonly rules: string
  /** Open findings. */
  readonly total: number
}

function burdenOf(faults: readonly Fault[]): Burden {
  const open = faults.filter(isOpen)
  return { open, rules: open.map(({ rule }) => rule).join('\u0000'), total: open.reduce((sum, { count }) => sum + count, 0) }
}

const nameOf = ({ first: { subject } }: Entry): string => `${refKey(subject)} ${subject.source?.file ?? ''}`

function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** One control's open findings on one thing. */
export interface Charge {
  readonly rule: string
  readonly severity: Severity
  /** Never empty. */
  readonly findings: readonly Finding[]
}

const rank = new Map(severities.map((severity, i) => [severity, i]))

/** What is wrong with a thing, worst first. */
export function chargesOf(thing: AtFault): Charge[] {
  return [...groupBy(thing.findings().filter(isOpen), ({ rule }) => rule)]
    .map(([rule, findings]) => ({ rule, severity: (findings[0] as Finding).severity, findings }))
    .sort((a, b) => (rank.get(a.severity) ?? 0) - (rank.get(b.severity) ?? 0) || (a.rule < b.rule ? -1 : 1))
}
