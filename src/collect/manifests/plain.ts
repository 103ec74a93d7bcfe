/**
 * Reads the YAML that nearly all manifests are written in, JSON included, straight from the bytes: a fraction of the time
 * that a whole parser needs. It never guesses: whatever else there is (anchors, tags, folded lines, faults), it declines.
 */
import { getScalarValue } from 'js-yaml'
import { Cursor, closeList, closeMap, colon, comma, dash, declined, hash, isGap, isQuote, lf, openList, openMap, scalar, space } from './cursor.ts'
import type { Tree } from './tree.ts'
import type { Words } from './words.ts'

/** Deeper documents are js-yaml's, which has a limit of its own. */
const deepest = 40
const bar = 0x7c
const greater = 0x3e
const plus = 0x2b

export class PlainReader {
  readonly #words: Words
  readonly #tree: Tree
  #cursor: Cursor
  #depth = 0

  constructor(words: Words, tree: Tree) {
    this.#words = words
    this.#tree = tree
    this.#cursor = new Cursor(Buffer.alloc(0), 0, 0, 1, words)
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
    this.#tree.clear()
    this.#depth = 0
    this.#cursor = new Cursor(bytes, start, end, line, this.#words)
    try {
      const cursor = this.#cursor
      cursor.nextLine()
      if (cursor.indent === -1) return undefined
      const isJson = bytes[cursor.at] === openMap
      const node = this.#tree.open(undefined, cursor.line, cursor.column)
      const value = this.#block()
      this.#tree.close(node)
      // A stream of JSON objects, a line or more each, is as many documents.
      if (cursor.indent !== -1 && !(isJson && bytes[cursor.at] === openMap)) return declined
      return value
    } catch (error) {
      if (error === declined) return declined
      throw error
    }
  }

  #enter(): void {
    this.#depth += 1
    if (this.#depth > deepest) throw declined
  }

  /** What stands on lines of its own; the cursor is at the first thing of it. */
  #block(): unknown {
    const cursor = this.#cursor
    if (this.#atDash()) return this.#sequence(cursor.indent)
    const byte = cursor.bytes[cursor.at]
    if (byte !== openMap && byte !== openList) return this.#mapping(cursor.indent, false)
    const value = this.#flow()
    cursor.endLine()
    return value
  }

