/** The words of manifests, each kept once however often it is written: most of a manifest repeats, within a file and across files. */
import { resolveKey, resolvePlain, type Scalar } from './dialect.ts'

/** Longer texts seldom repeat. */
const longest = 128
const mostWords = 1 << 16
const slots = mostWords * 2

export class Words {
  /** Number of a word + 1, found by its hash; 0 where free. */
  readonly #slots = new Int32Array(slots)
  readonly #hashes = new Int32Array(mostWords)
  readonly #starts = new Int32Array(mostWords + 1)
  readonly #named = new Uint8Array(mostWords)
  #bytes = new Uint8Array(1 << 16)
  #count = 0
  readonly #texts: string[] = []
  readonly #plain: (Scalar | undefined)[] = []
  readonly #keys: (string | undefined)[] = []

  /** The text between two places, as it stands. */
  text(bytes: Buffer, start: number, end: number): string {
    if (end - start > longest) return bytes.toString('utf8', start, end)
    return this.#texts[this.#number(bytes, start, end)] as string
  }

  /** The text of a quoted key: the one string that objects themselves use for it, so that comparing keys is comparing addresses. */
  name(bytes: Buffer, start: number, end: number): string {
    if (end - start > longest) return bytes.toString('utf8', start, end)
    const number = this.#number(bytes, start, end)
    if (this.#named[number] === 0) {
      this.#texts[number] = asKey(this.#texts[number] as string)
      this.#named[number] = 1
    }
    return this.#texts[number] as string
  }

  /** The value of a plain scalar. */
  plain(bytes: Buffer, start: number, end: number): Scalar {
    if (end - start > longest) return resolvePlain(bytes.toString('utf8', start, end))
    const number = this.#number(bytes, start, end)
    const known = this.#plain[number]
    if (known !== undefined) return known
    const value = resolvePlain(this.#texts[number] as string)
    this.#plain[number] = value
    return value
  }

  /** A plain scalar as a key; undefined where it is none (`null`, `<<`) or one that needs care (`__proto__`). */
  key(bytes: Buffer, start: number, end: number): string | undefined {
    if (end - start > longest) return undefined
    const number = this.#number(bytes, start, end)
    const known = this.#keys[number]
    if (known !== undefined) return known
    const text = this.#texts[number] as string
    const key = text === '<<' || text === '__proto__' ? undefined : resolveKey(text)
    if (key !== undefined) this.#keys[number] = asKey(key)
    return this.#keys[number]
  }

  #number(bytes: Buffer, start: number, end: number): number {
    let hash = end - start
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
    hash ^= hash >>> 15
    let slot = hash & (slots - 1)
    for (;;) {
      const number = (this.#slots[slot] as number) - 1
      if (number < 0) break
      if (this.#hashes[number] === hash && this.#same(number, bytes, start, end)) return number
      slot = (slot + 1) & (slots - 1)
    }
    return this.#add(hash, slot, bytes, start, end)
  }

  #same(number: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.#starts[number] as number
    if ((this.#starts[number + 1] as number) - from !== end - start) return false
    const known = this.#bytes
    for (let i = start, k = from; i < end; i++, k++) if (known[k] !== bytes[i]) return false
    return true
  }

  #add(hash: number, slot: number, bytes: Buffer, start: number, end: number): number {
    let place = slot
    if (this.#count === mostWords) {
      this.#forget()
      place = hash & (slots - 1)
    }
    const number = this.#count++
    const from = this.#starts[number] as number
    while (from + end - start > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    for (let i = start, k = from; i < end; i++, k++) this.#bytes[k] = bytes[i] as number
    this.#starts[number + 1] = from + end - start
    this.#hashes[number] = hash
    this.#slots[place] = number + 1
    this.#texts[number] = bytes.toString('utf8', start, end)
    this.#plain[number] = undefined
    this.#keys[number] = undefined
    this.#named[number] = 0
    return number
  }

  #forget(): void {
    this.#slots.fill(0)
    this.#count = 0
  }
}

const asKey = (text: string): string => Object.keys({ [text]: 0 })[0] as string
