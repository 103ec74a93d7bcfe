/** Reads the items of a `kubectl get -o json` list one at a time, so that a list larger than a string can be read. */
import { lookAt, readChunks, readText } from '../../doors/files.ts'

type Loose = Record<string, unknown>

/** Below this, one JSON.parse is both simplest and fastest. */
const wholeBelow = 64 << 20

/**
 * Calls `each` with every item.
 * @returns the list without its items: its kind, its metadata
 * @throws SyntaxError where the file is no JSON or no list
 */
export async function readItems(file: string, each: (item: Loose) => void): Promise<Loose> {
  const entry = await lookAt(file)
  if (!entry || entry.bytes < wholeBelow) {
    const { items, ...head } = JSON.parse(await readText(file)) as Loose & { items?: unknown }
    if (Array.isArray(items)) {
      for (const item of items as unknown[]) if (typeof item === 'object' && item !== null) each(item as Loose)
    }
    return head
  }
  return readLarge(file, each)
}

const quote = 0x22
const backslash = 0x5c
const open = 0x7b
const close = 0x7d
const openList = 0x5b
const closeList = 0x5d

/**
 * Walks the bytes with a depth counter that knows strings; an item is what lies between depth 2 braces of the list's
 * own `items`. Everything else is kept and parsed as the head.
 */
async function readLarge(file: string, each: (item: Loose) => void): Promise<Loose> {
  const splitter = new Splitter(each)
  for await (const chunk of readChunks(file)) splitter.feed(chunk)
  return splitter.end()
}

class Splitter {
  readonly #each: (item: Loose) => void
  #depth = 0
  #inString = false
  #escaped = false
  /** Bytes of the item that began in an earlier chunk. */
  #carried: Buffer[] = []
  #inItem = false
  #head = ''

  constructor(each: (item: Loose) => void) {
    this.#each = each
  }

  feed(chunk: Buffer): void {
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      if (this.#inString) {
        if (this.#escaped) {
          this.#escaped = false
          continue
        }
        // Most bytes lie in strings: leap to the next quote, and look back for escapes.
        const end = chunk.indexOf(quote, i)
        if (end === -1) {
          let slashes = 0
          while (slashes < chunk.length - i && chunk[chunk.length - 1 - slashes] === backslash) slashes++
          this.#escaped = slashes % 2 === 1
          break
        }
        let slashes = 0
        while (end - 1 - slashes >= i && chunk[end - 1 - slashes] === backslash) slashes++
        i = end
        if (slashes % 2 === 0) this.#inString = false
        continue
      }
      const byte = chunk[i]
      if (byte === quote) this.#inString = true
      else if (byte === open || byte === openList) {
        this.#depth += 1
        if (byte === open && this.#depth === 3 && !this.#inItem && /"items"\s*:\s*\[\s*,?\s*$/.test(this.#head.slice(-64) + chunk.toString('latin1', from, i))) {
          this.#head += chunk.toString('utf8', from, i)
          this.#inItem = true
          from = i
        }
      } else if (byte === close || byte === closeList) {
        if (this.#inItem && byte === close && this.#depth === 3) {
          this.#item(chunk.subarray(from, i + 1))
          from = i + 1
          this.#inItem = false
          // The comma that follows belongs to the list; leave `"items": [` at the end of the head.
          this.#skipComma = true
        }
        this.#depth -= 1
      } else if (byte === 0x2c && this.#skipComma && this.#depth === 2) {
        from = i + 1
        this.#skipComma = false
      }
    }
    if (this.#inItem) this.#carried.push(chunk.subarray(from))
    else this.#head += chunk.toString('utf8', from)
  }

  #skipComma = false

  #item(rest: Buffer): void {
    const bytes = this.#carried.length === 0 ? rest : Buffer.concat([...this.#carried, rest])
    this.#carried = []
    this.#each(JSON.parse(bytes.toString('utf8')) as Loose)
  }

  end(): Loose {
    if (this.#inItem || this.#depth !== 0) throw new SyntaxError('the list is cut short')
    const { items: _, ...head } = JSON.parse(this.#head) as Loose
    return head
  }
}
