/** A place in the bytes of a document, and the small steps from there: to the next line, over a quoted or plain scalar. */
import { getScalarValue } from 'js-yaml'
import type { Scalar } from './dialect.ts'
import type { Words } from './words.ts'

/** Thrown where the text is more than the plain reader knows, or broken: js-yaml decides which. */
export const declined = Symbol('declined')

export const lf = 0x0a
export const space = 0x20
export const hash = 0x23
export const comma = 0x2c
export const dash = 0x2d
export const colon = 0x3a
export const openList = 0x5b
export const closeList = 0x5d
export const openMap = 0x7b
export const closeMap = 0x7d
const tab = 0x09
const quote = 0x22
const apostrophe = 0x27
const dot = 0x2e
const backslash = 0x5c

/** 1: never begins a plain scalar; 2: begins one unless a gap follows. */
const starts = new Uint8Array(256)
for (let byte = 0; byte <= space; byte++) starts[byte] = 1
for (const char of ',[]{}#&*!|>\'"%@`') starts[char.charCodeAt(0)] = 1
for (const char of '-?:') starts[char.charCodeAt(0)] = 2
const flowMark = new Uint8Array(256)
for (const char of ',[]{}') flowMark[char.charCodeAt(0)] = 1

export const isGap = (byte: number | undefined): boolean => byte === space || byte === lf
export const isQuote = (byte: number | undefined): boolean => byte === quote || byte === apostrophe

/** Every line of the document ends with a line feed, the last one too. */
export class Cursor {
  bytes: Buffer
  at: number
  readonly end: number
  line: number
  lineStart: number
  /** Spaces before the first thing on the line; -1 at the end of the document. */
  indent = 0
  /** Where the scalar that was just read begins and ends. */
  from = 0
  to = 0
  readonly #words: Words

  /** Stands before the first line, which has the number `line`. */
  constructor(bytes: Buffer, start: number, end: number, line: number, words: Words) {
    this.bytes = bytes
    this.at = start - 1
    this.end = end
    this.line = line - 1
    this.lineStart = start
    this.#words = words
  }

  get column(): number {
    return this.at - this.lineStart + 1
  }

  /** From the end of a line to the next one that holds more than space and comment. */
  nextLine(): void {
    const { bytes, end } = this
    let at = this.at
    for (;;) {
      at += 1
      this.line += 1
      this.lineStart = at
      if (at >= end) {
        this.at = at
        this.indent = -1
        return
      }
      while (bytes[at] === space) at += 1
      const byte = bytes[at]
      if (byte === hash) at = bytes.indexOf(lf, at)
      else if (byte !== lf) {
        if (byte === tab) throw declined
        this.at = at
        this.indent = at - this.lineStart
        if (this.indent === 0 && (byte === dash || byte === dot) && bytes[at + 1] === byte && bytes[at + 2] === byte) throw declined
        return
      }
    }
  }

  /** After a value nothing may stand on its line but a comment. */
  endLine(): void {
    const { bytes } = this
    let at = this.at
    while (bytes[at] === space) at += 1
    if (bytes[at] === hash && bytes[at - 1] === space) at = bytes.indexOf(lf, at)
    if (bytes[at] !== lf) throw declined
    this.at = at
    this.nextLine()
  }

  skipSpaces(): void {
    while (this.bytes[this.at] === space) this.at += 1
  }

  /** Inside brackets: over space, line breaks and comments. */
  skipFlowSpace(): void {
    const { bytes, end } = this
    for (;;) {
      const byte = bytes[this.at]
      if (byte === lf) {
        this.line += 1
        this.lineStart = this.at + 1
        if (this.lineStart >= end || bytes[this.lineStart] === dot) throw declined
      } else if (byte === hash) {
        if (!isGap(bytes[this.at - 1])) throw declined
        this.at = bytes.indexOf(lf, this.at)
        continue
      } else if (byte !== space && byte !== tab) return
      this.at += 1
    }
  }

  /**
   * Over a plain scalar, which `from` and `to` then frame.
   * @returns whether a colon ends it, which makes it a key; the cursor stands at the colon, else behind the scalar
   */
  plain(): boolean {
    const { bytes } = this
    this.#canStart(false)
    let at = this.at
    for (; ; at++) {
      const byte = bytes[at]
      if (byte === lf) break
      if (byte === colon) {
        if (isGap(bytes[at + 1])) {
          this.#frame(this.at, at)
          return true
        }
      } else if (byte === hash) {
        if (bytes[at - 1] === space) break
      } else if (byte === tab) throw declined
    }
    this.#frame(this.at, at)
    return false
  }

  /** The same inside brackets, where commas and brackets end a scalar as well. */
  flowPlain(): void {
    const { bytes } = this
    this.#canStart(true)
    let at = this.at
    for (; ; at++) {
      const byte = bytes[at] as number
      if (byte === lf || flowMark[byte] === 1) break
      if (byte === colon) {
        const next = bytes[at + 1] as number
        if (isGap(next) || flowMark[next] === 1) break
      } else if (byte === hash) {
        if (bytes[at - 1] === space) break
      } else if (byte === tab) throw declined
    }
    this.#frame(this.at, at)
  }

  #canStart(inFlow: boolean): void {
    const sort = starts[this.bytes[this.at] as number]
    const next = this.bytes[this.at + 1] as number
    if (sort === 1 || (sort === 2 && (isGap(next) || next === tab || (inFlow && flowMark[next] === 1)))) throw declined
  }

  #frame(from: number, stop: number): void {
    let to = stop
    while (this.bytes[to - 1] === space) to -= 1
    this.from = from
    this.to = to
    this.at = stop
  }

  /** Over a quoted scalar on one line. @returns whether it holds escapes */
  quoted(): boolean {
    const { bytes } = this
    const mark = bytes[this.at]
    let escapes = false
    let at = this.at + 1
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
    this.from = this.at + 1
    this.to = at
    this.at = at + 1
    return escapes
  }

  /** The text of the quoted scalar at the cursor. */
  quotedText(): string {
    const style = this.bytes[this.at] === quote ? 3 : 2
    if (!this.quoted()) return this.#words.text(this.bytes, this.from, this.to)
    const text = this.bytes.toString('utf8', this.from, this.to)
    if (style === 3 && /\\(?![\\"/bfnrt0aev N_LP]|x[\da-fA-F]{2}|u[\da-fA-F]{4})/.test(text.replaceAll('\\\\', '__'))) throw declined
    return getScalarValue(text, { ...scalar, style, valueEnd: text.length })
  }

  /** The value of the plain scalar that was just framed. */
  plainValue(): Scalar {
    const value = this.#words.plain(this.bytes, this.from, this.to)
    if (typeof value === 'number' && !Number.isFinite(value)) throw declined
    return value
  }
}

/** What js-yaml wants to know of a scalar to decode it. */
export const scalar = { type: 4, valueStart: 0, anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1, chomping: 1, indent: -1, fast: false } as const
