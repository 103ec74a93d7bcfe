/**
 * Reads the YAML that nearly all manifests are written in, JSON included, straight from the bytes: a fraction of the time
 * that a whole parser needs. It never guesses: whatever else there is (anchors, tags, folded lines, faults), it declines.
 */
import { Cursor, colon, declined, hash, isGap, lf, openMap } from './cursor.ts'
import { FlowReader, opensFlow } from './flow.ts'
import { isQuote, opensBlock, ScalarReader } from './scalars.ts'
import type { Tree } from './tree.ts'
import type { Words } from './words.ts'

export class PlainReader {
  readonly #tree: Tree
  readonly #cursor = new Cursor()
  readonly #scalars: ScalarReader
  readonly #flow: FlowReader

  constructor(words: Words, tree: Tree) {
    this.#tree = tree
    this.#scalars = new ScalarReader(this.#cursor, words)
    this.#flow = new FlowReader(this.#cursor, this.#scalars, tree)
  }

  /** Where reading ended: the line, and the place in the bytes. */
  get line(): number {
    return this.#cursor.line
  }

  get at(): number {
    return this.#cursor.at
  }

  /**
   * The next value of a document, which lies between `start` and `end`; every line must end with a line feed.
   * @returns undefined where there is none; `declined` where another parser must read it
   */
  read(bytes: Buffer, start: number, end: number, line: number): unknown {
    const cursor = this.#cursor
    this.#tree.clear()
    cursor.start(bytes, start, end, line)
    try {
      cursor.nextLine()
      if (cursor.indent === -1) return undefined
      const isJson = cursor.byte === openMap
      const node = this.#tree.open(undefined, cursor.line, cursor.column)
      const value = this.#block()
      this.#tree.close(node)
      // A stream of JSON objects, a line or more each, is as many documents.
      if (cursor.indent !== -1 && !(isJson && cursor.byte === openMap)) return declined
      return value
    } catch (error) {
      if (error === declined) return declined
      throw error
    }
  }

  /** What stands on lines of its own; the cursor is at the first thing of it. */
  #block(): unknown {
    const cursor = this.#cursor
    if (cursor.atDash()) return this.#sequence(cursor.indent)
    if (!opensFlow(cursor.byte)) return this.#mapping(cursor.indent, false)
    const value = this.#flow.read()
    cursor.endLine()
    return value
  }

  /** @param framed whether the first key has been read already, up to its colon */
  #mapping(indent: number, framed: boolean): Record<string, unknown> {
    const cursor = this.#cursor
    cursor.enter()
    const object: Record<string, unknown> = {}
    const first = this.#tree.count
    let passed = framed
    do {
      const column = indent + 1
      const key = this.#key(passed)
      passed = false
      const node = this.#tree.openEntry(object, first, key, cursor.line, column)
      // A key that is there already needs telling, which is not our part.
      if (node === undefined) throw declined
      object[key] = this.#entryValue(indent)
      this.#tree.close(node)
    } while (cursor.indent === indent)
    if (cursor.indent > indent) throw declined
    cursor.leave()
    return object
  }

  /** Over a key and its colon. */
  #key(framed: boolean): string {
    const cursor = this.#cursor
    let key: string
    if (!framed && isQuote(cursor.byte)) key = this.#scalars.quotedKey()
    else {
      if (!framed && !this.#scalars.plain()) throw declined
      key = this.#scalars.plainKey()
    }
    if (cursor.byte !== colon || !isGap(cursor.bytes[cursor.at + 1])) throw declined
    cursor.at += 1
    return key
  }

  #entryValue(indent: number): unknown {
    const cursor = this.#cursor
    cursor.skipSpaces()
    if (cursor.byte !== lf && cursor.byte !== hash) return this.#inline(indent)
    cursor.endLine()
    if (cursor.indent > indent) return this.#block()
    if (cursor.indent === indent && cursor.atDash()) return this.#sequence(indent)
    return null
  }

  #sequence(indent: number): unknown[] {
    const cursor = this.#cursor
    cursor.enter()
    const list: unknown[] = []
    do {
      cursor.at += 1
      cursor.skipSpaces()
      const ownLine = cursor.byte === lf || cursor.byte === hash
      if (ownLine) {
        cursor.endLine()
        if (cursor.indent <= indent) throw declined
      }
      const node = this.#tree.open(undefined, cursor.line, cursor.column)
      list.push(ownLine ? this.#block() : this.#item(indent))
      this.#tree.close(node)
    } while (cursor.indent === indent && cursor.atDash())
    if (cursor.indent > indent) throw declined
    cursor.leave()
    return list
  }

  /** What follows a dash on its line. */
  #item(indent: number): unknown {
    const cursor = this.#cursor
    const column = cursor.at - cursor.lineStart
    if (cursor.atDash()) return this.#sequence(column)
    if (isQuote(cursor.byte)) {
      const { at } = cursor
      this.#scalars.quoted()
      cursor.skipSpaces()
      const isKey = cursor.byte === colon
      cursor.at = at
      return isKey ? this.#mapping(column, false) : this.#inline(indent)
    }
    if (opensFlow(cursor.byte) || opensBlock(cursor.byte)) return this.#inline(indent)
    if (this.#scalars.plain()) return this.#mapping(column, true)
    const value = this.#scalars.plainValue()
    cursor.endLine()
    return value
  }

  /** A value on the line of its key or dash. `indent` is that of the mapping or sequence it stands in. */
  #inline(indent: number): unknown {
    const cursor = this.#cursor
    if (opensBlock(cursor.byte)) return this.#scalars.block(indent)
    let value: unknown
    if (isQuote(cursor.byte)) value = this.#scalars.quotedText()
    else if (opensFlow(cursor.byte)) value = this.#flow.read()
    else {
      if (this.#scalars.plain()) throw declined
      value = this.#scalars.plainValue()
    }
    cursor.endLine()
    return value
  }
}
