/** Builds the value of a document from js-yaml's events, for all that the plain reader declines: anchors, merges, tags, folded lines, faults. */
import { type Event, getScalarValue, type ScalarEvent } from 'js-yaml'
import { resolveKey, resolvePlain, resolveTagged, type Scalar } from './dialect.ts'
import { Events, eventTypes, offsetOf, plainStyle } from './events.ts'
import type { Fault } from './faults.ts'
import type { Node, Tree } from './tree.ts'

/** How many nodes aliases may add to a document, and to all documents of a run. */
const mostFromAliases = 200_000
const mostFromAllAliases = 2_000_000

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
  #events = new Events('', 1)
  #anchors = new Map<string, Anchor>()
  #nodes = 0
  #fromAliases = 0
  #fromAllAliases = 0
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
    this.#nodes = this.#fromAliases = 0
    this.#faults = []
    this.#events = new Events(text, line)
    if (!this.#events.take()) return undefined
    const value = this.#node(undefined)
    this.#events.take()
    if (this.#events.next) throw this.#events.broken('text after the end of the document', this.#events.nextOffset)
    return { value, faults: this.#faults }
  }

  /** The node that begins with the next event. @param entry its place in the tree, where it is the value of an entry */
  #node(entry: Node | undefined): unknown {
    const event = this.#events.take() as Event
    const column = this.#events.goTo(offsetOf(event))
    const place = entry ?? this.#tree.open(undefined, this.#events.line, column)
    this.#nodes += 1
    if (event.type === eventTypes.alias) return this.#alias(event)
    const before = this.#nodes
    const anchor: Anchor = { value: undefined, size: 0 }
    this.#remember(event, anchor)
    if (event.type === eventTypes.scalar) anchor.value = this.#scalar(event)
    else if (event.type === eventTypes.sequence) anchor.value = this.#sequence()
    else if (event.type === eventTypes.mapping) anchor.value = this.#mapping()
    anchor.size = this.#nodes - before + 1
    this.#tree.close(place)
    return anchor.value
  }

  #remember(event: Event, anchor: Anchor): void {
    if ('anchorStart' in event && event.anchorStart !== -1) this.#anchors.set(this.#events.text.slice(event.anchorStart, event.anchorEnd), anchor)
  }

  #alias(event: { readonly anchorStart: number; readonly anchorEnd: number }): unknown {
    const name = this.#events.text.slice(event.anchorStart, event.anchorEnd)
    const anchor = this.#anchors.get(name)
    const broken = (says: string) => this.#events.broken(says, event.anchorStart - 1)
    if (!anchor) throw broken(`*${name} refers to an anchor that is not there`)
    if (anchor.size === 0) throw broken(`&${name} contains itself`)
    this.#nodes += anchor.size - 1
    this.#fromAliases += anchor.size
    this.#fromAllAliases += anchor.size
    if (this.#fromAliases > mostFromAliases || this.#fromAllAliases > mostFromAllAliases)
      throw broken('aliases that unfold to more than any manifest needs (an alias bomb)')
    return copy(anchor.value)
  }

  #scalar(event: ScalarEvent): Scalar {
    const text = own(getScalarValue(this.#events.text, event))
    const tag = event.tagStart === -1 ? '' : fullTag(this.#events.text.slice(event.tagStart, event.tagEnd))
    let value: Scalar | undefined = text
    if (tag !== '') value = resolveTagged(tag, text)
    else if (event.style === plainStyle) value = resolvePlain(text)
    if (value === undefined) throw this.#events.broken(`no value of the type ${tag.replace(standardTags, '!!')}`, event.tagStart)
    if (typeof value === 'number' && !Number.isFinite(value))
      throw this.#events.broken(`${text} is no number that JSON, and so Kubernetes, can hold`, event.valueStart)
    return value
  }

  #sequence(): unknown[] {
    const list: unknown[] = []
    while (this.#events.next?.type !== eventTypes.pop) list.push(this.#node(undefined))
    this.#events.take()
    return list
  }

  #mapping(): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    const entries = new Map<string, { readonly place: Node; readonly line: number; readonly merged: boolean }>()
    /** A later entry of the same key takes the place of the earlier one. */
    const enter = (key: string, place: Node, line: number, merged: boolean): void => {
      const known = entries.get(key)
      if (known) this.#tree.keys[known.place] = undefined
      if (known && !known.merged && !merged) {
        this.#faults.push({
          line,
          column: this.#tree.columns[place] as number,
          says: `${key} is set twice (before on line ${known.line}); the last one counts`,
        })
      }
      entries.set(key, { place, line, merged })
    }
    while (this.#events.next?.type !== eventTypes.pop) {
      const column = this.#events.goTo(offsetOf(this.#events.next))
      const key = this.#key()
      const { line } = this.#events
      const place = this.#tree.open(key, line, column)
      const value = this.#node(place)
      if (key !== undefined) {
        enter(key, place, line, false)
        put(object, key, value)
        continue
      }
      this.#tree.count = place
      for (const [name, merged] of this.#merged(value)) {
        enter(name, this.#tree.open(name, line, column), line, true)
        put(object, name, merged)
      }
    }
    this.#events.take()
    return object
  }

  /** Undefined for `<<`, which merges. */
  #key(): string | undefined {
    const event = this.#events.take() as Event
    if (event.type === eventTypes.alias) {
      const value = this.#alias(event)
      if (value === null || typeof value === 'object') throw this.#events.broken('a key must be text', event.anchorStart - 1)
      return String(value)
    }
    if (event.type !== eventTypes.scalar) throw this.#events.broken('a key must be text', offsetOf(event))
    const text = own(getScalarValue(this.#events.text, event))
    this.#remember(event, { value: text, size: 1 })
    if (event.style !== plainStyle || event.tagStart !== -1) return text
    if (text === '<<') return undefined
    const key = resolveKey(text)
    if (key === undefined) throw this.#events.broken('a key must be text, not null', offsetOf(event))
    return key
  }

  /** Entries that `<<` brings, in kubectl's order: they replace what stands before; of a list, its first mapping wins. */
  #merged(source: unknown): Map<string, unknown> {
    const entries = new Map<string, unknown>()
    for (const one of Array.isArray(source) ? [...source].reverse() : [source]) {
      if (typeof one !== 'object' || one === null || Array.isArray(one)) throw this.#events.broken('<< takes a mapping, or a list of mappings')
      for (const [key, value] of Object.entries(one)) entries.set(key, value)
    }
    return entries
  }
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

const standardTags = 'tag:yaml.org,2002:'

function fullTag(tag: string): string {
  if (tag.startsWith('!<')) return tag.slice(2, -1)
  return tag.startsWith('!!') ? standardTags + tag.slice(2) : tag
}
