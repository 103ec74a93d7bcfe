/** Findings the way a person takes them on: by the thing at fault, the one with most risk first. */
import type { Finding, Severity, Subject } from '../model/finding.ts'
import { severities } from '../model/finding.ts'
import { refKey } from '../model/ref.ts'

/** One control's findings on one thing. */
export interface Fault {
  readonly rule: string
  readonly severity: Severity
  /** All of them; never empty. */
  readonly findings: readonly Finding[]
}

/** Things of one kind with the same faults, told once. */
export interface Entry {
  /** Never empty; the first stands for the others. */
  readonly subjects: readonly Subject[]
  /** Of the first subject, worst first. */
  readonly faults: readonly Fault[]
  /** Findings of all its subjects. */
  readonly total: number
}

const rank = new Map(severities.map((severity, i) => [severity, i]))

/** The file counts, since two overlays may both write the same Deployment. */
const keyOf = (subject: Subject): string => `${refKey(subject)}\u0000${subject.source?.file ?? ''}`

/** By severity of its faults, worst first; then by how many things share them; then by name. */
export function byRisk(findings: readonly Finding[]): Entry[] {
  const bySubject = new Map<string, Finding[]>()
  // Findings of one line share their subject: its key is made once.
  const byIdentity = new Map<Subject, Finding[]>()
  for (const finding of findings) {
    let own = byIdentity.get(finding.subject)
    if (!own) {
      const key = keyOf(finding.subject)
      own = bySubject.get(key) ?? []
      bySubject.set(key, own)
      byIdentity.set(finding.subject, own)
    }
    own.push(finding)
  }
  const entries = new Map<string, { subjects: Subject[]; faults: Fault[]; total: number; weight: readonly number[] }>()
  for (const own of bySubject.values()) {
    const { subject } = own[0] as Finding
    const key = `${subject.kind}\u0000${[...new Set(own.map(({ rule }) => rule))].sort().join('\u0000')}`
    const entry = entries.get(key)
    if (entry) {
      entry.subjects.push(subject)
      entry.total += own.length
    } else {
      const faults = faultsOf(own)
      entries.set(key, {
        subjects: [subject],
        faults,
        total: own.length,
        weight: severities.map((severity) => faults.filter((fault) => fault.severity === severity).length),
      })
    }
  }
  return [...entries.values()].sort((a, b) => compareWeights(b.weight, a.weight) || b.subjects.length - a.subjects.length)
}

function faultsOf(findings: readonly Finding[]): Fault[] {
  const byRule = new Map<string, Finding[]>()
  for (const finding of findings) {
    const known = byRule.get(finding.rule)
    if (known) known.push(finding)
    else byRule.set(finding.rule, [finding])
  }
  return [...byRule]
    .map(([rule, own]) => ({ rule, severity: (own[0] as Finding).severity, findings: own }))
    .sort((a, b) => (rank.get(a.severity) ?? 0) - (rank.get(b.severity) ?? 0) || (a.rule < b.rule ? -1 : 1))
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Controls by how many of the findings are theirs, most first. */
export function byRule(findings: readonly Finding[]): { readonly rule: string; readonly severity: Severity; readonly count: number }[] {
  const counts = new Map<string, { rule: string; severity: Severity; count: number }>()
  for (const { rule, severity } of findings) {
    const known = counts.get(rule)
    if (known) known.count += 1
    else counts.set(rule, { rule, severity, count: 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1))
}
