/** A Kubernetes API server over loopback TLS that serves a dump: discovery, pages, metadata-only, RBAC, and faults on demand. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { folderOf, root } from '../kit/cli.ts'

// biome-ignore lint/suspicious/noExplicitAny: objects of every shape, as an API server holds them
type Loose = any

/** A request, as RBAC sees it. */
export interface Call {
  readonly verb: string
  /** `pods`, `deployments.apps`, `nodes/proxy`; the path where it is for no resource. */
  readonly resource: string
  readonly path: string
  readonly query: URLSearchParams
  readonly accept: string
  readonly authorization: string | undefined
  readonly headers: IncomingMessage['headers']
}

interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** `cut`: in the midst of the answer; `hang`: no answer at all. */
export type Fault = (call: Call, times: number) => Reply | 'cut' | 'hang' | undefined

export interface FakeApi {
  readonly url: string
  readonly port: number
  readonly ca: string
  readonly calls: Call[]
  /** Common names of the client certificates that were shown. */
  readonly certificates: string[]
  fault: Fault | undefined
  /** RBAC; all is allowed at first. */
  allow: (call: Pick<Call, 'verb' | 'resource'>) => boolean
  /** Tokens that are accepted; any when undefined. */
  tokens: ReadonlySet<string> | undefined
  /** Objects by `resource[.group]`, to be changed while it runs. */
  readonly objects: Map<string, Loose[]>
  /** Writes a kubeconfig. @param user what stands under `user:` @param more further fields of the cluster */
  kubeconfig(user?: object, context?: string, more?: object): string
  /** Ends it at once, connections included. */
  stop(): Promise<void>
}

const serverCertificate = generate([{ name: 'commonName', value: 'fake-api' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 7, ip: '127.0.0.1' },
        { type: 2, value: 'localhost' },
      ],
    },
  ],
} as never)

const example = join(root, 'examples/shop-prod')

