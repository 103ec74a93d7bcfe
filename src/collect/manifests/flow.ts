/** Reads what stands in brackets, JSON included, over as many lines as it takes. */
import { type Cursor, closeList, closeMap, colon, comma, declined, openList, openMap } from './cursor.ts'
import { isQuote, type ScalarReader } from './scalars.ts'
import type { Tree } from './tree.ts'

export const opensFlow = (byte: number | undefined): boolean => byte === openMap || byte === openList

export class FlowReader {
  readonly #cursor: Cursor
  readonly #scalars: ScalarReader
  readonly #tree: Tree

  constructor(cursor: Cursor, scalars: ScalarReader, tree: Tree) {
    this.#cursor = cursor
    this.#scalars = scalars
    this.#tree = tree
  }

  /** From the bracket at the cursor to behind the one that closes it. */
  read(): unknown {
    const cursor = this.#cursor
    cursor.enter()
    const isMap = cursor.byte === openMap
    const close = isMap ? closeMap : closeList
    const object: Record<string, unknown> = {}
    const list: unknown[] = []
    const first = this.#tree.count
    cursor.at += 1
    for (;;) {
      cursor.skipFlowSpace()
      if (cursor.byte === close) break
      if (isMap) this.#entry(object, first)
      else this.#item(list)
      cursor.skipFlowSpace()
      if (cursor.byte === comma) cursor.at += 1
      else if (cursor.byte !== close) throw declined
    }
    cursor.at += 1
    cursor.leave()
    return isMap ? object : list
  }

  #item(list: unknown[]): void {
    const node = this.#tree.open(undefined, this.#cursor.line, this.#cursor.column)
    list.push(this.#value())
    this.#tree.close(node)
  }

  #entry(object: Record<string, unknown>, first: number): void {
    const cursor = this.#cursor
    const { column } = cursor
    let key: string
    if (isQuote(cursor.byte)) key = this.#scalars.quotedKey()
    else {
      this.#scalars.flowPlain()
      key = this.#scalars.plainKey()
    }
    if (cursor.byte !== colon) throw declined
    const node = this.#tree.openEntry(object, first, key, cursor.line, column)
    if (node === undefined) throw declined
    cursor.at += 1
    cursor.skipFlowSpace()
    object[key] = this.#value()
    this.#tree.close(node)
  }

  #value(): unknown {
    const { byte } = this.#cursor
    if (opensFlow(byte)) return this.read()
    if (isQuote(byte)) return this.#scalars.quotedText()
    this.#scalars.flowPlain()
    return this.#scalars.plainValue()
  }
}
