/** What `ekshield.yaml` and the command line may change about an assessment. */
import type { Attestation } from '../model/facts.ts'
import type { Severity, Waiver } from '../model/finding.ts'

export interface Settings {
  /** Globs of control ids to judge; all when empty. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** By control id. */
  readonly overrides: Readonly<Record<string, Override>>
  readonly waivers: readonly ScopedWaiver[]
  readonly attestations: readonly Attestation[]
  /** Whether waivers written as annotations on objects hold. */
  readonly annotationWaivers: boolean
}

/** Another severity for a control, and the namespaces (globs) in which it is judged. */
export interface Override {
  readonly severity?: Severity | undefined
  readonly namespaces?: readonly string[] | undefined
  readonly exceptNamespaces?: readonly string[] | undefined
}

/** A waiver of `ekshield.yaml`, and which things it is for (globs; absent: all). */
export interface ScopedWaiver {
  readonly control: string
  readonly reason: string
  readonly owner: string
  readonly until: Waiver['until']
  readonly compensatedBy?: string | undefined
  readonly kind?: string | undefined
  readonly namespace?: string | undefined
  readonly name?: string | undefined
}

export const defaultSettings: Settings = { only: [], skip: [], overrides: {}, waivers: [], attestations: [], annotationWaivers: true }
