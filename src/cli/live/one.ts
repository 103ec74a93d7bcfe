/** Collects the one live cluster that the flags name. */
import type { Snapshot } from '../../model/snapshot.ts'
import { loadAccount } from './account.ts'
import { type Collecting, collectTarget } from './collect.ts'
import { listenForInterrupts } from './interrupt.ts'
import { findTarget } from './targets.ts'

/** Throws `UsageError` where the flags name several. */
export async function collectOnly(flags: Collecting): Promise<Snapshot> {
  const account = flags.aws === false ? undefined : await loadAccount()
  const interrupts = listenForInterrupts()
  try {
    return await collectTarget(await findTarget(flags, account), flags, account, interrupts)
  } finally {
    interrupts.ignore()
  }
}
