/** The state of each layer of the onion: its worst open finding, and how its controls came out. */
import type { Assessment, Verdict } from '../src/model/assessment.ts'
import { type Layer, layers } from '../src/model/control.ts'
import type { Severity } from '../src/model/finding.ts'
import { layerOf, rank, viewOf } from './select.ts'

type Status = Verdict['status']

/**
 * The worst open finding; where there is none, the worst that can be said of its controls. `no fault of yours`: what
 * failed is waived, or is for AWS to mend. A layer of which anything is unknown is never `pass`.
 */
export type LayerState = Severity | 'unknown' | 'manual' | 'no fault of yours' | 'pass' | 'n/a'

export interface LayerSum {
  readonly layer: Layer
  readonly state: LayerState
  /** Open findings of any severity. */
  readonly open: number
  readonly counts: Readonly<Record<Status, number>>
}

export function sumLayers({ findings, verdicts }: Assessment): LayerSum[] {
  const worst = new Map<Layer, Severity>()
  const open = new Map<Layer, number>()
  for (const finding of findings) {
    if (viewOf(finding) !== 'open') continue
    const layer = layerOf(finding.rule)
    const before = worst.get(layer)
    if (before === undefined || rank[finding.severity] < rank[before]) worst.set(layer, finding.severity)
    open.set(layer, (open.get(layer) ?? 0) + 1)
  }
  const counts = new Map(layers.map((layer) => [layer, { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }]))
  for (const [id, verdict] of Object.entries(verdicts)) {
    const own = counts.get(layerOf(id))
    if (own) own[verdict.status] += 1
  }
  return layers.map((layer) => {
    const own = counts.get(layer)!
    return { layer, state: worst.get(layer) ?? quietState(own), open: open.get(layer) ?? 0, counts: own }
  })
}

function quietState(counts: Readonly<Record<Status, number>>): LayerState {
  if (counts.unknown > 0) return 'unknown'
  if (counts.manual > 0) return 'manual'
  if (counts.fail > 0) return 'no fault of yours'
  return counts.pass > 0 ? 'pass' : 'n/a'
}
