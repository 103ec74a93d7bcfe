/** `ekshield list`: the controls, or the rows of a benchmark and what decides them. */
import { globs } from '../../assess/globs.ts'
import { layerOf } from '../../assess/assess.ts'
import { benchmarks, rowsByControl } from '../../benchmarks/index.ts'
import { controls } from '../../controls/index.ts'
import { whyNotEnforceable } from '../../enforce/policy.ts'
import { UsageError } from '../../model/usage-error.ts'
import { kindsRead, permissionsFor } from '../../world/permissions.ts'
import { hint } from '../../model/nearest.ts'
import { print } from '../output.ts'

interface ListFlags {
  readonly format: 'text' | 'json'
  readonly only?: readonly string[]
  readonly benchmark?: string
}

export async function list(flags: ListFlags): Promise<void> {
  await print(flags.benchmark === undefined ? listControls(flags) : listBenchmark(flags.benchmark, flags.format))
}

function listControls({ format, only = [] }: ListFlags): string {
  const rows = rowsByControl()
  const ids = Object.keys(controls)
  for (const pattern of only) if (!ids.some(globs([pattern]))) throw new UsageError(`no control is called ${pattern}${hint(pattern, ids)}`)
  const chosen = Object.entries(controls)
    .filter(([id]) => only.length === 0 || globs(only)(id))
    .map(([id, control]) => ({
      id,
      title: control.title,
      severity: control.severity,
      layer: layerOf(id),
      about: control.about,
      needs: control.needs ?? [],
      permissions: permissionsFor(kindsRead(control)),
      fixable: control.must !== undefined || control.remedy !== undefined,
      enforceable: whyNotEnforceable(control) === undefined,
      benchmarks: rows[id] ?? {},
    }))
  if (format === 'json') return `${JSON.stringify(chosen, null, 2)}\n`
  const lines: string[] = []
  for (const { id, severity, title } of chosen) lines.push(`${severity.padEnd(8)}  ${id}`, `          ${title}`)
  return `${lines.join('\n')}\n\n${chosen.length} controls; \`ekshield explain ID\` tells all about one.\nBenchmarks: ${Object.keys(benchmarks).join(', ')}\n`
}

function listBenchmark(name: string, format: 'text' | 'json'): string {
  const benchmark = benchmarks[name]
  if (!benchmark) throw new UsageError(`no benchmark is called ${name}${hint(name, Object.keys(benchmarks))}; known: ${Object.keys(benchmarks).join(', ')}`)
  if (format === 'json') return `${JSON.stringify(benchmark, null, 2)}\n`
  const lines = benchmark.rows.flatMap((row) => [
    `${row.id.padEnd(10)} ${row.title}`,
    `           ${row.controls.length > 0 ? row.controls.join(', ') : 'no control yet'}`,
  ])
  const decided = benchmark.rows.filter((row) => row.controls.length > 0).length
  return `${benchmark.title}\n\n${lines.join('\n')}\n\n${decided} of ${benchmark.rows.length} rows have a control.\n`
}
