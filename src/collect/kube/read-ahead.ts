/** The pages of one list, each asked for while the one before it is still on its way. */
import type { Kube } from '../../doors/kube.ts'
import type { StoredKind } from '../../model/facts.ts'
import type { Listing } from './discovery.ts'

/** Objects a page; what kubectl asks for. */
export const pageSize = 500
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/** Of Secrets the metadata alone is asked for. */
export const acceptFor = (kind: StoredKind): string => (kind === 'secrets' ? metadataOnly : 'application/json')

type Page = Readonly<Record<string, unknown>>

interface Asked {
  readonly token: string
  readonly answer: Promise<Page>
  /** The page that follows, as the first bytes of the answer told. */
  next?: string
}

/** A list's metadata stands before its items, and the server sends it while it still writes them. Tokens are base64. */
const head = /^\s*\{"kind":"\w+List","apiVersion":"[\w./-]+","metadata":\{(?:"\w+":"?[\w.-]*"?,)*"continue":"([\w+/=-]+)"/

export class Pages {
  readonly #kube: Kube
  readonly #listing: Listing
  #current: Asked | undefined
  #ahead: Asked | undefined

  constructor(kube: Kube, listing: Listing) {
    this.#kube = kube
    this.#listing = listing
  }

  /** The page that a token leads to, '' the first. No more than one page is asked for ahead of it. Throws `KubeError`. */
  at(token: string): Promise<Page> {
    this.#current = this.#ahead?.token === token ? this.#ahead : this.#ask(token)
    this.#ahead = undefined
    this.#goAhead()
    return this.#current.answer
  }

  /** What the whole page says of the one that follows; it is asked for now, unless it was already. */
  expect(token: string): void {
    if (this.#current) this.#current.next = token
    if (this.#ahead?.token !== token) this.#ahead = undefined
    this.#goAhead()
  }

  #goAhead(): void {
    const { token, next } = this.#current ?? {}
    if (next !== undefined && next !== token) this.#ahead ??= this.#ask(next)
  }

  #ask(token: string): Asked {
    const { path, kind } = this.#listing
    const query = `limit=${pageSize}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`
    const begun = (bytes: Buffer) => {
      const next = head.exec(bytes.toString('latin1', 0, 4096))?.[1]
      if (next === undefined || asked.next !== undefined) return
      asked.next = next
      if (asked === this.#current) this.#goAhead()
    }
    const asked: Asked = { token, answer: this.#kube.get(`${path}?${query}`, acceptFor(kind), { begun }) }
    // Who never comes to this page does not want to hear of its faults.
    asked.answer.catch(() => undefined)
    return asked
  }
}
