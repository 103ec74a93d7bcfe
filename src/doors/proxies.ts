/** Which proxy the environment names for an address, as kubectl reads it. */
import { isLoopback } from './kubeconfig.ts'

/** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case of letters; nothing on this machine goes through a proxy. */
export function proxyFor(server: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (isLoopback(server)) return undefined
  const { protocol, hostname, port } = new URL(server)
  const named = (name: string) => env[name.toUpperCase()] || env[name.toLowerCase()] || undefined
  const proxy = named(protocol === 'http:' ? 'http_proxy' : 'https_proxy')
  if (proxy === undefined) return undefined
  for (const entry of (named('no_proxy') ?? '').split(/[\s,]+/).filter((one) => one !== '')) {
    const [, host = '', onPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
    if (host === '*') return undefined
    if (onPort !== undefined && onPort !== (port || (protocol === 'http:' ? '80' : '443'))) continue
    const bare = host.replace(/^\*?\./, '')
    if (hostname === bare || hostname.endsWith(`.${bare}`)) return undefined
  }
  return /^[a-z0-9+]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`
}
