/**
 * Keeps equal parts of objects once: manifests and pods repeat each other, and a cluster's worth of labels, ports and
 * security contexts is mostly the same few. What is shared must not be changed afterwards.
 */

type Id = number

/** Beyond these the table is begun anew; what was shared stays shared. */
const mostValues = 1 << 18
const mostWords = 1 << 21
const slots = mostValues * 2

export class Sharer {
  /** Texts, numbers and the like, and the keys of objects: each has a number. */
  #scalars = new Map<unknown, Id>()
  /** The one value that stands for a number. */
  #values: unknown[] = []
  /** Of objects and lists: how many words, then the numbers of keys and values. Where a number's words begin. */
  #words = new Int32Array(1 << 12)
  #used = 0
  #starts = new Int32Array(1 << 10)
  readonly #slots = new Int32Array(slots)
  /** Numbers of the parts of all objects that are being walked. */
  #stack = new Int32Array(1 << 10)
  #top = 0

  /** Shares all parts of an object, but not the object itself: each is a thing of its own. */
  shareParts<T extends object>(object: T): T {
    if (this.#values.length > mostValues - (1 << 16) || this.#used > mostWords) this.#forget()
    const parts = object as Record<string, unknown>
    for (const key in parts) {
      const value = parts[key]
      if (typeof value !== 'object' || value === null) continue
      const shared = this.#values[this.#number(value)]
      if (shared !== value) parts[key] = shared
    }
    return object
  }

  #forget(): void {
    this.#scalars = new Map()
    this.#values = []
    this.#used = 0
    this.#slots.fill(0)
  }

  #number(value: unknown): Id {
    return typeof value === 'object' && value !== null ? this.#numberOfObject(value as Record<string, unknown>) : this.#numberOfScalar(value)
  }

  #numberOfScalar(value: unknown): Id {
    const known = this.#scalars.get(value)
    if (known !== undefined) return known
    this.#scalars.set(value, this.#values.length)
    return this.#values.push(value) - 1
  }

  #numberOfObject(object: Record<string, unknown>): Id {
    const bottom = this.#top
    const isList = Array.isArray(object)
    this.#push(isList ? -1 : -2)
    let hash = isList ? 17 : 31
    for (const key in object) {
      if (!isList) hash = Math.imul(hash ^ this.#push(this.#numberOfScalar(key)), 0x01000193)
      const value = object[key]
      const number = this.#number(value)
      const shared = this.#values[number]
      if (shared !== value) object[key] = shared
      hash = Math.imul(hash ^ this.#push(number), 0x01000193)
    }
    const found = this.#find(hash ^ (hash >>> 15), bottom, object)
    this.#top = bottom
    return found
  }

  #push(word: number): number {
    if (this.#top === this.#stack.length) this.#stack = enlarged(this.#stack)
    this.#stack[this.#top++] = word
    return word
  }

  /** The number of the object whose words lie on the stack above `bottom`; a new one where it is the first of its kind. */
  #find(hash: number, bottom: number, object: unknown): Id {
    const length = this.#top - bottom
    let slot = hash & (slots - 1)
    for (;;) {
      const number = (this.#slots[slot] as number) - 1
      if (number === -1) break
      if (this.#same(this.#starts[number] as number, bottom, length)) return number
      slot = (slot + 1) & (slots - 1)
    }
    while (this.#used + length + 1 > this.#words.length) this.#words = enlarged(this.#words)
    const number = this.#values.push(object) - 1
    while (number >= this.#starts.length) this.#starts = enlarged(this.#starts)
    this.#starts[number] = this.#used
    this.#words[this.#used++] = length
    for (let i = bottom; i < this.#top; i++) this.#words[this.#used++] = this.#stack[i] as number
    this.#slots[slot] = number + 1
    return number
  }

  #same(start: number, bottom: number, length: number): boolean {
    if (this.#words[start] !== length) return false
    for (let i = 0; i < length; i++) if (this.#words[start + 1 + i] !== this.#stack[bottom + i]) return false
    return true
  }
}

function enlarged(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