  #atDash(): boolean {
    const { bytes, at } = this.#cursor
    return bytes[at] === dash && isGap(bytes[at + 1])
  }

  /** @param framed whether the cursor has already passed over the first key */
  #mapping(indent: number, framed: boolean): Record<string, unknown> {
    this.#enter()
    const cursor = this.#cursor
    const object: Record<string, unknown> = {}
    const first = this.#tree.count
    let passed = framed
    do {
      const column = passed ? indent + 1 : cursor.column
      const key = this.#key(passed)
      passed = false
      const node = this.#entry(object, first, key, column)
      object[key] = this.#entryValue(indent)
      this.#tree.close(node)
    } while (cursor.indent === indent)
    if (cursor.indent > indent) throw declined
    this.#depth -= 1
    return object
  }

  /** A new entry of the mapping whose first entry is `first`. A key that is there already needs telling, which is not our part. */
  #entry(object: Record<string, unknown>, first: number, key: string, column: number): number {
    const { count, keys, ends } = this.#tree
    if (count - first > 64) {
      if (Object.hasOwn(object, key)) throw declined
    } else for (let sibling = first; sibling < count; sibling = ends[sibling] as number) if (keys[sibling] === key) throw declined
    return this.#tree.open(key, this.#cursor.line, column)
  }

  /** Over a key and its colon. */
  #key(framed: boolean): string {
    const cursor = this.#cursor
    let key: string | undefined
    if (isQuote(cursor.bytes[cursor.at])) key = this.#quotedKey()
    else {
      if (!framed && !cursor.plain()) throw declined
      key = this.#words.key(cursor.bytes, cursor.from, cursor.to)
    }
    if (key === undefined || cursor.bytes[cursor.at] !== colon || !isGap(cursor.bytes[cursor.at + 1])) throw declined
    cursor.at += 1
    return key
  }

  #quotedKey(): string {
    const cursor = this.#cursor
    if (cursor.quoted()) throw declined
    const key = this.#words.name(cursor.bytes, cursor.from, cursor.to)
    if (key === '__proto__') throw declined
    cursor.skipSpaces()
    return key
  }

  #entryValue(indent: number): unknown {
    const cursor = this.#cursor
    cursor.skipSpaces()
    const byte = cursor.bytes[cursor.at]
    if (byte !== lf && byte !== hash) return this.#inline(indent)
    cursor.endLine()
    if (cursor.indent > indent) return this.#block()
    if (cursor.indent === indent && this.#atDash()) return this.#sequence(indent)
    return null
  }

  #sequence(indent: number): unknown[] {
    this.#enter()
    const cursor = this.#cursor
    const list: unknown[] = []
    do {
      cursor.at += 1
      cursor.skipSpaces()
      const byte = cursor.bytes[cursor.at]
      const ownLine = byte === lf || byte === hash
      if (ownLine) {
        cursor.endLine()
        if (cursor.indent <= indent) throw declined
      }
      const node = this.#tree.open(undefined, cursor.line, cursor.column)
      list.push(ownLine ? this.#block() : this.#item(indent))
      this.#tree.close(node)
    } while (cursor.indent === indent && this.#atDash())
    if (cursor.indent > indent) throw declined
    this.#depth -= 1
    return list
  }

  /** What follows a dash on its line. */
  #item(indent: number): unknown {
    const cursor = this.#cursor
    const column = cursor.at - cursor.lineStart
    if (this.#atDash()) return this.#sequence(column)
    const byte = cursor.bytes[cursor.at]
    if (isQuote(byte)) {
      const { at } = cursor
      cursor.quoted()
      cursor.skipSpaces()
      const isKey = cursor.bytes[cursor.at] === colon
      cursor.at = at
      return isKey ? this.#mapping(column, false) : this.#inline(indent)
    }
    if (byte === openMap || byte === openList || byte === bar || byte === greater) return this.#inline(indent)
    if (cursor.plain()) return this.#mapping(column, true)
    const value = cursor.plainValue()
    cursor.endLine()
    return value
  }

  /** A value on the line of its key or dash. `indent` is that of the mapping or sequence it stands in. */
  #inline(indent: number): unknown {
    const cursor = this.#cursor
    const byte = cursor.bytes[cursor.at]
    if (byte === bar || byte === greater) return this.#blockScalar(indent)
    let value: unknown
    if (isQuote(byte)) value = cursor.quotedText()
    else if (byte === openMap || byte === openList) value = this.#flow()
    else {
      if (cursor.plain()) throw declined
      value = cursor.plainValue()
    }
    cursor.endLine()
    return value
  }

  /** `|` or `>` and the lines below it. */
  #blockScalar(parent: number): string {
    const cursor = this.#cursor
    const { bytes, end } = cursor
    const style = bytes[cursor.at] === bar ? 4 : 5
    const sign = bytes[cursor.at + 1]
    const chomping = sign === dash ? 2 : sign === plus ? 3 : 1
    let at = cursor.at + (chomping === 1 ? 1 : 2)
    while (bytes[at] === space) at += 1
    if (bytes[at] === hash && bytes[at - 1] === space) at = bytes.indexOf(lf, at)
    if (bytes[at] !== lf) throw declined
    const start = at + 1
    let indent = -1
    let blanks = 0
    while (at + 1 < end) {
      let text = at + 1
      while (bytes[text] === space) text += 1
      const column = text - at - 1
      if (bytes[text] !== lf) {
        if (indent === -1) {
          if (column <= parent || column < blanks || bytes[text] === 0x09) throw declined
          indent = column
        }
        if (column < indent) break
        at = bytes.indexOf(lf, text)
      } else {
        if (indent === -1) blanks = Math.max(blanks, column)
        at = text
      }
      cursor.line += 1
    }
    if (indent === -1) throw declined
    const text = bytes.toString('utf8', start, at + 1)
    cursor.at = at
    cursor.nextLine()
    return getScalarValue(text, { ...scalar, style, chomping, indent, valueEnd: text.length })
  }

  /** `{...}` or `[...]`, over as many lines as it takes. */
  #flow(): unknown {
    this.#enter()
    const cursor = this.#cursor
    const isMap = cursor.bytes[cursor.at] === openMap
    const close = isMap ? closeMap : closeList
    const object: Record<string, unknown> = {}
    const list: unknown[] = []
    const first = this.#tree.count
    cursor.at += 1
    for (;;) {
      cursor.skipFlowSpace()
      if (cursor.bytes[cursor.at] === close) break
      if (isMap) this.#flowEntry(object, first)
      else {
        const node = this.#tree.open(undefined, cursor.line, cursor.column)
        list.push(this.#flowValue())
        this.#tree.close(node)
      }
      cursor.skipFlowSpace()
      if (cursor.bytes[cursor.at] === comma) cursor.at += 1
      else if (cursor.bytes[cursor.at] !== close) throw declined
    }
    cursor.at += 1
    this.#depth -= 1
    return isMap ? object : list
  }

  #flowEntry(object: Record<string, unknown>, first: number): void {
    const cursor = this.#cursor
    const column = cursor.column
    let key: string | undefined
    if (isQuote(cursor.bytes[cursor.at])) key = this.#quotedKey()
    else {
      cursor.flowPlain()
      key = this.#words.key(cursor.bytes, cursor.from, cursor.to)
    }
    if (key === undefined || cursor.bytes[cursor.at] !== colon) throw declined
    const node = this.#entry(object, first, key, column)
    cursor.at += 1
    cursor.skipFlowSpace()
    object[key] = this.#flowValue()
    this.#tree.close(node)
  }

  #flowValue(): unknown {
    const cursor = this.#cursor
    const byte = cursor.bytes[cursor.at]
    if (byte === openMap || byte === openList) return this.#flow()
    if (isQuote(byte)) return cursor.quotedText()
    cursor.flowPlain()
    return cursor.plainValue()
  }
}
