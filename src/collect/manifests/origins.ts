/** Where each object was written, down to the line of every field, in about a byte a field. */
import type { Origin } from '../../model/snapshot.ts'
import type { Node, Tree } from './tree.ts'

const blockSize = 1 << 16

/** Lines are kept as differences, seven bits a byte, since most fields stand a line below the one before. */
class Written implements Origin {
  readonly file: string
  readonly line: number
  readonly #block: Uint8Array
  readonly #at: number

  constructor(file: string, line: number, block: Uint8Array, at: number) {
    this.file = file
    this.line = line
    this.#block = block
    this.#at = at
  }

  get lines(): readonly number[] {
    const lines: number[] = []
    let at = this.#at
    const next = (): number => {
      let value = 0
      for (let shift = 0; ; shift += 7) {
        const byte = this.#block[at++] as number
        value |= (byte & 0x7f) << shift
        if (byte < 0x80) return value
      }
    }
    let line = this.line
    for (let count = next(); count > 0; count--) {
      const step = next()
      line += (step >>> 1) ^ -(step & 1)
      lines.push(line)
    }
    return lines
  }

  toJSON(): Origin {
    return { file: this.file, line: this.line, lines: this.lines }
  }
}

export class OriginWriter {
  #block = new Uint8Array(blockSize)
  #used = 0
  #lines = new Int32Array(1024)
  #count = 0

  /**
   * @param value the object as it is kept: it may lack fields of the text, and have others besides
   * @param node where it stands in the tree of its document
   */
  write(file: string, value: unknown, tree: Tree, node: Node): Origin {
    this.#count = 0
    const line = tree.lines[node] as number
    this.#walk(value, tree, node)
    // At most five bytes a number.
    if (this.#used + (this.#count + 1) * 5 > this.#block.length) {
      this.#block = new Uint8Array(Math.max(blockSize, (this.#count + 1) * 5))
      this.#used = 0
    }
    const at = this.#used
    this.#put(this.#count)
    let before = line
    for (let i = 0; i < this.#count; i++) {
      const step = (this.#lines[i] as number) - before
      before += step
      this.#put((step << 1) ^ (step >> 31))
    }
    return new Written(file, line, this.#block, at)
  }

  #put(value: number): void {
    let rest = value
    while (rest > 0x7f) {
      this.#block[this.#used++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#block[this.#used++] = rest
  }

  #note(line: number): void {
    if (this.#count === this.#lines.length) {
      const larger = new Int32Array(this.#count * 2)
      larger.set(this.#lines)
      this.#lines = larger
    }
    this.#lines[this.#count++] = line
  }

  /** In the order of `Object.keys`, as every reader of `Origin.lines` walks. */
  #walk(value: unknown, tree: Tree, node: Node): void {
    this.#note(tree.lines[node] as number)
    if (typeof value !== 'object' || value === null) return
    const end = tree.ends[node] as number
    let child = node + 1
    if (Array.isArray(value)) {
      for (const item of value) {
        if (child < end) {
          this.#walk(item, tree, child)
          child = tree.ends[child] as number
        } else this.#fill(item, tree.lines[node] as number)
      }
      return
    }
    const object = value as Record<string, unknown>
    for (const key in object) {
      let place: Node | undefined = child
      while (place < end && tree.keys[place] !== key) place = tree.ends[place] as number
      if (place < end) child = tree.ends[place] as number
      else place = tree.child(node, key)
      if (place === undefined) this.#fill(object[key], tree.lines[node] as number)
      else this.#walk(object[key], tree, place)
    }
  }

  /** What does not stand in the text (an alias's content, a field that was added) has the line of what brought it. */
  #fill(value: unknown, line: number): void {
    this.#note(line)
    if (typeof value !== 'object' || value === null) return
    for (const key in value) this.#fill((value as Record<string, unknown>)[key], line)
  }
}
