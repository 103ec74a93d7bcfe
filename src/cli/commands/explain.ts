/** `ekshield explain ID`: why a control exists, what it reads, how to mend its fault, and examples. */
import { layerOf } from '../../assess/assess.ts'
import { rowsByControl } from '../../benchmarks/index.ts'
import { controls } from '../../controls/index.ts'
import { say } from '../../demand/say.ts'
import type { AnyControl } from '../../model/control.ts'
import type { DerivedKind, Kind, StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import { UsageError } from '../../model/usage-error.ts'
import { wrap } from '../../report/plain.ts'
import { kindsRead, permissionsFor } from '../../world/permissions.ts'
import { sourcesOf } from '../../world/view.ts'
import { hint } from '../../model/nearest.ts'
import { print, widthOf } from '../output.ts'

export async function explain(id: string, flags: { readonly format: 'text' | 'json' }): Promise<void> {
  const control = controls[id]
  if (!control) throw new UsageError(`no control is called ${id}${hint(id, Object.keys(controls))}`)
  const reads = kindsRead(control)
  const told = {
    id,
    title: control.title,
    severity: control.severity,
    layer: layerOf(id),
    why: control.why.trim().replace(/\s+/g, ' '),
    ...(control.must && { demand: say(control.must) }),
    ...(control.ask !== undefined && { ask: control.ask }),
    about: control.about,
    needs: control.needs ?? [],
    permissions: permissionsFor(reads),
    fix: control.fix.trim().replace(/\s+/g, ' '),
    ...(isAnnotatable(control.about) && { waiver: `ekshield.io/waive.${id.replace('/', '.')}: "reason; owner; until YYYY-MM-DD"` }),
    responsible: control.responsible ?? {},
    benchmarks: rowsByControl()[id] ?? {},
    refs: control.refs ?? [],
    examples: control.examples,
  }
  await print(flags.format === 'json' ? `${JSON.stringify(told, null, 2)}\n` : asText(told, control, widthOf(undefined)))
}

/** Whether the things it judges are Kubernetes objects, which can carry a waiver themselves. */
function isAnnotatable(kind: Kind): boolean {
  return (sourcesOf[kind as DerivedKind] ?? [kind as StoredKind]).every((stored) => kinds[stored].plane === 'kubernetes')
}

type Told = { readonly [key: string]: unknown } & Readonly<Record<'id' | 'title' | 'severity' | 'why' | 'about' | 'fix', string>> & {
    readonly demand?: string
    readonly ask?: string
    readonly waiver?: string
    readonly needs: readonly string[]
    readonly permissions: readonly string[]
    readonly benchmarks: Readonly<Record<string, readonly string[]>>
    readonly refs: readonly string[]
  }

function asText(told: Told, control: AnyControl, width: number): string {
  const section = (title: string, text: string) => ['', title, ...wrap(text, width - 2).map((line) => `  ${line}`)]
  const lines = [told.id, ...wrap(`${told.title} (${told.severity})`, width)]
  lines.push(...section('Why', told.why))
  if (told.ask !== undefined) lines.push(...section('Asks a person', told.ask))
  if (told.demand !== undefined) lines.push(...section('Demands', told.demand))
  lines.push(...section('Fix', told.fix))
  if (told.permissions.length > 0) lines.push(...section('Reads', `${[told.about, ...told.needs].join(', ')}; with ${told.permissions.join(', ')}`))
  const elsewhere = Object.entries(control.responsible ?? {}).map(([compute, who]) => `${compute}: ${who}`)
  if (elsewhere.length > 0) lines.push(...section('Who acts', `${elsewhere.join(', ')}; else the customer`))
  const rows = Object.entries(told.benchmarks).map(([name, ids]) => `${name} ${ids.join(', ')}`)
  if (rows.length > 0) lines.push(...section('Asked for by', rows.join('; ')))
  if (told.waiver !== undefined) lines.push(...section('Waive one object with the annotation', told.waiver))
  for (const [title, examples] of [
    ['Good', control.examples.good],
    ['Bad', control.examples.bad],
  ] as const) {
    for (const example of examples)
      lines.push(
        '',
        title,
        ...example
          .trim()
          .split('\n')
          .map((line) => `  ${line}`),
      )
  }
  if (told.refs.length > 0) lines.push('', 'Read more', ...told.refs.map((ref) => `  ${ref}`))
  return `${lines.join('\n')}\n`
}
