/** The way to AWS: how long to wait, and through which proxy. */
import type { Agent } from 'node:https'
import { proxyFor } from '../proxies.ts'

/** Settings of the SDK's HTTP handler. */
export interface Way {
  /** Milliseconds until connected, and until an answer begins. */
  readonly connectionTimeout: number
  readonly requestTimeout: number
  readonly throwOnRequestTimeout: true
  readonly httpsAgent?: Agent
}

const patience = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true } as const

/** The SDK itself heeds no `HTTPS_PROXY`; the AWS CLI does. @param address where AWS listens */
export async function wayTo(address: string): Promise<Way> {
  const proxy = proxyFor(address)
  if (proxy === undefined) return patience
  const { HttpsProxyAgent } = await import('hpagent')
  return { ...patience, httpsAgent: new HttpsProxyAgent({ proxy, keepAlive: true, maxSockets: 50 }) }
}
