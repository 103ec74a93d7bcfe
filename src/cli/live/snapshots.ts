/** `ekshield collect` of live clusters: one snapshot each. */
import type { Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { note } from '../output.ts'
import { loadAccount } from './account.ts'
import { collectTarget } from './collect.ts'
import type { LiveFlags } from './flags.ts'
import { listenForInterrupts } from './interrupt.ts'
import { fileFor, filesOf } from './several.ts'
import { findTargets } from './targets.ts'

/** Exit 3 where a cluster could not be asked, or a phase ran out of time: what was seen is written all the same. */
export async function collectClusters(
  flags: LiveFlags & { readonly output: string; readonly asOf?: string },
  write: (file: string, snapshot: Snapshot) => Promise<void>,
): Promise<void> {
  const account = flags.aws === false ? undefined : await loadAccount()
  const interrupts = listenForInterrupts()
  try {
    const targets = await findTargets(flags, account)
    const files = filesOf(targets.map(({ name }) => name))
    for (const [i, target] of targets.entries()) {
      try {
        const snapshot = await collectTarget(target, flags, account, interrupts)
        await write(targets.length === 1 ? flags.output : fileFor(flags.output, files[i] as string), snapshot)
        if (Object.values(snapshot.facts).some(({ gap }) => gap?.because === 'failed')) process.exitCode = 3
      } catch (error) {
        if (!(error instanceof UsageError) || targets.length === 1) throw error
        note(`ekshield: ${target.name}: ${error.message}`)
        process.exitCode = 3
      }
    }
  } finally {
    interrupts.ignore()
  }
}
