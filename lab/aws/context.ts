/** What an operation needs to know beside its input. */
import type { Caller, Callers } from './callers.ts'
import type { Faults } from './faults.ts'
import type { CallRecord } from './records.ts'
import type { Store } from './store.ts'

export interface Context {
  readonly store: Store
  readonly callers: Callers
  readonly caller: Caller
  readonly region: string
  readonly faults: Faults
  readonly records: readonly CallRecord[]
  /** Does something later, unless the stand-in has stopped by then. */
  later(ms: number, then: () => void): void
}
