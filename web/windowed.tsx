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
}

function begin(of: unknown, page: number, reach = 0): Span {
  const from = reach < page ? 0 : reach - Math.floor(page / 4)
  return { of, from, to: from + page }
}

/** `24 of 300 more findings`, `the other 7 findings`. */
const more = (some: number, all: number, called: string) =>
  some === all ? `the other ${showCount(all)} ${called}` : `${some} of ${showCount(all)} more ${called}`

/** The part of the list that is drawn, and what widens it. A button hands its focus on to the first item that it brought. */
function useSpan<T>({ items, page, reach, of }: Props<T>) {
  const kept = useRef<Span>(undefined)
  const end = useRef<HTMLLIElement>(null)
  const last = useRef<Element | null>(null)
  const [, redraw] = useState(0)
  const span = kept.current
  const isWithin = span && (reach === undefined || (reach >= span.from && reach < span.to))
  if (span?.of !== of || !isWithin) kept.current = begin(of, page, reach)
  const { from, to } = printing.value ? { from: 0, to: items.length } : kept.current!
  useEffect(() => {
    const first = last.current?.nextElementSibling
    last.current = null
    first?.querySelector('button')?.focus()
  })
  const widen = (less: number, more: number) => {
    kept.current = { of, from: Math.max(0, from - less), to: to + more }
    redraw((times) => times + 1)
  }
  const onMore = () => {
    last.current = end.current?.previousElementSibling ?? null
    widen(0, page * 2)
  }
  return { from, to, end, widen, onMore }
}

export function Windowed<T>(props: Props<T>) {
  const { items, called, page, grows = false, draw } = props
  const { from, to, end, widen, onMore } = useSpan(props)
  useEffect(() => {
    if (!grows || to >= items.length || !end.current) return
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && widen(0, page * 2), { rootMargin: '800px' })
    watch.observe(end.current)
    return () => watch.disconnect()
  })
  return (
    <>
      {from > 0 && (
        <li class="more">
          <button type="button" onClick={() => widen(page * 2, 0)}>
            Show {more(Math.min(from, page * 2), from, called)} before these
          </button>
        </li>
      )}
      {items.slice(from, to).map(draw)}
      {to < items.length && (
        <li class="more" ref={end}>
          <button type="button" onClick={onMore}>
            Show {more(Math.min(items.length - to, page * 2), items.length - to, called)}
          </button>
        </li>
      )}
    </>
  )
}
