/** Where the nodes of one document stand: a flat list in the order they were written, used again for each document. */

/** A node of the tree is a number: its place in a depth-first walk; the root is 0. */
export type Node = number

export class Tree {
  count = 0
  /** The key under which a node stands in its mapping; undefined in lists and for the root. */
  readonly keys: (string | undefined)[] = []
  /** Lines and columns count from 1; a mapping's entry stands where its key stands. */
  lines = new Int32Array(1024)
  columns = new Int32Array(1024)
  /** The node after the last one below it. */
  ends = new Int32Array(1024)

  clear(): void {
    this.count = 0
  }

  /** Opens a node; `close` tells that all below it has been added. */
  open(key: string | undefined, line: number, column: number): Node {
    const node = this.count++
    if (node === this.lines.length) this.#grow()
    this.keys[node] = key
    this.lines[node] = line
    this.columns[node] = column
    this.ends[node] = this.count
    return node
  }

  /**
   * Opens the node of a new entry of a mapping.
   * @param first the node of the mapping's first entry
   * @returns undefined where the mapping has that key already
   */
  openEntry(object: object, first: Node, key: string, line: number, column: number): Node | undefined {
    const { count, keys, ends } = this
    // Keys are kept once each, so that comparing them is comparing addresses: of a few, that is the fastest way.
    if (count - first > 64) {
      if (Object.hasOwn(object, key)) return undefined
    } else for (let sibling = first; sibling < count; sibling = ends[sibling] as number) if (keys[sibling] === key) return undefined
    return this.open(key, line, column)
  }

  close(node: Node): void {
    this.ends[node] = this.count
  }

  #grow(): void {
    const larger = (old: Int32Array) => {
      const grown = new Int32Array(old.length * 2)
      grown.set(old)
      return grown
    }
    this.lines = larger(this.lines)
    this.columns = larger(this.columns)
    this.ends = larger(this.ends)
  }

  /** The child that stands under a key or at an index; undefined where there is none of its own (an alias, a merged key). */
  child(node: Node, step: string | number): Node | undefined {
    const end = this.ends[node] as number
    let index = 0
    for (let child = node + 1; child < end; child = this.ends[child] as number) {
      if (typeof step === 'number' ? index === step : this.keys[child] === step) return child
      index += 1
    }
    return undefined
  }

  /** The node at the end of a path, or the nearest above it that stands in the text. */
  find(root: Node, path: readonly (string | number)[]): Node {
    let node = root
    for (const step of path) {
      const child = this.child(node, step)
      if (child === undefined) return node
      node = child
    }
    return node
  }
}
