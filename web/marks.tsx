/** Severity and outcome as a shape and a word, so that nothing is told by colour alone. */
import type { Severity } from '../src/model/finding.ts'
import type { LayerState } from './layers.ts'
import { showCount } from './visible.ts'

export type Marked = LayerState | 'fail'

/** One silhouette each, in a box of 12 by 12; those that need nobody's attention are hollow. */
const shapes: Readonly<Record<Marked, string>> = {
  critical: 'M6 0.2 11.8 6 6 11.8 0.2 6Z',
  high: 'M6 0.8 11.8 11.2H0.2Z',
  medium: 'M1.2 1.2H10.8V10.8H1.2Z',
  low: 'M6 0.8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4M6 2.6a3.4 3.4 0 1 1 0 6.8a3.4 3.4 0 1 1 0-6.8',
  info: 'M0.8 4.9H11.2V7.1H0.8Z',
  fail: 'M2.4 0.8 6 4.4 9.6 0.8 11.2 2.4 7.6 6 11.2 9.6 9.6 11.2 6 7.6 2.4 11.2 0.8 9.6 4.4 6 0.8 2.4Z',
  unknown:
    'M2.6 3.9C2.6 1.9 4 0.6 6 0.6s3.5 1.2 3.5 3.1c0 1.5-.8 2.2-1.6 2.9-.7.6-.9.9-.9 1.7H5c0-1.7.6-2.4 1.4-3.1.7-.6 1-.9 1-1.5C7.4 2.9 6.9 2.4 6 2.4s-1.5.6-1.5 1.5ZM5 9.4h2.1v2.1H5Z',
  manual: 'M8.6 0.6 11.4 3.4 4 10.8 0.6 11.4 1.2 8ZM2.8 8.6 2.5 9.5 3.4 9.2 9.1 3.5 8.5 2.9Z',
  pass: 'M4.3 10.6 0.6 6.9 2.1 5.4 4.3 7.6 9.9 2 11.4 3.5Z',
  'no fault of yours':
    'M6 0.8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4M6 2.2a3.8 3.8 0 0 1 3.1 6L3.8 2.9A3.8 3.8 0 0 1 6 2.2M2.9 3.8 8.2 9.1A3.8 3.8 0 0 1 2.9 3.8',
  'n/a': 'M3.6 5.2H8.4V6.8H3.6Z',
}

const words: Partial<Record<Marked, string>> = { 'n/a': 'n/a', 'no fault of yours': 'accepted' }

export const wordOf = (mark: Marked): string => words[mark] ?? mark

export function Mark({ of, count, bare = false }: { of: Marked; count?: number; bare?: boolean }) {
  return (
    <span class={`mark ${of.replaceAll(/\W/g, '-')}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={shapes[of]} fill-rule="evenodd" />
      </svg>
      {count !== undefined && <b>{showCount(count)} </b>}
      <span class={bare ? 'spoken' : 'word'}>{wordOf(of)}</span>
    </span>
  )
}

/** `2 critical, 3 high`, leaving out what there is none of. */
export function Tally({ counts }: { counts: readonly (readonly [Severity, number])[] }) {
  return (
    <span class="tally">
      {counts
        .filter(([, count]) => count > 0)
        .map(([severity, count]) => (
          <Mark key={severity} of={severity} count={count} bare />
        ))}
    </span>
  )
}
