/** The events js-yaml makes of a document, and the line and column at which each stands. */
import { type Event, parseEvents, YAMLException } from 'js-yaml'
import { Broken, inWords } from './faults.ts'

/** What `type` says of an event, by js-yaml's numbers. */
export const eventTypes = { document: 1, sequence: 2, mapping: 3, scalar: 4, alias: 5, pop: 6 } as const
export const plainStyle = 1
/** Lines that are mended before giving up, where brackets hold lines that js-yaml wants indented and kubectl does not. */
const mostMended = 100

export class Events {
  readonly text: string
  readonly #events: readonly Event[]
  #next = 0
  /** Of the place that `goTo` went to last. */
  line: number
  #lineStart = 0
  #lineEnd: number

  /**
   * @param line the number of the text's first line
   * @throws Broken
   */
  constructor(text: string, line: number) {
    const { mended, events } = parse(text, line)
    this.text = mended
    this.#events = events
    this.line = line
    this.#lineEnd = mended.indexOf('\n')
  }

  /** Undefined at the end. */
  get next(): Event | undefined {
    return this.#events[this.#next]
  }

  take(): Event | undefined {
    return this.#events[this.#next++]
  }

  /** Where the text of the next event with text begins. */
  get nextOffset(): number | undefined {
    for (let i = this.#next; i < this.#events.length; i++) {
      const offset = offsetOf(this.#events[i])
      if (offset !== undefined) return offset
    }
    return undefined
  }

  /** Places only ever go on. @returns the column */
  goTo(offset: number | undefined): number {
    if (offset === undefined) return 1
    while (this.#lineEnd !== -1 && offset > this.#lineEnd) {
      this.line += 1
      this.#lineStart = this.#lineEnd + 1
      this.#lineEnd = this.text.indexOf('\n', this.#lineStart)
    }
    return Math.max(1, offset - this.#lineStart + 1)
  }

  /** At a place, or where `goTo` went last. */
  broken(says: string, offset?: number): Broken {
    const column = this.goTo(offset)
    return new Broken(this.line, column, says)
  }
}

function parse(text: string, line: number): { mended: string; events: readonly Event[] } {
  let mended = text
  let begun: { readonly line: number; readonly column: number } | undefined
  for (let count = 0; ; count++) {
    try {
      return { mended, events: parseEvents(mended, {}) }
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      const position = error.mark?.position ?? 0
      // What a line that hangs back did not close is told there, not at the end of the document.
      begun ??= placeOf(mended, Math.min(position, mended.trimEnd().length - 1), line)
      if (error.reason !== 'deficient indentation' || count === mostMended) throw new Broken(begun.line, begun.column, inWords(error.reason, mended, position))
      const start = mended.lastIndexOf('\n', position - 1) + 1
      mended = `${mended.slice(0, start)}${' '.repeat(100)}${mended.slice(start)}`
    }
  }
}

function placeOf(text: string, offset: number, firstLine: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset)).split('\n')
  return { line: firstLine + before.length - 1, column: (before.at(-1) as string).length + 1 }
}

/** Where the text of a node begins; undefined for nodes without text. */
export function offsetOf(event: Event | undefined): number | undefined {
  if (!event || event.type === eventTypes.document || event.type === eventTypes.pop) return undefined
  if (event.type === eventTypes.alias) return event.anchorStart - 1
  if (event.tagStart !== -1) return event.anchorStart === -1 ? event.tagStart : Math.min(event.tagStart, event.anchorStart - 1)
  if (event.anchorStart !== -1) return event.anchorStart - 1
  if (event.type !== eventTypes.scalar) return event.start
  return event.valueStart === -1 ? undefined : event.style === plainStyle ? event.valueStart : event.valueStart - 1
}
