/** The account of a cluster whose owner broke each practice once: the good account with one fault planted for each control. */
import type { Body } from '../../aws/store.ts'
import type { World } from '../../aws/world.ts'
import { good } from '../good/aws.ts'
import { callFaults } from './aws-calls.ts'
import { controlPlaneFaults } from './aws-control-plane.ts'
import { logFaults } from './aws-logs.ts'
import { machineFaults } from './aws-machines.ts'
import { roleFaults } from './aws-roles.ts'

export type Answers = Record<string, Body>

export interface Fault {
  /** The control that the fault breaks. */
  readonly breaks: string
  /** Further controls that no account could keep while this one is broken. */
  readonly also?: readonly string[]
  /** Left out of the whole world, where a worse fault of the same setting hides it. */
  readonly hiddenBy?: string
  plant(answers: Answers): void
}

/** Every fault, to be planted alone or, as far as they do not hide each other, together. */
export const faults: readonly Fault[] = [...controlPlaneFaults, ...machineFaults, ...roleFaults, ...logFaults, ...callFaults]

/** The controls that fail in the whole world: each has its label. */
export const planted: readonly string[] = [
  ...new Set(faults.flatMap(({ breaks, also = [], hiddenBy }) => (hiddenBy === undefined ? [breaks, ...also] : []))),
].sort()

/** The good account with this fault alone. */
export async function broken(now: Date, fault: Fault): Promise<World> {
  const world = await good(now)
  const answers = structuredClone(world.answers) as Answers
  fault.plant(answers)
  return { ...world, answers }
}

/** The cluster is still called `good`, after whose account this one is made. */
export async function bad(now: Date): Promise<World> {
  const world = await good(now)
  const answers = structuredClone(world.answers) as Answers
  for (const fault of faults) if (fault.hiddenBy === undefined) fault.plant(answers)
  return { ...world, answers }
}
