/** Finds ports on loopback that nobody uses, nor is given by the system as the near end of a connection before they are used. */
import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

/** Below the range from which Linux, macOS and Windows give connections their ports. */
const range = [10_000, 32_768] as const

const listening = (port: number): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error)))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

/** So many different free ports. All are held until the last is known, so that none is given twice. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>()
  while (held.size < count) {
    const port = randomInt(...range)
    const server = held.has(port) ? undefined : await listening(port)
    if (server) held.set(port, server)
  }
  await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))))
  return [...held.keys()]
}
