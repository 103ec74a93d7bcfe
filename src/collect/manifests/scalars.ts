/** Reads the scalars of plain documents: plain, quoted, and blocks of lines. */
import { getScalarValue } from 'js-yaml'
import { type Cursor, colon, dash, declined, hash, isGap, lf, space, tab } from './cursor.ts'
import type { Scalar } from './dialect.ts'
import type { Words } from './words.ts'

const quote = 0x22
const plus = 0x2b
const apostrophe = 0x27
const backslash = 0x5c
const bar = 0x7c
const greater = 0x3e

/** 1: never begins a plain scalar; 2: begins one unless a gap follows. */
const starts = new Uint8Array(256)
for (let byte = 0; byte <= space; byte++) starts[byte] = 1
for (const char of ',[]{}#&*!|>\'"%@`') starts[char.charCodeAt(0)] = 1
for (const char of '-?:') starts[char.charCodeAt(0)] = 2
const flowMark = new Uint8Array(256)
for (const char of ',[]{}') flowMark[char.charCodeAt(0)] = 1

/** What js-yaml wants to know of a scalar to decode it: styles are 2 for '', 3 for "", 4 for |, 5 for >. */
const scalar = { type: 4, valueStart: 0, anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1, chomping: 1, indent: -1, fast: false } as const
const badEscape = /\\(?![\\"/bfnrt0aev N_LP]|x[\da-fA-F]{2}|u[\da-fA-F]{4})/

export const isQuote = (byte: number | undefined): boolean => byte === quote || byte === apostrophe
export const opensBlock = (byte: number | undefined): boolean => byte === bar || byte === greater

export class ScalarReader {
  readonly #cursor: Cursor
  readonly #words: Words
  /** Frame the scalar that was read last. */
  #from = 0
  #to = 0

  constructor(cursor: Cursor, words: Words) {
    this.#cursor = cursor
    this.#words = words
  }

  /**
   * Over a plain scalar.
   * @returns whether a colon ends it, which makes it a key; the cursor stands at the colon, else behind the scalar
   */
  plain(): boolean {
    const { bytes, at: from } = this.#cursor
    this.#canStart(false)
    for (let at = from; ; at++) {
      const byte = bytes[at]
      if (byte === lf || (byte === hash && bytes[at - 1] === space)) {
        this.#frame(from, at)
        return false
      }
      if (byte === tab) throw declined
      if (byte === colon && isGap(bytes[at + 1])) {
        this.#frame(from, at)
        return true
      }
    }
  }

  /** The same inside brackets, where commas and brackets end a scalar as well. */
  flowPlain(): void {
    const { bytes, at: from } = this.#cursor
    this.#canStart(true)
    let at = from
    for (; ; at++) {
      const byte = bytes[at] as number
      const next = bytes[at + 1] as number
      if (byte === lf || flowMark[byte] === 1 || (byte === hash && bytes[at - 1] === space) || (byte === colon && (isGap(next) || flowMark[next] === 1))) break
      if (byte === tab) throw declined
    }
    this.#frame(from, at)
  }

  #canStart(inFlow: boolean): void {
    const { bytes, at } = this.#cursor
    const sort = starts[bytes[at] as number]
    const next = bytes[at + 1] as number
    if (sort === 1 || (sort === 2 && (isGap(next) || next === tab || (inFlow && flowMark[next] === 1)))) throw declined
  }

  #frame(from: number, stop: number): void {
    const { bytes } = this.#cursor
    let to = stop
    while (bytes[to - 1] === space) to -= 1
    this.#from = from
    this.#to = to
    this.#cursor.at = stop
  }

  /** The value of the plain scalar that was just read. */
  plainValue(): Scalar {
    const value = this.#words.plain(this.#cursor.bytes, this.#from, this.#to)
    if (typeof value === 'number' && !Number.isFinite(value)) throw declined
    return value
  }

  /** The same as a key. */
  plainKey(): string {
    const key = this.#words.key(this.#cursor.bytes, this.#from, this.#to)
    if (key === undefined) throw declined
    return key
  }

  /** Over a quoted scalar on one line. @returns whether it holds escapes */
  quoted(): boolean {
    const { bytes, at: from } = this.#cursor
    const mark = bytes[from]
    let escapes = false
    let at = from + 1
    for (; ; at++) {
      const byte = bytes[at]
      if (byte === lf || byte === undefined) throw declined
      if (byte === mark) {
        if (mark === quote || bytes[at + 1] !== apostrophe) break
        escapes = true
        at += 1
      } else if (byte === backslash && mark === quote) {
        escapes = true
        at += 1
        if (bytes[at] === lf) throw declined
      }
    }
    this.#frame(from + 1, at)
    this.#to = at
    this.#cursor.at = at + 1
    return escapes
  }

  quotedText(): string {
    const { bytes } = this.#cursor
    const style = this.#cursor.byte === quote ? 3 : 2
    if (!this.quoted()) return this.#words.text(bytes, this.#from, this.#to)
    const text = bytes.toString('utf8', this.#from, this.#to)
    if (style === 3 && badEscape.test(text.replaceAll('\\\\', '__'))) throw declined
    return getScalarValue(text, { ...scalar, style, valueEnd: text.length })
  }

  /** A quoted key; the cursor stands behind it and its space. */
  quotedKey(): string {
    if (this.quoted()) throw declined
    const key = this.#words.name(this.#cursor.bytes, this.#from, this.#to)
    if (key === '__proto__') throw declined
    this.#cursor.skipSpaces()
    return key
  }

  /** `|` or `>` and the lines below it, which must stand deeper than `parent`. */
  block(parent: number): string {
    const cursor = this.#cursor
    const { bytes } = cursor
    const style = cursor.byte === bar ? 4 : 5
    const sign = bytes[cursor.at + 1]
    const chomping = sign === dash ? 2 : sign === plus ? 3 : 1
    let at = cursor.at + (chomping === 1 ? 1 : 2)
    while (bytes[at] === space) at += 1
    if (bytes[at] === hash && bytes[at - 1] === space) at = bytes.indexOf(lf, at)
    if (bytes[at] !== lf) throw declined
    cursor.at = at
    const indent = this.#blockLines(parent)
    const text = bytes.toString('utf8', at + 1, cursor.at + 1)
    cursor.nextLine()
    return getScalarValue(text, { ...scalar, style, chomping, indent, valueEnd: text.length })
  }

  /** From the end of the line of the mark to the end of the last line that belongs to it. @returns its indent */
  #blockLines(parent: number): number {
    const cursor = this.#cursor
    const { bytes, end } = cursor
    let at = cursor.at
    let indent = -1
    let blanks = 0
    while (at + 1 < end) {
      let text = at + 1
      while (bytes[text] === space) text += 1
      const column = text - at - 1
      if (bytes[text] === lf) {
        if (indent === -1) blanks = Math.max(blanks, column)
        at = text
      } else {
        if (indent === -1) {
          if (column <= parent || column < blanks || bytes[text] === tab) throw declined
          indent = column
        }
        if (column < indent) break
        at = bytes.indexOf(lf, text)
      }
      cursor.line += 1
    }
    if (indent === -1) throw declined
    cursor.at = at
    return indent
  }
}
