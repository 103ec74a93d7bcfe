/** Which findings an address asks for, how many each filter would leave, and how they are grouped. */
import type { Assessment } from '../src/model/assessment.ts'
import type { Layer } from '../src/model/control.ts'
import { type Finding, type Severity, severities, type Subject } from '../src/model/finding.ts'
import { refKey, showRef } from '../src/model/ref.ts'
import type { Address, FindingView } from './address.ts'

/** A waived finding is waived, whoever is responsible; what AWS alone can mend stands apart from the customer's own. */
export const viewOf = (finding: Finding): FindingView => (finding.waived ? 'waived' : finding.responsible === 'aws' ? 'aws' : 'open')

export const layerOf = (rule: string): Layer => rule.slice(0, Math.max(0, rule.indexOf('/'))) as Layer

export const rank: Readonly<Record<Severity, number>> = Object.fromEntries(severities.map((severity, i) => [severity, i])) as Record<Severity, number>

export interface Found {
  readonly open: Finding[]
  readonly aws: Finding[]
  readonly waived: Finding[]
  /** How many of the shown view each severity has under the other filters. */
  readonly bySeverity: Record<Severity, number>
}

/** Looks findings up by the words in them; the text to search is put together once for each. */
export class Index {
  readonly #findings: readonly Finding[]
  readonly #titles: (rule: string) => string
  #texts: readonly string[] | undefined

  constructor({ findings, stories }: Assessment) {
    this.#findings = findings
    this.#titles = (rule) => stories[rule]?.title ?? ''
  }

  #textOf = ({ rule, severity, subject, evidence, print }: Finding): string => {
    const via = (evidence.via ?? []).map(showRef).join('\n')
    return `${severity}\n${rule}\n${this.#titles(rule)}\n${showRef(subject)}\n${subject.source?.file ?? ''}\n${evidence.says}\n${evidence.at ?? ''}\n${via}\n${print}`.toLowerCase()
  }

  /** Puts the texts together beforehand, so that the first letter typed is as quick as the next. */
  prepare(): void {
    this.#texts ??= this.#findings.map(this.#textOf)
  }

  search(address: Address, view: string): Found {
    const words = address.text.toLowerCase().split(/\s+/).filter(Boolean)
    if (words.length > 0) this.prepare()
    const asked = new Set(address.severities)
    const found: Found = { open: [], aws: [], waived: [], bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 } }
    for (let i = 0; i < this.#findings.length; i++) {
      const finding = this.#findings[i] as Finding
      if (address.layer !== undefined && layerOf(finding.rule) !== address.layer) continue
      if (address.namespace !== undefined && namespaceOf(finding.subject) !== address.namespace) continue
      if (words.length > 0 && !words.every((word) => this.#texts?.[i]?.includes(word))) continue
      const own = viewOf(finding)
      if (own === view) found.bySeverity[finding.severity] += 1
      if (asked.size === 0 || asked.has(finding.severity)) found[own].push(finding)
    }
    return found
  }
}

/** The namespace something belongs to; a Namespace belongs to itself, so that its own faults are found with it. */
const namespaceOf = (subject: Subject): string => subject.namespace ?? (subject.kind === 'Namespace' ? subject.name : '')

export function namespacesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map((finding) => namespaceOf(finding.subject)))].sort()
}

export interface Group {
  /** Tells groups apart: the subject, or the control. */
  readonly key: string
  readonly findings: Finding[]
  /** Findings of each severity, worst first. */
  readonly counts: number[]
}

/** One group for each subject or control, the worst first. */
export function groupFindings(findings: readonly Finding[], by: Address['by']): Group[] {
  const groups = new Map<string, Group>()
  for (const finding of findings) {
    const key = by === 'control' ? finding.rule : refKey(finding.subject)
    let group = groups.get(key)
    if (!group) {
      group = { key, findings: [], counts: severities.map(() => 0) }
      groups.set(key, group)
    }
    group.findings.push(finding)
    group.counts[rank[finding.severity]]! += 1
  }
  return [...groups.values()].sort(byWorst)
}

function byWorst(a: Group, b: Group): number {
  for (let i = 0; i < a.counts.length; i++) {
    const difference = b.counts[i]! - a.counts[i]!
    if (difference !== 0) return difference
  }
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
