/** Builds the value of a document from js-yaml's events, for all that the plain reader declines: anchors, merges, tags, folded lines, faults. */
import { type Event, getScalarValue, parseEvents, type ScalarEvent, YAMLException } from 'js-yaml'
import { resolveKey, resolvePlain, resolveTagged, type Scalar } from './dialect.ts'
import { Broken, type Fault, inWords } from './faults.ts'
import type { Tree } from './tree.ts'

const plainStyle = 1
const [document, sequence, mapping, scalarType, alias, pop] = [1, 2, 3, 4, 5, 6] as const
/** How much larger than its text a document may grow by aliases, in nodes; and all documents of a run together. */
const mostFromAliases = 200_000
const mostFromAllAliases = 2_000_000
/** Lines that are mended before giving up, where brackets hold lines that js-yaml wants indented and kubectl does not. */
const mostMended = 100

interface Anchor {
  value: unknown
  /** Nodes of the value, aliases counted in full; 0 while it is not complete. */
  size: number
}

/** What one document came to. `faults` are those that it can be read in spite of. */
export interface Composed {
  readonly value: unknown
  readonly faults: readonly Fault[]
}

export class Composer {
  readonly #tree: Tree
  #fromAllAliases = 0
  #text = ''
  #events: readonly Event[] = []
  #next = 0
  #anchors = new Map<string, Anchor>()
  #nodes = 0
  #fromAliases = 0
  #line = 1
  #lineStart = 0
  #lineEnd = -1
  #faults: Fault[] = []

  constructor(tree: Tree) {
    this.#tree = tree
  }

