/** The onion: a slice through the eleven layers, each ring level with its row of results. Choosing a layer filters by it. */
import { useRef } from 'preact/hooks'
import type { Layer } from '../src/model/control.ts'
import type { LayerSum } from './layers.ts'
import { Mark, wordOf } from './marks.tsx'
import { address, go, layerSums } from './state.ts'

/** From the skin to the core. */
const rings = [...layerSums].reverse()
const step = 24
const height = rings.length * step
const width = 132

/** The band between two quarter ellipses round the lower right corner. */
function band(row: number): string {
  const outer = height - row * step
  const inner = outer - step
  const across = (down: number) => (down / height) * width
  return `M${width} ${height - outer}A${across(outer)} ${outer} 0 0 0 ${width - across(outer)} ${height}H${width - across(inner)}A${across(inner)} ${inner} 0 0 1 ${width} ${height - inner}Z`
}

function choose(layer: Layer): void {
  go({ layer: address.value.layer === layer ? undefined : layer })
}

function describe({ layer, state, open, counts }: LayerSum): string {
  const worst = open > 0 ? `worst open finding ${state}, ${open} open` : wordOf(state)
  return `${layer}: ${worst}; controls: ${counts.fail} fail, ${counts.unknown} unknown, ${counts.manual} manual, ${counts.pass} pass`
}

/** Lines for high, wider apart for medium, dots for low; the rest is plain or empty. */
function Patterns() {
  const lines = (id: string, gap: number, weight: number) => (
    <pattern id={id} width={gap} height={gap} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="ground" width={gap} height={gap} />
      <rect class="ink" width={weight} height={gap} />
    </pattern>
  )
  const dots = (id: string, gap: number, radius: number) => (
    <pattern id={id} width={gap} height={gap} patternUnits="userSpaceOnUse">
      <rect class="ground" width={gap} height={gap} />
      <circle class="ink" cx={gap / 2} cy={gap / 2} r={radius} />
    </pattern>
  )
  return (
    <defs>
      <g class="high">{lines('ring-high', 5, 2.6)}</g>
      <g class="medium">{lines('ring-medium', 7, 1.3)}</g>
      <g class="low">{dots('ring-low', 6, 1.2)}</g>
      <g class="unknown">{dots('ring-unknown', 9, 2.2)}</g>
    </defs>
  )
}

function Slice() {
  const group = useRef<SVGGElement>(null)
  const chosen = address.value.layer
  const home = chosen ?? rings[0]?.layer
  const move = (event: KeyboardEvent, row: number) => {
    const to = { ArrowDown: row + 1, ArrowRight: row + 1, ArrowUp: row - 1, ArrowLeft: row - 1, Home: 0, End: rings.length - 1 }[event.key]
    if (event.key === 'Enter' || event.key === ' ') choose(rings[row]!.layer)
    else if (to === undefined) return
    else (group.current?.children[(to + rings.length) % rings.length] as SVGElement | undefined)?.focus()
    event.preventDefault()
  }
  return (
    <svg class="slice" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="toolbar" aria-label="Layers as rings" aria-orientation="vertical">
      <Patterns />
      <g ref={group}>
        {rings.map((sum, row) => (
          // biome-ignore lint/a11y/useSemanticElements: a ring of an SVG cannot be a button element
          <path
            key={sum.layer}
            d={band(row)}
            class={`ring ${sum.state.replaceAll(/\W/g, '-')}`}
            role="button"
            tabindex={sum.layer === home ? 0 : -1}
            aria-pressed={sum.layer === chosen}
            aria-label={describe(sum)}
            onClick={() => choose(sum.layer)}
            onKeyDown={(event) => move(event, row)}
          >
            <title>{describe(sum)}</title>
          </path>
        ))}
      </g>
    </svg>
  )
}

const outcomes = ['fail', 'unknown', 'manual', 'pass'] as const

export function Onion() {
  const chosen = address.value.layer
  return (
    <section class={`onion${chosen ? ' narrowed' : ''}`} aria-labelledby="layers">
      <h2 id="layers">Layers</h2>
      <Slice />
      <table>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">
              Worst<span class="spoken"> open finding</span>
            </th>
            {outcomes.map((status) => (
              <th key={status} scope="col" class="number">
                {status}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rings.map(({ layer, state, counts }) => (
            <tr key={layer} class={layer === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button type="button" aria-pressed={layer === chosen} onClick={() => choose(layer)}>
                  {layer}
                </button>
              </th>
              <td>
                <Mark of={state} />
              </td>
              {outcomes.map((status) => (
                <td key={status} class={`number ${counts[status] === 0 ? 'none' : ''}`}>
                  {counts[status]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
