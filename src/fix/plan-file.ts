/** A plan as a file, which can be read, agreed to, and carried out later: sealed by a hash, so that what is applied is what was shown. */
import { createHash } from 'node:crypto'
import { UsageError } from '../model/usage-error.ts'
import type { Plan } from './write.ts'

export interface SavedPlan extends Plan {
  readonly format: 1
  readonly what: 'ekshield plan'
  /** When it was made, ISO 8601. */
  readonly time: string
  readonly target: {
    readonly name: string
    /** As in the ledger. */
    readonly places: { readonly file?: string; readonly object?: string; readonly aws?: string }
  }
  /** SHA-256 of all the above, in hex. */
  readonly hash: string
}

const hashOf = (plan: Omit<SavedPlan, 'hash'>): string => createHash('sha256').update(JSON.stringify(plan)).digest('hex')

export function seal(plan: Plan, time: string, target: SavedPlan['target']): SavedPlan {
  const body = { format: 1, what: 'ekshield plan', time, target, steps: plan.steps, forAPerson: plan.forAPerson } as const
  // As it will be read: without what JSON leaves out.
  const plain = JSON.parse(JSON.stringify(body)) as typeof body
  return { ...plain, hash: hashOf(plain) }
}

/** Undefined for a text that is no plan. Throws `UsageError` for one that was edited. */
export function readPlan(file: string, text: string): SavedPlan | undefined {
  if (!text.includes('"ekshield plan"')) return undefined
  let plan: SavedPlan
  try {
    plan = JSON.parse(text) as SavedPlan
  } catch (error) {
    throw new UsageError(`${file}: the plan cannot be read: ${(error as Error).message}`)
  }
  const { hash, ...body } = plan
  if (plan.what !== 'ekshield plan') return undefined
  if (plan.format !== 1) throw new UsageError(`${file}: the plan is of format ${String(plan.format)}; this ekshield knows format 1`)
  if (hash !== hashOf(body)) throw new UsageError(`${file}: the plan was edited since ekshield wrote it; make a new one with --only and --skip instead`)
  return plan
}
