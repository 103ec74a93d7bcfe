/** Makes of a file's bytes what the readers take: UTF-8, line feeds alone, one at the end. */

export interface Text {
  readonly bytes: Buffer
  /** Holds characters that need js-yaml's judgement: control characters, byte order marks inside. */
  readonly odd: boolean
}

/** Why bytes are no text, and on which line. */
export interface NoText {
  readonly says: string
  readonly line: number
}

const lf = 0x0a
const cr = 0x0d
/** Line breaks to kubectl, though not to YAML 1.2; what hides behind one must not stay hidden. */
const oldBreaks = /\r\n?|[\u0085\u2028\u2029]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const odd = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]/

export function decode(raw: Buffer): Text | NoText {
  if ((raw[0] === 0xff && raw[1] === 0xfe) || (raw[0] === 0xfe && raw[1] === 0xff)) return decodeUtf16(raw)
  const bytes = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? raw.subarray(3) : raw
  if (isPlain(bytes)) return { bytes: closed(bytes), odd: false }
  const nul = bytes.indexOf(0)
  if (nul !== -1) return { says: 'binary data (it holds NUL bytes), no text', line: lineOf(bytes, nul) }
  const text = bytes.toString('utf8')
  if (text.includes('\ufffd')) {
    const wrong = firstWrong(bytes)
    if (wrong !== -1) return { says: 'no UTF-8 text', line: lineOf(bytes, wrong) }
  }
  const plain = text.replace(oldBreaks, '\n')
  return { bytes: closed(plain === text ? bytes : Buffer.from(plain)), odd: odd.test(plain) }
}

/** Whether all are printable ASCII, tabs and line feeds: most files are. A pattern looks through text quicker than a loop through bytes. */
function isPlain(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += stretch) if (notPlain.test(bytes.toString('latin1', at, at + stretch))) return false
  return true
}

/** Short texts die young. */
const stretch = 1 << 14
const notPlain = /[^\t\n\x20-\x7e]/

function decodeUtf16(raw: Buffer): Text {
  const text = new TextDecoder(raw[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(raw).replace(oldBreaks, '\n')
  return { bytes: closed(Buffer.from(text)), odd: odd.test(text) }
}

function closed(bytes: Buffer): Buffer {
  return bytes.length === 0 || bytes[bytes.length - 1] === lf ? bytes : Buffer.concat([bytes, Buffer.from('\n')])
}

/** The first byte that is no UTF-8; -1 where all are. */
function firstWrong(bytes: Buffer): number {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let from = 0
  for (let to = bytes.indexOf(lf) + 1; from < bytes.length; to = bytes.indexOf(lf, from) + 1) {
    const end = to === 0 ? bytes.length : to
    try {
      strict.decode(bytes.subarray(from, end))
    } catch {
      return from
    }
    from = end
  }
  return -1
}

/** The line, counted from 1, that a byte stands on. */
function lineOf(bytes: Buffer, at: number): number {
  let line = 1
  for (let i = 0; i < at; i++) if (bytes[i] === lf || (bytes[i] === cr && bytes[i + 1] !== lf)) line += 1
  return line
}
