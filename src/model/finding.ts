/** Findings: what is wrong, where, how we know, who must act. */
import type { Remedy } from './change.ts'
import { groupBy } from './groups.ts'
import type { Ref } from './ref.ts'

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof severities)[number]

/** Who can mend it, under the shared responsibility model. */
export type Responsible = 'customer' | 'aws' | 'shared'

/** One fault of one thing, as a control states it. */
export interface Evidence {
  /** The fault in one line, with the offending value. */
  readonly says: string
  /** Path of the field at fault from the root of the object: `spec.template.spec.containers[0].image`. */
  readonly at?: string
  /** The value found. Never a secret. */
  readonly actual?: unknown
  /** The value, or the sort of value, that would be good. */
  readonly wanted?: unknown
  /** Other things that the fault passes through: the binding, the role, the route table. */
  readonly via?: readonly Ref[]
}

export interface Waiver {
  readonly control: string
  readonly reason: string
  readonly owner: string
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string
  /** `ekshield.yaml`, or the annotation's key. */
  readonly from: string
  /** A control that must itself pass for the waiver to hold. */
  readonly compensatedBy?: string
}

export interface Subject extends Ref {
  readonly source?: { readonly file: string; readonly line: number }
}

export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly subject: Subject
  readonly evidence: Evidence
  /** Fingerprint: the same fault of the same thing has it again tomorrow. 16 hex digits. */
  readonly print: string
  readonly responsible: Responsible
  readonly remedy?: Remedy
  readonly waived?: Waiver
}

/** What one control has against one thing: what all findings of it share. */
export interface Fault {
  readonly rule: string
  readonly severity: Severity
  readonly responsible: Responsible
  readonly waived?: Waiver
  /** How many findings it makes; never none. */
  readonly count: number
}

/** A thing and all that is wrong with it. */
export interface AtFault {
  /** Its source is the file, and the line where the thing begins, or the first line at fault. */
  readonly subject: Subject
  /** Worst first, a control once. */
  readonly faults: readonly Fault[]
  /** The same as findings. */
  findings(): readonly Finding[]
}

/**
 * All findings, worst control first, then by subject. A list is one; of a large scan each finding is written when it is
 * read, so that hundreds of thousands need no room.
 */
export interface Findings extends Iterable<Finding> {
  readonly length: number
  /** By the thing at fault. A list has no need to know: `atFault` sorts it. */
  atFault?(): Iterable<AtFault>
}

const keyOf = ({ kind, namespace, name, source }: Subject): string => `${kind}\u0000${namespace ?? ''}\u0000${name}\u0000${source?.file ?? ''}`

/** Findings by the thing at fault. The file counts, since two overlays may both write the same Deployment. */
export function atFault(findings: Findings): Iterable<AtFault> {
  if (findings.atFault) return findings.atFault()
  const bySubject = groupBy(findings, ({ subject }) => keyOf(subject))
  return [...bySubject.values()].map((own) => ({ subject: firstOf(own), faults: faultsOf(own), findings: () => own }))
}

/** Lists of faults, and how many things have each: things whose pods are alike share one. */
export function tally(things: Iterable<AtFault>): ReadonlyMap<AtFault['faults'], number> {
  const times = new Map<AtFault['faults'], number>()
  for (const { faults } of things) times.set(faults, (times.get(faults) ?? 0) + 1)
  return times
}

/** Of a list only the lines at fault are known: the first of them stands for where the thing begins. */
function firstOf(findings: readonly Finding[]): Subject {
  const lineOf = ({ subject }: Finding) => subject.source?.line ?? 0
  return findings.reduce((first, finding) => (lineOf(finding) < lineOf(first) ? finding : first)).subject
}

function faultsOf(findings: readonly Finding[]): Fault[] {
  const byRule = new Map<string, Fault & { count: number }>()
  for (const { rule, severity, responsible, waived } of findings) {
    const known = byRule.get(rule)
    if (known) known.count += 1
    else byRule.set(rule, { rule, severity, responsible, ...(waived && { waived }), count: 1 })
  }
  return [...byRule.values()]
}
