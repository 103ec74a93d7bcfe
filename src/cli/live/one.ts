/** Collects the one live cluster that the flags name. */
import type { Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { loadAccount } from './account.ts'
import { type Collecting, collectTarget } from './collect.ts'
import { listenForInterrupts } from './interrupt.ts'
import { findTargets } from './targets.ts'

/** Throws `UsageError` where the flags name several. */
export async function collectOnly(flags: Collecting): Promise<Snapshot> {
  const account = flags.aws === false ? undefined : await loadAccount()
  const interrupts = listenForInterrupts()
  try {
    const targets = await findTargets(flags, account)
    const [only] = targets
    if (!only || targets.length > 1) throw new UsageError(`name one cluster; the flags name ${targets.length}`)
    return await collectTarget(only, flags, account, interrupts)
  } finally {
    interrupts.ignore()
  }
}
