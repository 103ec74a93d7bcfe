/** Every benchmark by its name, and the way back from a control to the rows that ask for it. */
import type { ControlId } from '../model/assessment.ts'
import type { Benchmark } from './benchmark.ts'
import { cisEks } from './cis-eks-1.8.ts'
import { eksBestPractices } from './eks-best-practices.ts'
import { pss } from './pss.ts'

export const benchmarks: Readonly<Record<string, Benchmark>> = Object.fromEntries(
  [eksBestPractices, cisEks, pss].map((benchmark) => [benchmark.name, benchmark]),
)

/** Control id -> benchmark name -> ids of rows. A control that no benchmark asks for is left out. */
export function rowsByControl(): Record<ControlId, Record<string, string[]>> {
  const found: Record<ControlId, Record<string, string[]>> = {}
  for (const { name, rows } of Object.values(benchmarks)) {
    for (const { id, controls } of rows) {
      for (const control of controls) {
        found[control] ??= {}
        found[control][name] ??= []
        found[control][name].push(id)
      }
    }
  }
  return found
}
