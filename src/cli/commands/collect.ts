/** `ekshield collect`: what a target shows, into a snapshot. */
import { writeSnapshot } from '../../collect/snapshot.ts'
import { collect as collectFiles } from '../../collect/target.ts'
import { now } from '../../doors/clock.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { type LiveFlags, refuseLiveFlags } from '../live/flags.ts'
import { note } from '../output.ts'

type CollectFlags = LiveFlags & {
  readonly output: string
  readonly asOf?: string
  readonly complete?: boolean
}

export async function collect(targets: readonly string[], flags: CollectFlags): Promise<void> {
  if (!/\.json\.gz$/.test(flags.output)) throw new UsageError(`-o ${flags.output}: a snapshot's name ends in .json.gz`)
  const [first] = targets
  if (first === undefined) {
    if (flags.complete) throw new UsageError('--complete is for manifests; a live cluster is all there is')
    await (await import('../live/snapshots.ts')).collectClusters(flags, write)
    return
  }
  refuseLiveFlags(flags, first)
  await write(flags.output, await collectFiles(targets, { ...flags, now: now() }))
}

async function write(file: string, snapshot: Snapshot): Promise<void> {
  await writeSnapshot(file, snapshot)
  const shelves = Object.values(snapshot.facts)
  const things = shelves.reduce((sum, shelf) => sum + shelf.things.length, 0)
  const gaps = shelves.filter((shelf) => shelf.gap && shelf.gap.because !== 'out of scope').length
  note(
    `${things} things of ${shelves.filter((shelf) => shelf.things.length > 0).length} kinds written to ${file}${gaps > 0 ? `; ${gaps} kinds could not be seen, or not whole` : ''}`,
  )
}
