/** A stretch of network before the API server on which things go wrong: on some paths, or after so many requests. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Lab } from '../../../lab/lab.ts'
import type { Right } from '../../../src/collect/kube/rights.ts'

const faults = ['forbidden', 'absent', 'gone', 'busy', 'throttled', 'html', 'garbled', 'hollow', 'other', 'circle', 'cut', 'reset'] as const
/**
 * `forbidden` `absent` `gone` `busy` `throttled`: 403, 404, 410, 503, 429. `html`: a proxy answers; `garbled`: no JSON;
 * `hollow`: `{}`; `other`: something that is no list. `circle`: a page that leads to itself. `cut`: the connection ends
 * within the answer; `reset`: before it.
 */
export type ApiFault = (typeof faults)[number]

const statuses: Partial<Record<ApiFault, readonly [number, string]>> = {
  forbidden: [403, 'Forbidden'],
  absent: [404, 'NotFound'],
  gone: [410, 'Expired'],
  busy: [503, 'ServiceUnavailable'],
  throttled: [429, 'TooManyRequests'],
}
const bodies: Partial<Record<ApiFault, string>> = {
  html: '<!doctype html><title>Sign in</title>',
  garbled: '{"kind": "PodList", "items": [{"metadata"',
  hollow: '{}',
  other: '{"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web"}}',
  circle: '{"kind": "PodList", "apiVersion": "v1", "metadata": {"continue": "again"}, "items": []}',
}

/** What befalls the request for a path; `count` is how many there were before. */
export type Befalling = (path: string, count: number) => ApiFault | undefined

/** What a door tries again, with pauses: it befalls whole groups, since each takes seconds. */
const triedAgain = new Set<ApiFault>(['busy', 'throttled', 'cut', 'reset'])

/** Each fault on each list, on kubelets, on discovery, and an end to everything after so many requests. Called `WHAT FAULT`. */
export function trialsOf(rights: readonly Right[]): { readonly what: string; readonly befalling: Befalling }[] {
  const lists = rights.filter(({ verb }) => verb === 'list').map(({ resource }) => [resource, (path: string) => path.includes(`/${resource}?`)] as const)
  const groups = [...new Set(rights.map(({ group }) => group))].map(
    (group) => [group || 'core', (path: string) => path.startsWith(group === '' ? '/api/v1/' : `/apis/${group}/`)] as const,
  )
  const kubelets = ['kubelets', (path: string) => path.includes('/proxy/configz')] as const
  const discovery = ['discovery', (path: string) => /^\/apis?(\/|$)/.test(path) && !/\?|\/proxy\//.test(path)] as const
  const ofPaths = faults.flatMap((fault) =>
    [...(triedAgain.has(fault) ? groups : lists), kubelets, discovery].map(([what, isHit]) => ({
      what: `${what} ${fault}`,
      befalling: (path: string) => (isHit(path) ? fault : undefined),
    })),
  )
  const ends = [5, 20, 35].map((after) => ({
    what: `after ${after} requests reset`,
    befalling: (_: string, count: number) => (count >= after ? ('reset' as const) : undefined),
  }))
  return [...ofPaths, ...ends]
}

export interface UnrulyApi {
  /** A kubeconfig that leads there, as somebody who may do everything. */
  readonly kubeconfig: string
  stop(): Promise<void>
}

export async function startUnrulyApi({ folder, server }: Lab, befalling: Befalling): Promise<UnrulyApi> {
  const pki = (name: string) => readFileSync(join(folder, 'pki', name))
  const agent = new Agent({ ca: pki('ca.crt'), cert: pki('root.crt'), key: pki('root.key'), keepAlive: true })
  let count = 0
  const http = createServer((incoming, response) => {
    const fault = befalling(incoming.url ?? '/', count++)
    if (fault === undefined) forward(incoming, response, server, agent)
    else befall(fault, response)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const kubeconfig = join(folder, 'users', `unruly-${port}.kubeconfig`)
  const of = { cluster: 'unruly', user: 'nobody' }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: of.cluster, cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: of.user, user: {} }],
    contexts: [{ name: 'unruly', context: of }],
    'current-context': 'unruly',
  }
  writeFileSync(kubeconfig, JSON.stringify(config))
  return {
    kubeconfig,
    async stop() {
      agent.destroy()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

function forward(incoming: IncomingMessage, response: ServerResponse, server: string, agent: Agent): void {
  const { host: _, ...headers } = incoming.headers
  const outgoing = request(new URL(incoming.url ?? '/', server), { method: incoming.method ?? 'GET', headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  outgoing.on('error', () => response.destroy())
  incoming.pipe(outgoing)
}

function befall(fault: ApiFault, response: ServerResponse): void {
  if (fault === 'reset') return void response.destroy()
  const [code, reason] = statuses[fault] ?? [200, undefined]
  const body =
    reason === undefined ? (bodies[fault] ?? '{"kind": "PodList", "items": [') : JSON.stringify({ kind: 'Status', code, reason, message: 'so it is' })
  response.writeHead(code, { 'content-type': fault === 'html' ? 'text/html' : 'application/json' })
  if (fault === 'cut') response.write(body, () => response.destroy())
  else response.end(body)
}
