/** The account of a cluster whose owner broke each practice once: the good account with one fault planted for each control. */
import { iamArn } from '../../aws/make/names.ts'
import { trusts } from '../../aws/make/policies.ts'
import type { Body } from '../../aws/store.ts'
import type { World } from '../../aws/world.ts'
import { followed } from '../good/aws.ts'
import { goodMachines } from '../good/machines.ts'
import { badMachines, name } from './aws-name.ts'
import { callFaults } from './aws-calls.ts'
import { controlPlaneFaults, enter } from './aws-control-plane.ts'
import { badImages, imageFaults, spoilScans } from './aws-images.ts'
import { furnish, jointFaults } from './aws-joint.ts'
import { logFaults } from './aws-logs.ts'
import { machineFaults } from './aws-machines.ts'
import { addRole, roleFaults } from './aws-roles.ts'
import { team } from './rights.ts'

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
export const faults: readonly Fault[] = [...controlPlaneFaults, ...machineFaults, ...roleFaults, ...logFaults, ...callFaults, ...imageFaults, ...jointFaults]

/** The controls that fail in the whole world: each has its label. */
export const planted: readonly string[] = [
  ...new Set(faults.flatMap(({ breaks, also = [], hiddenBy }) => (hiddenBy === undefined ? [breaks, ...also] : []))),
].sort()

/** The good account with this fault alone, its cluster under another name. */
export async function broken(now: Date, fault: Fault): Promise<World> {
  const world = await followed(name, goodMachines, now)
  const answers = structuredClone(world.answers) as Answers
  fault.plant(answers)
  return { ...world, answers }
}

/** The good account with every fault that another does not hide. */
export async function bad(now: Date): Promise<World> {
  const world = await followed(name, badMachines, now, badImages)
  const answers = structuredClone(world.answers) as Answers
  addRole(answers, 'team', trusts.people.Statement[0])
  enter(answers, iamArn('role/team'), {}, { kubernetesGroups: [team] })
  spoilScans(answers, now)
  furnish(answers, now)
  for (const fault of faults) if (fault.hiddenBy === undefined) fault.plant(answers)
  return { ...world, answers }
}
