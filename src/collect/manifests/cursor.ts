/** A place in the bytes of a document, and the steps from there over space, comments and line ends. */

/** Thrown where the text is more than the plain reader knows, or broken: js-yaml decides which. */
export const declined = Symbol('declined')

export const tab = 0x09
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
const dot = 0x2e

/** Deeper documents are js-yaml's, which has a limit of its own. */
const deepest = 40

export const isGap = (byte: number | undefined): boolean => byte === space || byte === lf

/** Every line of the document ends with a line feed, the last one too. */
export class Cursor {
  bytes: Buffer = Buffer.alloc(0)
  at = 0
  end = 0
  line = 1
  lineStart = 0
  /** Spaces before the first thing on the line; -1 at the end of the document. */
  indent = 0
  depth = 0

  /** To the place before the first line, which has the number `line`. */
  start(bytes: Buffer, start: number, end: number, line: number): void {
    this.bytes = bytes
    this.at = start - 1
    this.end = end
    this.line = line - 1
    this.lineStart = start
    this.depth = 0
  }

  get byte(): number | undefined {
    return this.bytes[this.at]
  }

  get column(): number {
    return this.at - this.lineStart + 1
  }

  enter(): void {
    this.depth += 1
    if (this.depth > deepest) throw declined
  }

  leave(): void {
    this.depth -= 1
  }

  /** At the dash of a list entry. */
  atDash(): boolean {
    return this.bytes[this.at] === dash && isGap(this.bytes[this.at + 1])
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

  /** Inside brackets: over space, line ends and comments. */
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
}
