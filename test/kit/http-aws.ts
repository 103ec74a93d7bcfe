/** A loopback server that answers AWS's protocols with what a test hands it, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Parameters of the query protocols, or members of a JSON body. */
  readonly input: Readonly<Record<string, unknown>>
}

export interface Reply {
  readonly status?: number
  readonly body?: string | object
  readonly headers?: Readonly<Record<string, string>>
  /** Hangs up in place of an answer. */
  readonly cut?: boolean
}

export interface HttpAws {
  readonly endpoint: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

const members = (body: string, type: string | undefined): Record<string, unknown> => {
  if (type?.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body))
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}

/** @param answer what to say; undefined leaves the caller waiting */
export async function httpAws(answer: (asked: Asked, count: number) => Reply | undefined): Promise<HttpAws> {
  const asked: Asked[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const url = new URL(request.url ?? '/', 'http://aws')
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
      input: members(body, request.headers['content-type']),
    }
    asked.push(one)
    const reply = answer(one, asked.length)
    if (!reply) return
    if (reply.cut) return void request.socket.destroy()
    const text = typeof reply.body === 'object' ? JSON.stringify(reply.body) : (reply.body ?? '')
    response.writeHead(reply.status ?? 200, { 'content-type': text.startsWith('<') ? 'text/xml' : 'application/json', ...reply.headers })
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
