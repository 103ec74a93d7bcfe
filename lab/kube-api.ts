/** Speaks to the lab's API server as one user: plain HTTPS, JSON in and out, with what discovery says of each kind. */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import type { Pair } from './certificates.ts'

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind pass through; each use tests what it reads
export type KubeObject = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } & Record<string, any> } & Record<string, any>

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server says
  readonly body: any
}

interface Resource {
  readonly plural: string
  readonly namespaced: boolean
}

/** Says why a call was refused, in the server's words. */
export class Refused extends Error {
  readonly status: number
  constructor(what: string, { status, body }: Answer) {
    super(`${what}: ${status} ${body?.message ?? JSON.stringify(body).slice(0, 300)}`)
    this.name = 'Refused'
    this.status = status
  }
}

export type Identity = Pair | { readonly token: string } | undefined

export class KubeApi {
  readonly #agent: Agent
  readonly #url: URL
  readonly #headers: Readonly<Record<string, string>>
  readonly #resources = new Map<string, Map<string, Resource>>()

  /** @param caFile path of the authority's certificate */
  constructor(server: string, caFile: string, identity: Identity, sockets = 16) {
    this.#url = new URL(server)
    const ca = readFileSync(caFile)
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets, ca, ...(identity && 'cert' in identity && { cert: identity.cert, key: identity.key }) })
    this.#headers = identity && 'token' in identity ? { authorization: `Bearer ${identity.token}` } : {}
  }

  /** Any call; never throws for what the server answers, only when there is no answer. */
  call(method: string, path: string, body?: unknown, type = 'application/json', accept = 'application/json'): Promise<Answer> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: this.#url.hostname,
          port: this.#url.port,
          method,
          path,
          headers: { ...this.#headers, accept, ...(payload && { 'content-type': type, 'content-length': payload.length }) },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            let said: unknown = text
            try {
              said = JSON.parse(text)
            } catch {}
            resolve({ status: response.statusCode ?? 0, body: said })
          })
        },
      )
      sent.on('error', reject)
      sent.end(payload)
    })
  }

  async get<T = KubeObject>(path: string): Promise<T> {
    const answer = await this.call('GET', path)
    if (answer.status >= 300) throw new Refused(`GET ${path}`, answer)
    return answer.body as T
  }

  /** The path at which an object of this kind lives. @throws Error where the server does not know the kind */
  async path({ apiVersion, kind, metadata }: KubeObject): Promise<string> {
    const known = this.#resources.get(apiVersion)?.get(kind) ?? (await this.#discover(apiVersion)).get(kind)
    if (!known) throw new Error(`the server has no ${kind} in ${apiVersion}`)
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const folder = known.namespaced ? `${group}/namespaces/${encodeURIComponent(metadata.namespace ?? 'default')}` : group
    return `${folder}/${known.plural}/${encodeURIComponent(metadata.name)}`
  }

  async #discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const { body } = await this.call('GET', apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`)
    const all = (body.resources ?? []) as { name: string; kind: string; namespaced: boolean }[]
    const found = new Map(all.filter(({ name }) => !name.includes('/')).map(({ name, kind, namespaced }) => [kind, { plural: name, namespaced }]))
    if (found.size > 0) this.#resources.set(apiVersion, found)
    return found
  }

  /** Server-side apply: creates the object or makes it so. Returns it as the server keeps it. @throws Refused */
  async apply(object: KubeObject): Promise<KubeObject> {
    const path = await this.path(object)
    const answer = await this.call('PATCH', `${path}?fieldManager=lab&force=true`, object, 'application/apply-patch+yaml')
    if (answer.status >= 300) throw new Refused(`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, answer)
    return answer.body
  }

  /** Creates the object; one that is there already stays as it is. @throws Refused */
  async create(object: KubeObject): Promise<KubeObject> {
    const path = await this.path(object)
    const answer = await this.call('POST', path.slice(0, path.lastIndexOf('/')), object)
    if (answer.status >= 300 && answer.status !== 409) throw new Refused(`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, answer)
    return answer.body
  }

  /** Sets the status of an object that exists. @throws Refused */
  async setStatus(object: KubeObject, status: unknown): Promise<void> {
    const answer = await this.call('PATCH', `${await this.path(object)}/status`, { status }, 'application/merge-patch+json')
    if (answer.status >= 300) throw new Refused(`status of ${object.kind} ${object.metadata.name}`, answer)
  }

  /** Lets ephemeral containers join a pod. @throws Refused */
  async addEphemeral(pod: KubeObject, ephemeralContainers: unknown): Promise<void> {
    const answer = await this.call(
      'PATCH',
      `${await this.path(pod)}/ephemeralcontainers`,
      { spec: { ephemeralContainers } },
      'application/strategic-merge-patch+json',
    )
    if (answer.status >= 300) throw new Refused(`ephemeral containers of ${pod.metadata.name}`, answer)
  }

  async remove(object: KubeObject): Promise<void> {
    const answer = await this.call('DELETE', await this.path(object))
    if (answer.status >= 300 && answer.status !== 404) throw new Refused(`DELETE ${object.kind} ${object.metadata.name}`, answer)
  }

  close(): void {
    this.#agent.destroy()
  }
}
