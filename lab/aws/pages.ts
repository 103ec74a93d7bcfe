/** Cuts an answer into pages and takes the tokens back. */
import { randomBytes } from 'node:crypto'
import type { Paging } from './paging.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

const get = (body: Body, path: string): Body => path.split('.').reduce((value: Body, step) => value?.[step], body)

function withList(body: Body, path: string, list: unknown[]): Body {
  const [first = '', ...rest] = path.split('.')
  return { ...body, [first]: rest.length === 0 ? list : withList(body[first], rest.join('.'), list) }
}

/** AWS's tokens mean nothing to callers, and are taken from those alone who got them from the same call. */
export class Pages {
  readonly #key = randomBytes(6).toString('hex')

  /**
   * @param most things on a page at most; callers may ask for fewer
   * @throws Refusal where the token is not one of ours
   */
  cut(call: string, body: Body, input: Body, paging: Paging, most: number): Body {
    const lists = paging.lists.map((path) => ({ path, items: (get(body, path) ?? []) as unknown[], there: get(body, path) !== undefined }))
    const total = lists.reduce((sum, { items }) => sum + items.length, 0)
    const start = this.#start(call, input[paging.takes])
    const end = start + Math.max(1, Math.min(most, paging.size !== undefined && input[paging.size] ? Number(input[paging.size]) : most))
    let page = body
    let passed = 0
    for (const { path, items, there } of lists) {
      if (there) page = withList(page, path, items.slice(Math.max(0, start - passed), Math.max(0, end - passed)))
      passed += items.length
    }
    const more = end < total
    return { ...page, ...(more && { [paging.gives]: this.token(call, end) }), ...(paging.more !== undefined && { [paging.more]: more }) }
  }

  token(call: string, at: number): string {
    return Buffer.from(JSON.stringify([this.#key, call, at])).toString('base64')
  }

  #start(call: string, token: unknown): number {
    if (token === undefined || token === null) return 0
    try {
      const [key, from, at] = JSON.parse(Buffer.from(String(token), 'base64').toString('utf8')) as [string, string, number]
      if (key === this.#key && from === call) return at
    } catch {
      // Falls through: what is no JSON is no token of ours.
    }
    throw new Refusal('InvalidParameterException', 'The pagination token is not valid.')
  }
}
