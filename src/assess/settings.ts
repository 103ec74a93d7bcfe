/** What `ekshield.yaml` and the command line may change about an assessment. */
import type { Attestation } from '../model/facts.ts'
import type { Severity, Waiver } from '../model/finding.ts'

export interface Settings {
  /** Globs of control ids to judge; all when empty. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly severities: Readonly<Record<string, Severity>>
  readonly waivers: readonly ScopedWaiver[]
  readonly attestations: readonly Attestation[]
  /** Whether waivers written as annotations on objects hold. */
  readonly annotationWaivers: boolean
}

/** A waiver of `ekshield.yaml`, and which things it is for (globs; absent: all). */
export interface ScopedWaiver extends Omit<Waiver, 'from'> {
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
}

export const defaultSettings: Settings = { only: [], skip: [], severities: {}, waivers: [], attestations: [], annotationWaivers: true }
