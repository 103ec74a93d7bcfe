/** `ekshield scan`: collect, assess, show, and decide the exit code. */
import { assessLazily } from '../../assess/assess.ts'
import { gate } from '../../assess/gate.ts'
import { rowsByControl } from '../../benchmarks/index.ts'
import { collect, type CollectOptions } from '../../collect/target.ts'
import { controls } from '../../controls/index.ts'
import { now } from '../../doors/clock.ts'
import { view } from '../../world/view.ts'
import { type Look, note, parseOutputs, show } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

type ScanFlags = SettingFlags & Look & Omit<CollectOptions, 'now'> & { readonly format?: readonly string[] }

export async function scan(targets: readonly string[], flags: ScanFlags): Promise<void> {
  const outputs = parseOutputs(flags.format)
  const { settings, gate: limits } = await readSettings(flags, Object.keys(controls))
  const snapshot = await collect(targets, { ...flags, now: now() })
  const assessment = assessLazily(view(snapshot), controls, rowsByControl(), settings)
  await show(assessment, outputs, flags)
  const decision = gate(assessment, limits)
  note(`ekshield: exit ${decision.exit}: ${decision.says}`)
  process.exitCode = decision.exit
}
