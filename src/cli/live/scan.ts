/** `ekshield scan` of live clusters: one assessment each, and where there are several, the worst of each at the end. */
import { choose } from '../../assess/assess.ts'
import type { Gate } from '../../assess/gate.ts'
import type { Settings } from '../../assess/settings.ts'
import { withNaming } from '../../collect/wanted.ts'
import { controls } from '../../controls/index.ts'
import type { Assessed } from '../../model/assessment.ts'
import type { StoredKind } from '../../model/facts.ts'
import { UsageError } from '../../model/usage-error.ts'
import { kindsRead } from '../../world/permissions.ts'
import { decide, judge, type ScanFlags } from '../commands/scan.ts'
import { note, type Output, print, show } from '../output.ts'
import { collectTarget } from './collect.ts'
import { loadAccount } from './account.ts'
import { listenForInterrupts } from './interrupt.ts'
import { fileFor, filesOf } from './several.ts'
import { findTargets } from './targets.ts'
import { type Seen, stateOf, worst } from './worst.ts'

/** Formats of which several may follow each other on one stream. */
const follows = new Set(['text', 'markdown', 'ndjson', 'github'])

/** The kinds that the chosen controls read: nothing else is asked for. */
export function kindsOf(settings: Settings): ReadonlySet<StoredKind> {
  return withNaming(new Set(choose(controls, settings).flatMap(([, control]) => kindsRead(control))))
}

export async function scanLive(flags: ScanFlags, outputs: readonly Output[], settings: Settings, limits: Gate): Promise<void> {
  if (flags.complete) throw new UsageError('--complete is for manifests; a live cluster is all there is')
  const account = flags.aws === false ? undefined : await loadAccount()
  const interrupts = listenForInterrupts()
  try {
    const targets = await findTargets(flags, account)
    const collecting = { ...flags, wanted: kindsOf(settings) }
    const [only] = targets
    if (targets.length === 1 && only) {
      const assessment = judge(await collectTarget(only, collecting, account, interrupts), settings)
      noteScope(assessment)
      await show(assessment, outputs, flags)
      process.exitCode = decide(assessment, limits)
      return
    }
    const alone = outputs.find(({ format, file }) => file === undefined && !follows.has(format))
    if (alone)
      throw new UsageError(`several clusters make several documents: give ${alone.format} a file, -f ${alone.format}=FILE; each cluster's name goes into it`)
    const files = filesOf(targets.map(({ name }) => name))
    const seen: Seen[] = []
    for (const [i, target] of targets.entries()) {
      const { name } = target
      try {
        const assessment = judge(await collectTarget(target, collecting, account, interrupts), settings)
        noteScope(assessment)
        const own = outputs.map(({ format, file }) => ({ format, ...(file !== undefined && { file: fileFor(file, files[i] as string) }) }))
        await show(assessment, own, flags)
        seen.push({ name, ...stateOf(assessment), exit: decide(assessment, limits, name) })
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        note(`ekshield: ${name}: ${error.message}`)
        seen.push({ name, error: error.message, exit: 3 })
      }
    }
    const summary = worst(seen)
    if (outputs.some(({ format, file }) => format === 'text' && file === undefined)) await print(`\n${summary}`)
    else process.stderr.write(summary)
    process.exitCode = Math.max(...seen.map(({ exit }) => exit))
  } finally {
    interrupts.ignore()
  }
}

/** A cluster that is not EKS is assessed as far as its API goes, and its reader is told. */
function noteScope({ verdicts, target }: Assessed): void {
  const beside = Object.values(verdicts).filter((verdict) => verdict.status === 'n/a' && /no EKS cluster/.test(verdict.because)).length
  if (beside > 0) note(`ekshield: ${target.target} is no EKS cluster: ${beside} controls about AWS do not concern it`)
}
