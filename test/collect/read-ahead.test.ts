/** How the pages of one list are asked for. */
import { describe, expect, it } from 'vitest'
import { listAll } from '../../src/collect/kube/pages.ts'
import type { Kube } from '../../src/doors/kube.ts'

const listing = { kind: 'namespaces', resource: 'namespaces', apiVersion: 'v1', itemKind: 'Namespace', path: '/api/v1/namespaces' } as const
const pageOf = (at: number, last: number) => ({
  kind: 'NamespaceList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '7', ...(at < last && { continue: `page${at + 1}` }) },
  items: [{ metadata: { name: `n-${at}` } }],
})

/** A server whose answers begin at once and end when they are told to. @param heads what the first bytes say instead */
function slowServer(last: number, heads: (at: number) => string = (at) => JSON.stringify(pageOf(at, last))) {
  const asked: string[] = []
  const ends = new Map<string, () => void>()
  const get: Kube['get'] = (path, _accept, how) => {
    const token = new URL(path, 'http://x').searchParams.get('continue') ?? ''
    const at = Number(token.replace('page', ''))
    asked.push(token)
    queueMicrotask(() => how?.begun?.(Buffer.from(heads(at))))
    return new Promise((resolve) => void ends.set(token, () => resolve(pageOf(at, last))))
  }
  return { kube: { get } as Kube, asked, end: (token: string) => ends.get(token)?.() }
}
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('pages', () => {
  it('are asked for when the first bytes of the page before tell of them, one ahead and no more', async () => {
    const { kube, asked, end } = slowServer(3)
    const list = listAll(kube, listing, () => undefined)
    await aMoment()
    expect(asked).toEqual(['', 'page1'])
    end('page1')
    await aMoment()
    expect(asked).toEqual(['', 'page1'])
    end('')
    await aMoment()
    expect(asked).toEqual(['', 'page1', 'page2', 'page3'])
    end('page2')
    end('page3')
    const { things, gap } = await list
    expect(things.map((thing) => (thing as { metadata: { name: string } }).metadata.name)).toEqual(['n-0', 'n-1', 'n-2', 'n-3'])
    expect(gap).toBeUndefined()
    expect(asked.length).toBe(4)
  })

  it.each([
    ['nothing', () => ''],
    ['half a token', (at: number) => JSON.stringify(pageOf(at, 2)).slice(0, 80)],
    ['a refusal', () => '{"kind":"Status","apiVersion":"v1","metadata":{},"message":"\\"continue\\":\\"x\\""}'],
    ['another page', () => '{"kind":"NamespaceList","apiVersion":"v1","metadata":{"continue":"page9"}'],
  ])('come all the same where the first bytes tell %s', async (_, heads) => {
    const { kube, asked, end } = slowServer(2, heads)
    const list = listAll(kube, listing, () => undefined)
    for (const token of ['', 'page1', 'page2']) {
      await aMoment()
      end(token)
    }
    expect((await list).things.length).toBe(3)
    expect(asked.filter((token) => token !== 'page9')).toEqual(['', 'page1', 'page2'])
  })
})
