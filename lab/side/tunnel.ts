/** The way from the API server into the cluster: HTTP CONNECT over a unix socket, as the lab's egress selector asks for it. */
import { createServer, type Server as HttpServer } from 'node:http'
import type { Server } from 'node:https'
import { connect, type Socket } from 'node:net'

export interface Ends {
  /** The kubelet at an address, if one answers there. */
  kubelet(ip: string): Server | undefined
  /** Stands for every service of the cluster, and for the hooks of EKS at 127.0.0.1:23443. */
  readonly hooks: Server
}

/** Where EKS's own webhooks listen on the machine of its API server; the lab's are at whatever port is free. */
const eksHooks = '127.0.0.1:23443'

export function makeTunnel({ kubelet, hooks }: Ends): HttpServer {
  const tunnel = createServer((_, answer) => answer.writeHead(405).end())
  tunnel.on('connect', ({ url = '' }, stream) => {
    const socket = stream as Socket
    socket.on('error', () => socket.destroy())
    const colon = url.lastIndexOf(':')
    const host = url.slice(0, colon)
    const port = Number(url.slice(colon + 1))
    const joined = 'HTTP/1.1 200 Connection established\r\n\r\n'
    if (port === 10250) {
      const node = kubelet(host)
      if (!node) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      socket.write(joined)
      return void node.emit('connection', socket)
    }
    if (host.startsWith('127.') && url !== eksHooks) {
      const far = connect(port, host, () => {
        socket.write(joined)
        socket.pipe(far).pipe(socket)
      })
      socket.on('close', () => far.destroy())
      return void far.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
    }
    socket.write(joined)
    hooks.emit('connection', socket)
  })
  return tunnel
}
