/** Several assessments in a few lines: the worst state of each cluster, and of each layer over all of them. */
import type { Assessment } from '../../model/assessment.ts'
import { type Severity, severities } from '../../model/finding.ts'
import { cut } from '../../report/plain.ts'
import { countSeverities, isOpen, layerStates, showCounts } from '../../report/summary.ts'

export type Seen = { readonly name: string; readonly exit: number } & ({ readonly assessment: Assessment } | { readonly error: string })

const order: readonly string[] = [...severities, 'undecided', 'clean', 'not asked']

export function worst(seen: readonly Seen[]): string {
  const width = Math.min(Math.max(...seen.map(({ name }) => name.length), 7), 50)
  const lines = [`${'Cluster'.padEnd(width)}  Worst      Undecided  Open`]
  const layers = new Map<string, { worst: string; where: string[] }>()
  for (const one of seen) {
    const name = cut(one.name, width).padEnd(width)
    if (!('assessment' in one)) {
      lines.push(`${name}  not seen   ${cut(one.error, 120)}`)
      continue
    }
    const states = layerStates(one.assessment)
    for (const { layer, worst: state } of states) {
      const known = layers.get(layer)
      if (!known || order.indexOf(state) < order.indexOf(known.worst)) layers.set(layer, { worst: state, where: [one.name] })
      else if (state === known.worst) known.where.push(one.name)
    }
    const state = order.find((each) => states.some(({ worst: own }) => own === each)) ?? 'clean'
    const open = countSeverities(one.assessment.findings.filter(isOpen))
    lines.push(
      `${name}  ${state.padEnd(9)}  ${String(one.assessment.coverage.counts.unknown).padStart(9)}  ${showCounts(open as Record<Severity, number>) || 'none'}`,
    )
  }
  lines.push('', `${'Layer'.padEnd(width)}  Worst      In`)
  for (const [layer, { worst: state, where }] of layers)
    lines.push(`${layer.padEnd(width)}  ${state.padEnd(9)}  ${where.length === seen.length ? 'all' : cut(where.join(', '), 80)}`)
  return `${lines.join('\n')}\n`
}
