/** Reads a file document by document: what is broken in one costs nothing of the others. */
import { Composer } from './compose.ts'
import { declined } from './cursor.ts'
import type { Text } from './decode.ts'
import { Broken, type Fault } from './faults.ts'
import { PlainReader } from './plain.ts'
import { Tree } from './tree.ts'
import { Words } from './words.ts'

export interface Listener {
  /** A document's value, where it stands (the root's place in the tree is 0), and what is wrong with it though it could be read. */
  document(value: unknown, tree: Tree, faults: readonly Fault[]): void
  /** A document that could not be read, and its text. */
  broken(fault: Fault, text: string, line: number): void
}

const lf = 0x0a
const startMark = Buffer.from('\n---')
const endMark = Buffer.from('\n...')
/** Larger documents must be plain: js-yaml takes about a hundred times their size in memory. */
const largestComposed = 20_000_000

export class DocumentReader {
  readonly #tree = new Tree()
  readonly #plain = new PlainReader(new Words(), this.#tree)
  readonly #composer = new Composer(this.#tree)

  read(text: Text, listener: Listener): void {
    const { bytes } = text
    const hasEnds = bytes.includes(endMark)
    let line = 1
    for (let start = 0; start < bytes.length; ) {
      let end = boundary(bytes, start, hasEnds)
      while (end < bytes.length && onlyDirectives(bytes, start, end)) end = boundary(bytes, end, hasEnds)
      line = this.#document(text, start, end, line, listener)
      start = end
    }
  }

  /** @returns the number of the line after the document */
  #document(text: Text, start: number, end: number, line: number, listener: Listener): number {
    const { bytes } = text
    let from = start
    let row = line
    if (isMark(bytes, start)) {
      const bare = blankUntilLine(bytes, start + 3)
      if (bare === -1) return this.#compose(bytes, start, end, line, listener)
      from = bare
      row += 1
    }
    if (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3
    while (!text.odd) {
      const value = this.#plain.read(bytes, from, end, row)
      if (value === undefined) return this.#plain.line
      if (value === declined) break
      listener.document(value, this.#tree, none)
      if (this.#plain.at >= end) return this.#plain.line
      row = this.#plain.line
      from = this.#plain.at
    }
    return this.#compose(bytes, from, end, row, listener)
  }

  #compose(bytes: Buffer, start: number, end: number, line: number, listener: Listener): number {
    const text = bytes.toString('utf8', start, end)
    try {
      if (end - start > largestComposed)
        throw new Broken(
          this.#plain.line,
          1,
          `broken, or not plain, and at ${Math.round((end - start) / 1e6)} MB too large a document to look closer; split it`,
        )
      const composed = this.#composer.compose(text, line)
      if (composed) listener.document(composed.value, this.#tree, composed.faults)
    } catch (error) {
      if (!(error instanceof Broken)) throw error
      listener.broken(error, text, line)
    }
    let after = line
    for (let at = bytes.indexOf(lf, start); at !== -1 && at < end; at = bytes.indexOf(lf, at + 1)) after += 1
    return after
  }
}

const none: readonly Fault[] = []

/** Where the next document begins, at the mark that parts it from the one at `start`; the end of the bytes for the last. */
function boundary(bytes: Buffer, start: number, hasEnds: boolean): number {
  const next = nextMark(bytes, start, startMark)
  if (!hasEnds) return next
  const stop = nextMark(bytes, start, endMark)
  if (stop >= next) return next
  const line = bytes.indexOf(lf, stop)
  return line === -1 ? bytes.length : line + 1
}

function nextMark(bytes: Buffer, start: number, mark: Buffer): number {
  for (let at = bytes.indexOf(mark, start); at !== -1; at = bytes.indexOf(mark, at + 1)) if (isMark(bytes, at + 1)) return at + 1
  return bytes.length
}

/** Three dashes or dots at the start of a line, with nothing right behind. */
function isMark(bytes: Buffer, at: number): boolean {
  const byte = bytes[at]
  if ((byte !== 0x2d && byte !== 0x2e) || bytes[at + 1] !== byte || bytes[at + 2] !== byte) return false
  const after = bytes[at + 3]
  return after === undefined || after === lf || after === 0x20 || after === 0x09
}

/** The start of the next line, if only space or a comment stands before it; else -1. */
function blankUntilLine(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1
  if (bytes[at] === 0x23) at = bytes.indexOf(lf, at)
  return bytes[at] === lf ? at + 1 : -1
}

/** Whether all there is are directives, as `%YAML 1.2`, which belong to the document behind the next mark. */
function onlyDirectives(bytes: Buffer, start: number, end: number): boolean {
  let at = start
  let found = false
  while (at < end) {
    const bare = blankUntilLine(bytes, at)
    if (bare !== -1) at = bare
    else if (bytes[at] === 0x25) {
      found = true
      at = bytes.indexOf(lf, at) + 1
    } else return false
  }
  return found
}
