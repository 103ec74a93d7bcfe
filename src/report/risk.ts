/** Findings the way a person takes them on: by the thing at fault, the one with most risk first. */
import { type AtFault, type Finding, type Severity, severities } from '../model/finding.ts'
import { refKey } from '../model/ref.ts'
import { isOpen } from './summary.ts'

/** Things of one kind with the same faults, told once. */
export interface Entry {
  /** Never empty; the first stands for the others. */
  readonly things: readonly AtFault[]
  /** Open findings of all of them. */
  readonly total: number
}

/** By severity of its open faults, worst first; then by how many things share them; then by name. */
export function byRisk(things: readonly AtFault[]): Entry[] {
  const entries = new Map<string, { things: AtFault[]; total: number; weight: readonly number[] }>()
  for (const thing of things) {
    const open = thing.faults.filter(isOpen)
    if (open.length === 0) continue
    let key = thing.subject.kind
    let total = 0
    for (const { rule, evidence } of open) {
      key += `\u0000${rule}`
      total += evidence.length
    }
    const entry = entries.get(key)
    if (entry) {
      entry.things.push(thing)
      entry.total += total
    } else {
      const weight = severities.map((severity) => open.filter((fault) => fault.severity === severity).length)
      entries.set(key, { things: [thing], total, weight })
    }
  }
  return [...entries.values()].sort((a, b) => compareWeights(b.weight, a.weight) || b.things.length - a.things.length || (nameOf(a) < nameOf(b) ? -1 : 1))
}

const nameOf = ({ things }: Entry): string => (things[0] ? `${refKey(things[0].subject)} ${things[0].subject.source?.file ?? ''}` : '')

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
  const byRule = new Map<string, Finding[]>()
  for (const finding of thing.findings().filter(isOpen)) {
    const known = byRule.get(finding.rule)
    if (known) known.push(finding)
    else byRule.set(finding.rule, [finding])
  }
  return [...byRule]
    .map(([rule, findings]) => ({ rule, severity: (findings[0] as Finding).severity, findings }))
    .sort((a, b) => (rank.get(a.severity) ?? 0) - (rank.get(b.severity) ?? 0) || (a.rule < b.rule ? -1 : 1))
}
