/** Findings: what is wrong, where, how we know, who must act. */
import type { Remedy } from './change.ts'
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