  /**
   * @param text one document
   * @param line the number of its first line
   * @returns undefined where it holds nothing
   * @throws Broken
   */
  compose(text: string, line: number): Composed | undefined {
    this.#tree.clear()
    this.#anchors = new Map()
    this.#nodes = this.#fromAliases = this.#next = this.#lineStart = 0
    this.#faults = []
    this.#line = line
    this.#text = text
    this.#parse(line)
    this.#lineEnd = this.#text.indexOf('\n')
    const opened = this.#events[this.#next++]
    if (!opened || opened.type !== document) return undefined
    const value = this.#node(undefined, undefined)
    if (this.#events.length > this.#next + 1) {
      this.#goTo(offsetOf(this.#events[this.#next + 2]) ?? this.#text.length)
      throw this.#broken('text after the end of the document')
    }
    return { value, faults: this.#faults }
  }

  #parse(line: number): void {
    let begun: { readonly line: number; readonly column: number } | undefined
    for (let mended = 0; ; mended++) {
      try {
        this.#events = parseEvents(this.#text, {})
        return
      } catch (error) {
        if (!(error instanceof YAMLException)) throw error
        const { line: row = 0, column = 0, position = 0 } = error.mark ?? {}
        // What a line that hangs back did not close is told there, not at the end of the document.
        begun ??= { line: line + row, column: column + 1 }
        if (error.reason !== 'deficient indentation' || mended === mostMended)
          throw new Broken(begun.line, begun.column, inWords(error.reason, this.#text, position))
        const start = this.#text.lastIndexOf('\n', position - 1) + 1
        this.#text = `${this.#text.slice(0, start)}${' '.repeat(100)}${this.#text.slice(start)}`
      }
    }
  }

  #goTo(offset: number): void {
    while (this.#lineEnd !== -1 && offset > this.#lineEnd) {
      this.#line += 1
      this.#lineStart = this.#lineEnd + 1
      this.#lineEnd = this.#text.indexOf('\n', this.#lineStart)
    }
  }

  #broken(says: string, offset = this.#lineStart): Broken {
    return new Broken(this.#line, Math.max(1, offset - this.#lineStart + 1), says)
  }

  /** The node that begins with the next event. @param at its place in the tree, where an entry has opened one for it */
  #node(key: string | undefined, at: number | undefined): unknown {
    const event = this.#events[this.#next++] as Event
    const offset = offsetOf(event)
    if (offset !== undefined) this.#goTo(offset)
    const place = at ?? this.#tree.open(key, this.#line, Math.max(1, (offset ?? this.#lineStart) - this.#lineStart + 1))
    this.#nodes += 1
    if (event.type === alias) return this.#alias(event)
    const before = this.#nodes
    const anchor: Anchor = { value: undefined, size: 0 }
    if (event.type !== document && event.type !== pop && event.anchorStart !== -1)
      this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), anchor)
    if (event.type === scalarType) anchor.value = this.#scalar(event)
    else if (event.type === sequence) anchor.value = this.#sequence()
    else if (event.type === mapping) anchor.value = this.#mapping()
    anchor.size = this.#nodes - before + 1
    this.#tree.close(place)
    return anchor.value
  }

  #alias(event: { readonly anchorStart: number; readonly anchorEnd: number }): unknown {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd)
    const anchor = this.#anchors.get(name)
    if (!anchor) throw this.#broken(`*${name} refers to an anchor that is not there`, event.anchorStart - 1)
    if (anchor.size === 0) throw this.#broken(`&${name} contains itself`, event.anchorStart - 1)
    this.#nodes += anchor.size - 1
    this.#fromAliases += anchor.size
    this.#fromAllAliases += anchor.size
    if (this.#fromAliases > mostFromAliases || this.#fromAllAliases > mostFromAllAliases)
      throw this.#broken('aliases that unfold to more than any manifest needs (an alias bomb)', event.anchorStart - 1)
    return copy(anchor.value)
  }

  #scalar(event: ScalarEvent): Scalar {
    const text = own(getScalarValue(this.#text, event))
    const tag = event.tagStart === -1 ? '' : fullTag(this.#text.slice(event.tagStart, event.tagEnd))
    let value: Scalar | undefined = text
    if (tag !== '') value = resolveTagged(tag, text)
    else if (event.style === plainStyle) value = resolvePlain(text)
    if (value === undefined) throw this.#broken(`no value of the type ${tag.replace('tag:yaml.org,2002:', '!!')}`, event.tagStart)
    if (typeof value === 'number' && !Number.isFinite(value))
      throw this.#broken(`${text} is no number that JSON, and so Kubernetes, can hold`, event.valueStart)
    return value
  }

  #sequence(): unknown[] {
    const list: unknown[] = []
    while (this.#events[this.#next]?.type !== pop) list.push(this.#node(undefined, undefined))
    this.#next += 1
    return list
  }

  #mapping(): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    const entries = new Map<string, { readonly place: number; readonly line: number; readonly merged: boolean }>()
    while (this.#events[this.#next]?.type !== pop) {
      const offset = offsetOf(this.#events[this.#next]) ?? this.#lineStart
      const key = this.#key(offset)
      const known = entries.get(key ?? '')
      const { count } = this.#tree
      const line = this.#line
      const place = this.#tree.open(key, line, offset - this.#lineStart + 1)
      if (key === undefined) {
        const merged = this.#merged(this.#node(undefined, place))
        this.#tree.count = count
        for (const [name, value] of merged) {
          put(object, name, value)
          this.#forget(entries.get(name)?.place)
          entries.set(name, { place: this.#tree.open(name, line, 1), line, merged: true })
        }
        continue
      }
      if (known && !known.merged)
        this.#faults.push({ line, column: offset - this.#lineStart + 1, says: `${key} is set twice (before on line ${known.line}); the last one counts` })
      this.#forget(known?.place)
      entries.set(key, { place, line, merged: false })
      put(object, key, this.#node(key, place))
    }
    this.#next += 1
    return object
  }

  /** A place that a later entry of the same key takes over. */
  #forget(place: number | undefined): void {
    if (place !== undefined) this.#tree.keys[place] = undefined
  }

  /** Undefined for `<<`, which merges. */
  #key(offset: number): string | undefined {
    this.#goTo(offset)
    const event = this.#events[this.#next++] as Event
    if (event.type === alias) {
      const value = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd))?.value
      if (value === undefined || value === null || typeof value === 'object') throw this.#broken('a key must be text', offset)
      return String(value)
    }
    if (event.type !== scalarType) throw this.#broken('a key must be text', offset)
    const text = own(getScalarValue(this.#text, event))
    if (event.anchorStart !== -1) this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), { value: text, size: 1 })
    const tagged = event.tagStart !== -1
    if (event.style !== plainStyle || tagged) return text
    if (text === '<<') return undefined
    const key = resolveKey(text)
    if (key === undefined) throw this.#broken('a key must be text, not null', offset)
    return key
  }

  /** Entries that `<<` brings, in kubectl's order: they replace what stands before; of a list, its first mapping wins. */
  #merged(source: unknown): Map<string, unknown> {
    const entries = new Map<string, unknown>()
    for (const one of Array.isArray(source) ? [...source].reverse() : [source]) {
      if (typeof one !== 'object' || one === null || Array.isArray(one)) throw this.#broken('<< takes a mapping, or a list of mappings')
      for (const [key, value] of Object.entries(one)) entries.set(key, value)
    }
    return entries
  }
}

/** Where the text of a node begins; undefined for nodes without text. */
function offsetOf(event: Event | undefined): number | undefined {
  if (!event) return undefined
  if (event.type === alias) return event.anchorStart - 1
  if (event.type === document || event.type === pop) return undefined
  if (event.tagStart !== -1) return event.anchorStart === -1 ? event.tagStart : Math.min(event.tagStart, event.anchorStart - 1)
  if (event.anchorStart !== -1) return event.anchorStart - 1
  if (event.type !== scalarType) return event.start
  return event.valueStart === -1 ? undefined : event.style === plainStyle ? event.valueStart : event.valueStart - 1
}

/** Sets an own property, whatever its name: `__proto__` is a key like any other. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}

/** Each alias is a value of its own, as in the JSON that kubectl sends: what is changed in one stays in one. */
function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copy)
  const object: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(value)) put(object, key, copy(child))
  return object
}

/** A string of its own: slices keep the whole text alive. */
const own = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString())

function fullTag(tag: string): string {
  if (tag.startsWith('!<')) return tag.slice(2, -1)
  return tag.startsWith('!!') ? `tag:yaml.org,2002:${tag.slice(2)}` : tag
}