export async function startFakeApi({
  dump = example,
  pageLimit = 500,
  version,
}: {
  dump?: string
  pageLimit?: number
  version?: object
} = {}): Promise<FakeApi> {
  const { private: key, cert } = await serverCertificate
  const objects = new Map<string, Loose[]>()
  for (const file of readdirSync(join(dump, 'kubernetes'))) {
    const list = JSON.parse(readFileSync(join(dump, 'kubernetes', file), 'utf8')) as { kind: string; items?: Loose[] }
    if (Array.isArray(list.items)) objects.set(file.replace(/\.json$/, ''), list.items)
  }
  const discovery = (name: string) => JSON.parse(readFileSync(join(example, 'discovery', name), 'utf8')) as object
  const [core, groups] = [discovery('api.json'), discovery('apis.json')]
  const itemKinds = kindsOf(core, groups)
  const calls: Call[] = []
  const counts = new Map<string, number>()
  const api: Omit<FakeApi, 'url' | 'port' | 'ca' | 'kubeconfig' | 'stop'> = {
    calls,
    certificates: [],
    fault: undefined,
    allow: () => true,
    tokens: undefined,
    objects,
  }

  const answer = (call: Call, body: Loose): Reply => {
    const { path, query, resource, verb } = call
    if (path === '/version') return { body: version ?? JSON.parse(readFileSync(join(dump, 'version.json'), 'utf8')) }
    if (path === '/api') return { body: core }
    if (path === '/apis') return { body: groups }
    if (path.startsWith('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews')) {
      const { resourceAttributes: of, nonResourceAttributes: plain } = body.spec
      const asked = of
        ? { verb: of.verb, resource: `${of.resource}${of.subresource ? `/${of.subresource}` : ''}${of.group ? `.${of.group}` : ''}` }
        : { verb: plain.verb, resource: plain.path }
      return { status: 201, body: { ...body, status: { allowed: api.allow(asked) } } }
    }
    const node = /^\/api\/v1\/nodes\/([^/]+)\/proxy\/configz$/.exec(path)?.[1]
    if (node !== undefined) {
      const file = join(dump, 'kubelet', `${node}.configz.json`)
      return existsSync(file) ? { body: JSON.parse(readFileSync(file, 'utf8')) } : status(404, 'NotFound', `nodes "${node}" not found`)
    }
    if (verb !== 'list' || !itemKinds.has(resource)) return status(404, 'NotFound', 'the server could not find the requested resource')
    const all = objects.get(resource) ?? []
    const limit = Math.min(Number(query.get('limit') ?? all.length), pageLimit)
    const start = Number(Buffer.from(query.get('continue') ?? '', 'base64').toString() || 0)
    const isPartial = /as=PartialObjectMetadataList/.test(call.accept)
    const items = all.slice(start, start + limit).map((item) => (isPartial ? partial(item) : bare(item)))
    const next =
      start + limit < all.length ? { continue: Buffer.from(String(start + limit)).toString('base64'), remainingItemCount: all.length - start - limit } : {}
    const kind = isPartial ? 'PartialObjectMetadataList' : `${itemKinds.get(resource)}List`
    // Go writes an empty list of some types as null.
    return { body: { kind, apiVersion: 'v1', metadata: { resourceVersion: '5642', ...next }, items: items.length === 0 ? null : items } }
  }

  const sockets = new Set<Duplex>()
  const server: Server = createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, async (request, response) => {
    const url = new URL(request.url ?? '/', 'https://fake')
    const resource = resourceOf(url.pathname)
    const call: Call = {
      verb: request.method === 'POST' ? 'create' : resource.startsWith('/') || resource.includes('/') ? 'get' : 'list',
      resource,
      path: url.pathname,
      query: url.searchParams,
      accept: String(request.headers.accept ?? ''),
      authorization: request.headers.authorization,
      headers: request.headers,
    }
    calls.push(call)
    const shown = (request.socket as TLSSocket).getPeerCertificate().subject?.CN
    if (typeof shown === 'string') api.certificates.push(shown)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const times = (counts.get(call.path) ?? 0) + 1
    counts.set(call.path, times)
    const fault = api.fault?.(call, times)
    if (fault === 'hang') return
    if (fault === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' })
      response.write('{"kind":"PodList","items":[')
      setTimeout(() => request.socket.destroy(), 20)
      return
    }
    if (fault) return send(response, fault)
    if (api.tokens && !api.tokens.has(String(call.authorization).replace('Bearer ', ''))) return send(response, status(401, 'Unauthorized', 'Unauthorized'))
    if (call.verb !== 'create' && !api.allow(call)) return send(response, forbidden(call))
    send(response, answer(call, chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `https://127.0.0.1:${port}`
  return Object.assign(api, {
    url,
    port,
    ca: cert,
    kubeconfig(user: object = { token: 'secret-token' }, context = 'shop-prod', more: object = {}) {
      const file = join(folderOf({}), 'config')
      const cluster = { server: url, 'certificate-authority-data': Buffer.from(cert).toString('base64'), ...more }
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': context,
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'u', user }],
        contexts: [{ name: context, context: { cluster: 'c', user: 'u' } }],
      }
      writeFileSync(file, JSON.stringify(config))
      return file
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  })
}

/** `/apis/apps/v1/deployments` -> `deployments.apps`; with a name and more behind it, `nodes/proxy`. */
function resourceOf(path: string): string {
  const [, group = '', resource, , sub] = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?/.exec(path) ?? []
  if (resource === undefined) return path
  return `${resource}${sub === undefined ? '' : `/${sub}`}${group === '' ? '' : `.${group}`}`
}

function kindsOf(...documents: Loose[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { items } of documents)
    for (const { metadata, versions } of items)
      for (const { resources } of versions)
        for (const { resource, responseKind } of resources) found.set(`${resource}${metadata?.name ? `.${metadata.name}` : ''}`, responseKind.kind)
  return found
}

const partial = ({ metadata }: Loose): object => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: structuredClone(metadata) })
/** Items of a list do not tell their kind. */
function bare({ kind: _, apiVersion: __, ...item }: Loose): object {
  return structuredClone(item)
}

export const status = (code: number, reason: string, message: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: code,
  headers,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
})

const forbidden = ({ verb, resource }: Call): Reply =>
  status(
    403,
    'Forbidden',
    `${resource} is forbidden: User "someone" cannot ${verb} resource "${resource.split('.')[0]}" in API group "${resource.split('.').slice(1).join('.')}" at the cluster scope`,
  )

function send(response: ServerResponse, { status: code = 200, headers = {}, body }: Reply): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
