/** Finds its way in the bytes of JSON without parsing it: where values end, where a list's items begin. */

const quote = 0x22
export const comma = 0x2c
const colon = 0x3a
export const openList = 0x5b
const backslash = 0x5c
export const closeList = 0x5d
export const openMap = 0x7b
export const closeMap = 0x7d

export const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
/** The bytes at hand end before the answer. */
export const incomplete = -1

export function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (isSpace(bytes[at])) at += 1
  return at
}

/** The place behind the bracket that opens the list of items; `none` where the top has no such list. */
export function itemsAt(bytes: Buffer): number | 'none' {
  let at = skipSpace(bytes, bytes[0] === 0xef ? 3 : 0)
  if (at >= bytes.length) return incomplete
  if (bytes[at] !== openMap) return 'none'
  at = skipSpace(bytes, at + 1)
  for (;;) {
    if (at >= bytes.length) return incomplete
    if (bytes[at] !== quote) return 'none'
    const end = endOfValue(bytes, at)
    if (end === incomplete) return incomplete
    const isItems = bytes.toString('latin1', at, end) === '"items"'
    at = skipSpace(bytes, end)
    if (at < bytes.length && bytes[at] !== colon) return 'none'
    at = skipSpace(bytes, at + 1)
    if (at >= bytes.length) return incomplete
    if (isItems) return bytes[at] === openList ? at + 1 : 'none'
    at = endOfValue(bytes, at)
    if (at === incomplete) return incomplete
    at = skipSpace(bytes, at)
    if (at < bytes.length && bytes[at] !== comma) return 'none'
    at = skipSpace(bytes, at + 1)
  }
}

/** What a byte outside of strings does to the depth. */
const depths = new Int8Array(256)
depths[openMap] = depths[openList] = 1
depths[closeMap] = depths[closeList] = -1

/** The place behind the value that begins at `from`; brackets are counted, what is between them is JSON.parse's to judge. */
export function endOfValue(bytes: Buffer, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === quote) {
      at = endOfString(bytes, at)
      if (at === incomplete) return incomplete
      if (depth === 0) return at + 1
      continue
    }
    const step = depths[byte] as number
    if (step !== 0) {
      if (depth === 0 && step < 0) return at
      depth += step
      if (depth === 0) return at + 1
    } else if (depth === 0 && (byte === comma || isSpace(byte))) return at
  }
  return incomplete
}

/** The quote that closes the string that opens at `from`. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) return at
    if (byte === backslash) at += 1
  }
  return incomplete
}
