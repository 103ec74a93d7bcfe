/** Lists of any size, read item by item: the same items as JSON.parse finds, however the bytes come. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ListSplitter, readItems } from '../../src/collect/dump/items.ts'
import { folderOf } from '../kit/cli.ts'

/** The items and the rest of a list that comes in pieces of the given sizes, over and over. */
function split(text: string | Buffer, sizes: readonly number[]): { items: unknown[]; head: object } {
  const bytes = Buffer.from(text)
  const items: unknown[] = []
  const splitter = new ListSplitter((item) => items.push(item))
  let kept = Buffer.alloc(0)
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number
    kept = Buffer.concat([kept, bytes.subarray(at, at + size)])
    kept = kept.subarray(splitter.feed(kept, false))
    at += size
  }
  splitter.feed(kept, true)
  return { items, head: splitter.end() }
}

const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme', noUnicodeString: false } as fc.JsonSharedConstraints)
const object = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('items', 'metadata', 'a"b', '},{')), value, { noNullPrototype: true, maxKeys: 4 })
const list = fc
  .record({ before: object, items: fc.array(fc.oneof({ weight: 8, arbitrary: object }, { weight: 1, arbitrary: value }), { maxLength: 30 }), after: object })
  .map(({ before, items, after }) => {
    const { items: _, ...first } = before
    const { items: __, ...second } = after
    return { ...first, items, ...Object.fromEntries(Object.entries(second).filter(([key]) => !(key in first))) }
  })
const isObject = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item)
const indent = fc.constantFrom(undefined, 1, 2, 4, '\t')

describe('a list', () => {
  it('is split as JSON.parse reads it, whatever the pieces', () => {
    fc.assert(
      fc.property(list, indent, fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 }), (printed, space, sizes) => {
        const text = JSON.stringify(printed, null, space)
        const { items, ...head } = JSON.parse(text)
        expect(split(text, sizes)).toEqual({ items: items.filter(isObject), head })
      }),
      { numRuns: 300 },
    )
  })

  it('is refused when cut short or broken, whatever the pieces', () => {
    fc.assert(
      fc.property(
        list,
        indent,
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (printed, space, size, where) => {
          const text = JSON.stringify(printed, null, space)
          expect(() => split(text.slice(0, Math.floor(where * text.length)), [size])).toThrow(SyntaxError)
          const at = Math.floor(where * text.length)
          const spoilt = `${text.slice(0, at)}]${text.slice(at)}`
          let valid = true
          try {
            JSON.parse(spoilt)
          } catch {
            valid = false
          }
          if (!valid) expect(() => split(spoilt, [size])).toThrow(SyntaxError)
        },
      ),
      { numRuns: 300 },
    )
  })

  const pods = (count: number, extra: object = {}) =>
    Array.from({ length: count }, (_, i) => ({
      metadata: { name: `pod-${i}`, labels: { a: '},{"metadata":', b: '\n        }' } },
      spec: { text: 'é"\\'.repeat(i % 50) },
      ...extra,
    }))

  it.each([
    ['as kubectl prints it', (items: unknown[]) => JSON.stringify({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }, null, 4)],
    ['as the API answers it', (items: unknown[]) => JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items })],
    ['with Windows line ends', (items: unknown[]) => JSON.stringify({ items, kind: 'List' }, null, 2).replaceAll('\n', '\r\n')],
    ['with a byte order mark', (items: unknown[]) => `\ufeff${JSON.stringify({ items, kind: 'List' })}`],
  ])('larger than the pieces it is parsed in, %s', (_, print) => {
    for (const items of [pods(2500), pods(2500, { nested: [{ metadata: 1 }, { metadata: 2 }] }), [1, ...pods(1200), null, ...pods(1200)]]) {
      const text = print(items)
      const { items: __, ...head } = JSON.parse(text.replace(/^\ufeff/, ''))
      for (const sizes of [[4 << 20], [300_000], [40_000, 7]]) expect(split(text, sizes)).toEqual({ items: items.filter(isObject), head })
    }
  })

  it.each([
    ['{"kind":"Status","reason":"Forbidden","message":"no"}', { kind: 'Status', reason: 'Forbidden', message: 'no' }],
    ['{"items":null,"kind":"List"}', { kind: 'List' }],
    ['{"items":{"a":1}}', {}],
    ['{"kind":"List","items":[]}', { kind: 'List' }],
    ['{"a":{"items":[{"b":1}]},"items":[]}', { a: { items: [{ b: 1 }] } }],
  ])('may hold no items: %s', (text, head) => {
    for (const size of [1, 5, 1000]) expect(split(text, [size])).toEqual({ items: [], head })
  })

  it.each([
    '',
    '{',
    '[',
    'hello',
    '{"items":[{]}',
    '{"items":[{} {}]}',
    '{"items":[{},]}',
    '{"items":[,{}]}',
    '{"items":[{}]',
    '{"items":[{}]]}',
    '{"items":[{"a":1]}',
    '{"items":[{}]} x',
    '{"items" [{}]}',
  ])('is refused: %s', (text) => {
    for (const size of [1, 5, 1000]) expect(() => split(text, [size])).toThrow(SyntaxError)
  })

  it('tells of a fault without what stands there', () => {
    expect(() => split('{"items":[{"a":1},{"data":{"password":"hunter2" oops}}]}', [1000])).toThrow(/^item 2 of the list is no valid JSON$/)
  })

  it('is read from a file, in its order, beyond the size of a piece', async () => {
    const items = pods(60_000)
    const file = join(folderOf({}), 'pods.json')
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, 4))
    const names: string[] = []
    const head = await readItems(file, (item) => names.push((item['metadata'] as { name: string }).name))
    expect(head).toEqual({ apiVersion: 'v1', kind: 'List' })
    expect(names).toEqual(items.map(({ metadata }) => metadata.name))
  })
})
