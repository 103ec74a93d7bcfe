/** The two readers of YAML: what the plain one accepts, it reads as js-yaml's events say; and both read back what was written. */
import fc from 'fast-check'
import { dump } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { Composer } from '../../src/collect/manifests/compose.ts'
import { declined } from '../../src/collect/manifests/cursor.ts'
import { decode } from '../../src/collect/manifests/decode.ts'
import { resolvePlain } from '../../src/collect/manifests/dialect.ts'
import { DocumentReader } from '../../src/collect/manifests/documents.ts'
import { PlainReader } from '../../src/collect/manifests/plain.ts'
import { OriginWriter } from '../../src/collect/manifests/origins.ts'
import { Tree } from '../../src/collect/manifests/tree.ts'
import { Words } from '../../src/collect/manifests/words.ts'
import { countNodes } from '../../src/model/path.ts'

/** All documents of a text; `slow` leaves the plain reader out. */
function read(text: string, slow = false): unknown[] {
  const decoded = decode(Buffer.from(text))
  if ('says' in decoded) throw new Error(decoded.says)
  const found: unknown[] = []
  new DocumentReader().read(
    { ...decoded, odd: decoded.odd || slow },
    {
      document: (value, tree, faults) => {
        expect(faults).toEqual([])
        expect(new OriginWriter().write('f', value, tree, 0).lines).toHaveLength(countNodes(value))
        found.push(value)
      },
      broken: (fault) => {
        throw new Error(`${fault.line}:${fault.column} ${fault.says}\n${text}`)
      },
    },
  )
  return found
}

/** Text that a printer knows to quote where our dialect would read something else. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom(
    'yes',
    'n',
    '0777',
    '~',
    '- a',
    '# a',
    'a: b',
    'a #b',
    '"',
    "'",
    '{',
    '|',
    '\n',
    'a\nb\n',
    ' a',
    'a ',
    '\t',
    '---',
    '...',
    '<<',
    '\u2028',
    '\u0085',
    '\ufeff',
  ),
)
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((value) => value || 0)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const object = fc.dictionary(text, value, { maxKeys: 5, noNullPrototype: true })

/** Whether the printer, whose schema is not kubectl's, prints some string bare that kubectl would not read as one. */
const misprinted = (printed: unknown): boolean =>
  typeof printed === 'string'
    ? resolvePlain(printed) !== printed && !['yes', 'n', '0777', '~', ''].includes(printed)
    : typeof printed === 'object' && printed !== null && [...Object.keys(printed), ...Object.values(printed)].some(misprinted)

describe('what was written is read back', () => {
  it('from JSON, on one line and on many', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 1, 4, '\t'), fc.boolean(), (printed, indent, slow) => {
        expect(
          read(
            JSON.stringify(printed, null, indent).replace(/[\u0085\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
            slow && indent !== '\t',
          ),
        ).toEqual([printed])
      }),
    )
  })

  it('from YAML, in every style that js-yaml prints', () => {
    const options = fc.record({
      indent: fc.integer({ min: 2, max: 4 }),
      flowLevel: fc.integer({ min: -1, max: 3 }),
      seqNoIndent: fc.boolean(),
      quoteStyle: fc.constantFrom('single' as const, 'double' as const),
      forceQuotes: fc.boolean(),
      lineWidth: fc.constantFrom(-1, 30),
    })
    fc.assert(
      fc.property(object, options, fc.boolean(), fc.boolean(), (printed, style, crlf, slow) => {
        fc.pre(!misprinted(printed))
        const yaml = dump(printed, { ...style, noRefs: true })
        fc.pre(!/[\u0085\u2028\u2029]/.test(yaml))
        expect(read(crlf ? yaml.replaceAll('\n', '\r\n') : yaml, slow)).toEqual([printed])
      }),
    )
  })

  it('from several documents, in their order', () => {
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 5 }), (printed) => {
        fc.pre(!printed.some(misprinted))
        const yaml = printed.map((one) => dump(one, { noRefs: true })).join('--- # next\n')
        fc.pre(!/[\u0085\u2028\u2029]/.test(yaml))
        expect(read(yaml)).toEqual(printed)
      }),
    )
  })
})

describe('the plain reader', () => {
  const words = [
    'a',
    'b:',
    'c: ',
    'key: value',
    '- ',
    '-',
    '- - ',
    'x: |',
    'y: >-',
    '"q"',
    "'s'",
    '"k": 1',
    '[',
    ']',
    '{',
    '}',
    ',',
    ': ',
    '#',
    ' # c',
    '&a ',
    '*a',
    '!!str ',
    '? ',
    '<<: ',
    '1',
    '0x1',
    'null',
    '  ',
    ' ',
    '\t',
    '\\',
    '""',
    "''",
    '{}',
    '[a, b]',
    '{a: b}',
    '%',
    '...',
    '|',
    '@',
    'é',
    'a:b',
    'a#b',
    'http://x',
  ]
  const line = fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.array(fc.constantFrom(...words), { maxLength: 4 }))
    .map(([indent, parts]) => `${' '.repeat(indent)}${parts.join('')}\n`)

  it('declines, or reads what js-yaml reads, on the same lines', () => {
    const plainTree = new Tree()
    const slowTree = new Tree()
    const plain = new PlainReader(new Words(), plainTree)
    const composer = new Composer(slowTree)
    const parts = ({ count, keys, lines, ends }: Tree) => [keys.slice(0, count), [...lines.subarray(0, count)], [...ends.subarray(0, count)]]
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const yaml = lines.join('')
        // A document that begins with an indented mark, or a tab in brackets: js-yaml is stricter than YAML there.
        if (/^\s*(---|\.\.\.)/.test(yaml) || /[[{,][^\n]*\t/.test(yaml)) return
        const bytes = Buffer.from(yaml)
        const found = plain.read(bytes, 0, bytes.length, 1)
        if (found === declined || plain.at < bytes.length) return
        const composed = composer.compose(yaml, 1)
        expect(found).toEqual(composed?.value)
        expect(composed?.faults ?? []).toEqual([])
        if (composed) expect(parts(plainTree)).toEqual(parts(slowTree))
      }),
      { numRuns: 20_000 },
    )
  })

  it('keeps one of each word, however many there are', () => {
    const kept = new Words()
    let wrong = 0
    for (let i = 0; i < 150_000; i++) {
      const bytes = Buffer.from(`w${i}`)
      if (kept.text(bytes, 0, bytes.length) !== `w${i}`) wrong += 1
    }
    expect(wrong).toBe(0)
    const number = Buffer.from('0o17')
    expect([kept.plain(number, 0, 4), kept.text(number, 0, 4), kept.key(number, 0, 4), kept.name(number, 0, 4)]).toEqual([15, '0o17', '15', '0o17'])
  })
})
