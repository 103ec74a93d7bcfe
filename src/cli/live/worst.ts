/** Several assessments in a few lines: the worst state of each cluster, and of each layer over all of them. */
import type { Assessed } from '../../model/assessment.ts'
import { atFault, severities } from '../../model/finding.ts'
import { cut } from '../../report/plain.ts'
import { countRules, type LayerState, layerStates, showCounts, type SeverityCounts, totalOf } from '../../report/summary.ts'

/** What is kept of an assessment while others are made. */
interface State {
  readonly layers: readonly LayerState[]
  readonly open: SeverityCounts
  readonly undecided: number
}

export type Seen = { readonly name: string; readonly exit: number } & (State | { readonly error: string })

export function stateOf({ verdicts, findings, coverage }: Assessed): State {
  const rules = countRules(atFault(findings))
  return { layers: layerStates(verdicts, rules), open: totalOf(rules).bySeverity, undecided: coverage.counts.unknown }
}

const order: readonly string[] = [...severities, 'undecided', 'clean', 'not asked']

export function worst(seen: readonly Seen[]): string {
  const width = Math.min(Math.max(...seen.map(({ name }) => name.length), 7), 50)
  const lines = [`${'Cluster'.padEnd(width)}  Worst      Undecided  Open`]
  const layers = new Map<string, { worst: string; where: string[] }>()
  for (const one of seen) {
    const name = cut(one.name, width).padEnd(width)
    if ('error' in one) {
      lines.push(`${name}  not seen   ${cut(one.error, 120)}`)
      continue
    }
    for (const { layer, worst: state } of one.layers) {
      const known = layers.get(layer)
      if (!known || order.indexOf(state) < order.indexOf(known.worst)) layers.set(layer, { worst: state, where: [one.name] })
      else if (state === known.worst) known.where.push(one.name)
    }
    const state = order.find((each) => one.layers.some(({ worst: own }) => own === each)) ?? 'clean'
    lines.push(`${name}  ${state.padEnd(9)}  ${String(one.undecided).padStart(9)}  ${showCounts(one.open) || 'none'}`)
  }
  lines.push('', `${'Layer'.padEnd(width)}  Worst      In`)
  for (const [layer, { worst: state, where }] of layers)
    lines.push(`${layer.padEnd(width)}  ${state.padEnd(9)}  ${where.length === seen.length ? 'all' : cut(where.join(', '), 80)}`)
  return `${lines.join('\n')}\n`
}
