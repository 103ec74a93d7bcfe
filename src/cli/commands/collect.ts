/** `ekshield collect`: what a target shows, into a snapshot. */
import { writeSnapshot } from '../../collect/snapshot.ts'
import { collect as collectTarget } from '../../collect/target.ts'
import { now } from '../../doors/clock.ts'
import { UsageError } from '../../model/usage-error.ts'
import { note } from '../output.ts'

interface CollectFlags {
  readonly output: string
  readonly asOf?: string
  readonly complete?: boolean
}

export async function collect(targets: readonly string[], flags: CollectFlags): Promise<void> {
  if (!/\.json\.gz$/.test(flags.output)) throw new UsageError(`-o ${flags.output}: a snapshot's name ends in .json.gz`)
  const snapshot = await collectTarget(targets, { ...flags, now: now() })
  await writeSnapshot(flags.output, snapshot)
  const shelves = Object.values(snapshot.facts)
  const things = shelves.reduce((sum, shelf) => sum + shelf.things.length, 0)
  const gaps = shelves.filter((shelf) => shelf.gap && shelf.gap.because !== 'out of scope').length
  note(
    `${things} things of ${shelves.filter((shelf) => shelf.things.length > 0).length} kinds written to ${flags.output}${gaps > 0 ? `; ${gaps} kinds could not be seen, or not whole` : ''}`,
  )
}
