/** `ekshield scan`: collect, assess, show, and decide the exit code. */
import { assessLazily } from '../../assess/assess.ts'
import { type Gate, gate } from '../../assess/gate.ts'
import type { Settings } from '../../assess/settings.ts'
import { rowsByControl } from '../../benchmarks/index.ts'
import { collect, type CollectOptions } from '../../collect/target.ts'
import { controls } from '../../controls/index.ts'
import { now } from '../../doors/clock.ts'
import type { Assessed } from '../../model/assessment.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { view } from '../../world/view.ts'
import { type LiveFlags, refuseLiveFlags } from '../live/flags.ts'
import { type Look, note, parseOutputs, show } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

export type ScanFlags = SettingFlags & Look & LiveFlags & Omit<CollectOptions, 'now'> & { readonly format?: readonly string[] }

export async function scan(targets: readonly string[], flags: ScanFlags): Promise<void> {
  const outputs = parseOutputs(flags.format)
  const { settings, gate: limits } = await readSettings(flags, Object.keys(controls))
  const [first] = targets
  if (first === undefined) return (await import('../live/scan.ts')).scanLive(flags, outputs, settings, limits)
  refuseLiveFlags(flags, first)
  const assessment = judge(await collect(targets, { ...flags, now: now() }), settings)
  await show(assessment, outputs, flags)
  process.exitCode = decide(assessment, limits)
}

export const judge = (snapshot: Snapshot, settings: Settings): Assessed => assessLazily(view(snapshot), controls, rowsByControl(), settings)

/** Says which rule decided. @param name of the cluster, where there are several @returns the exit code */
export function decide(assessment: Assessed, limits: Gate, name?: string): number {
  const decision = gate(assessment, limits)
  note(`ekshield: ${name === undefined ? '' : `${name}: `}exit ${decision.exit}: ${decision.says}`)
  return decision.exit
}
