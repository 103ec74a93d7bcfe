/** A long list of which only a part is drawn; it grows as it is scrolled, or by its buttons. Printing draws all of it. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { showCount } from './visible.ts'
import { printing } from './state.ts'

interface Props<T> {
  readonly items: readonly T[]
  /** What the items are called: `subjects`. */
  readonly called: string
  readonly page: number
  /** An item that must be drawn, because a link leads to it. */
  readonly reach?: number
  /** Draw on when the end comes near, without a button pressed. */
  readonly grows?: boolean
  /** Another key, another list: it begins anew. */
  readonly of: unknown
  readonly draw: (item: T) => ComponentChildren
}

interface Span {
  readonly of: unknown
  readonly from: number
  readonly to: number
  readonly reach: number | undefined
}

function begin(of: unknown, page: number, reach: number | undefined): Span {
  const from = reach === undefined || reach < page ? 0 : reach - Math.floor(page / 4)
  return { of, from, to: from + page, reach }
}

/** `24 of 300 more findings`, `the other 7 findings`. */
const more = (some: number, all: number, called: string) =>
  some === all ? `the other ${showCount(all)} ${called}` : `${some} of ${showCount(all)} more ${called}`

export function Windowed<T>({ items, called, page, reach, grows = false, of, draw }: Props<T>) {
  const [kept, keep] = useState<Span>(() => begin(of, page, reach))
  const outside = reach !== undefined && reach !== kept.reach && (reach < kept.from || reach >= kept.to)
  const span = kept.of !== of || outside ? begin(of, page, reach) : kept
  const end = useRef<HTMLLIElement>(null)
  const { from, to } = printing.value ? { from: 0, to: items.length } : span
  const grow = () => keep({ ...span, to: span.to + page * 2 })
  useEffect(() => {
    if (!grows || to >= items.length || !end.current) return
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && grow(), { rootMargin: '800px' })
    watch.observe(end.current)
    return () => watch.disconnect()
  })
  return (
    <>
      {from > 0 && (
        <li class="more">
          <button type="button" onClick={() => keep({ ...span, from: Math.max(0, from - page * 2) })}>
            Show {more(Math.min(from, page * 2), from, called)} before these
          </button>
        </li>
      )}
      {items.slice(from, to).map(draw)}
      {to < items.length && (
        <li class="more" ref={end}>
          <button type="button" onClick={grow}>
            Show {more(Math.min(items.length - to, page * 2), items.length - to, called)}
          </button>
        </li>
      )}
    </>
  )
}
