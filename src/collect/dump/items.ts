/** Reads the items of a `kubectl get -o json` list one at a time, so that a list larger than a string can be read. */
import { isAscii } from 'node:buffer'
import { readPieces } from '../../doors/files.ts'
import { closeList, closeMap, comma, endOfValue, incomplete, isSpace, itemsAt, openList, openMap, skipSpace } from './json-bytes.ts'

type Loose = Record<string, unknown>

/**
 * Calls `each` with every item that is an object.
 * @returns the list without its items: its kind, its metadata; the whole content where it is no list
 * @throws SyntaxError where the file is no JSON; items before the fault have been told by then
 */
export async function readItems(file: string, each: (item: Loose) => void): Promise<Loose> {
  const splitter = new ListSplitter(each)
  await readPieces(file, (bytes, last) => splitter.feed(bytes, last))
  return splitter.end()
}

/** Items are parsed so many bytes at a time: where one ends is then looked for but seldom. */
const batchSize = 1 << 16
/** What parts the first two items parts all others, in all likelihood; so much of the second item is part of it. */
const seamTail = 12

export class ListSplitter {
  readonly #each: (item: Loose) => void
  #state: 'head' | 'items' | 'rest' = 'head'
  /** All that stands outside of the items. */
  readonly #outside: Buffer[] = []
  #afterItem = false
  #seam: Buffer | undefined
  /** Of the seam, what belongs to the item before. */
  #seamHead = 0
  /** Items to read one by one before the next guess; longer after every guess that was wrong. */
  #patience = 0
  #lastPatience = 8
  #count = 0

  constructor(each: (item: Loose) => void) {
    this.#each = each
  }

  /** @returns how many of the bytes are done with; the others must come again, with more behind them */
  feed(bytes: Buffer, last: boolean): number {
    let at = 0
    if (this.#state === 'head') at = this.#head(bytes, last)
    if (this.#state === 'items') at = this.#items(bytes, at, last)
    if (this.#state !== 'rest') return at
    this.#outside.push(Buffer.from(bytes.subarray(at)))
    return bytes.length
  }

  end(): Loose {
    if (this.#state !== 'rest') throw new SyntaxError('the list is cut short')
    const { items, ...head } = parse(
      Buffer.concat(this.#outside)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
      'no valid JSON',
    ) as Loose
    // A list that was not found at the top is no list; its items, if any, were never told.
    if (Array.isArray(items)) for (const item of items) this.#tell(item)
    return head
  }

  #tell(item: unknown): void {
    this.#count += 1
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) this.#each(item as Loose)
  }

  /** Everything before the items. */
  #head(bytes: Buffer, last: boolean): number {
    const start = itemsAt(bytes)
    if (start === incomplete && !last) return 0
    this.#state = start === 'none' || start === incomplete ? 'rest' : 'items'
    if (typeof start !== 'number' || start === incomplete) return 0
    this.#outside.push(Buffer.from(bytes.subarray(0, start)))
    return start
  }

  #items(bytes: Buffer, start: number, last: boolean): number {
    let done = start
    for (;;) {
      let at = skipSpace(bytes, done)
      if (this.#afterItem && bytes[at] === comma) at = skipSpace(bytes, at + 1)
      else if (bytes[at] === closeList) {
        this.#state = 'rest'
        return at
      } else if (this.#afterItem && at < bytes.length) throw new SyntaxError('a comma is missing between items of the list')
      if (at >= bytes.length) return done
      const end = this.#batch(bytes, at) ?? this.#one(bytes, at, last)
      if (end === incomplete) return done
      this.#afterItem = true
      done = end
    }
  }

  /** Parses items up to a seam some way off. Undefined where there is none, or what looked like one was none. */
  #batch(bytes: Buffer, at: number): number | undefined {
    if (!this.#seam || this.#patience > 0) return undefined
    const ahead = bytes.indexOf(this.#seam, at + batchSize)
    const found = ahead === -1 ? bytes.lastIndexOf(this.#seam) : ahead
    if (found < at) return undefined
    const end = found + this.#seamHead
    // The bytes around become brackets for the moment: a copy of so much text would cost a tenth of its parsing.
    const [before, behind] = [bytes[at - 1] as number, bytes[end] as number]
    bytes[at - 1] = openList
    bytes[end] = closeList
    let items: unknown[]
    try {
      items = JSON.parse(textOf(bytes, at - 1, end + 1)) as unknown[]
    } catch {
      this.#lastPatience = Math.min(this.#lastPatience * 2, 4096)
      this.#patience = this.#lastPatience
      return undefined
    } finally {
      bytes[at - 1] = before
      bytes[end] = behind
    }
    for (const item of items) this.#tell(item)
    return end
  }

  #one(bytes: Buffer, at: number, last: boolean): number {
    const end = endOfValue(bytes, at)
    if (end === incomplete) {
      if (last) throw new SyntaxError('the list is cut short')
      return incomplete
    }
    this.#tell(parse(textOf(bytes, at, end), `item ${this.#count + 1} of the list is no valid JSON`))
    if (this.#patience > 0) this.#patience -= 1
    if (!this.#seam) this.#learn(bytes, end)
    return end
  }

  #learn(bytes: Buffer, end: number): void {
    const next = bytes[skipSpace(bytes, end)] === comma ? skipSpace(bytes, skipSpace(bytes, end) + 1) : bytes.length
    if (bytes[end - 1] !== closeMap || bytes[next] !== openMap || next + seamTail > bytes.length) return
    let start = end - 1
    while (isSpace(bytes[start - 1])) start -= 1
    this.#seamHead = end - start
    this.#seam = Buffer.from(bytes.subarray(start, next + seamTail))
  }
}

/** JSON.parse quotes what it stumbles over, and that may be a secret. */
function parse(text: string, otherwise: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SyntaxError(otherwise)
  }
}

const textOf = (bytes: Buffer, start: number, end: number): string => {
  const part = bytes.subarray(start, end)
  return part.toString(isAscii(part) ? 'latin1' : 'utf8')
}
