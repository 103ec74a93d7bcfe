/** The door to a Kubernetes API server: reads, asks what the caller may do, and hands on the writes that `fix` makes. */
import { setMaxListeners } from 'node:events'
import type { Agent, RequestOptions } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from '../model/usage-error.ts'
import { now } from './clock.ts'
import { type AwsCredentials, type AwsIdentity, eksToken } from './eks-token.ts'
import { ask } from './http.ts'
import { faultOf, isBusy, readAnswer, retryAfter } from './kube-answers.ts'
import { KubeError, networkError, tame } from './kube-errors.ts'
import { forgetTokens, isLoopback, minding, type Place } from './kubeconfig.ts'
import { proxyFor } from './proxies.ts'

export interface How {
  /** Trying again would not help. */
  readonly once?: boolean
  /** Hears the first bytes of each try's answer as they come, whatever its status. */
  begun?(head: Buffer): void
}

export interface Kube {
  readonly context: string
  readonly server: string
  /** The JSON that a path answers. Throws `KubeError` */
  get(path: string, accept?: string, how?: How): Promise<Readonly<Record<string, unknown>>>
  /** What is no JSON: `/metrics`. Throws `KubeError` */
  text(path: string): Promise<string>
  /** Asks a self review (`create`, which keeps nothing). @param body a SelfSubjectRulesReview or SelfSubjectAccessReview */
  review(resource: 'selfsubjectrulesreviews' | 'selfsubjectaccessreviews', body: object): Promise<Readonly<Record<string, unknown>>>
  /**
   * A write. It is sent once, unless the server says that it did not take it: whoever asks again must look first.
   * @param type media type of the body. Throws `KubeError`
   */
  write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown, type?: string): Promise<Readonly<Record<string, unknown>>>
  /** What a kubelet answers at its own address, to our own credentials. Throws `KubeError`. */
  kubelet(address: string, port: number, path: string): Promise<Readonly<Record<string, unknown>>>
  /** How many requests were sent, tries included. */
  readonly requests: number
  close(): void
}

export type CredentialsOf = (identity: AwsIdentity) => Promise<AwsCredentials>

/** Tries of one request, and the pauses between them in milliseconds. */
const pauses = [250, 1000, 3000]
const longestPause = 30_000
/** A credential is asked for again after so long, or when it was refused; who makes it knows whether it is still good. */
const renewAfter = 60_000
/** EKS takes a token for 14 minutes. */
const eksTokenLife = 10 * 60_000

/** @param signal ends all that is under way. Opening costs no request. */
export function openKube(place: Place, credentials: CredentialsOf, signal: AbortSignal): Kube {
  return new Door(place, credentials, signal)
}

class Door implements Kube {
  readonly context: string
  readonly server: string
  requests = 0
  readonly #place: Place
  readonly #credentials: CredentialsOf
  readonly #signal: AbortSignal
  #options: RequestOptions | undefined
  #optionsUntil = 0
  #renewal: Promise<RequestOptions> | undefined
  /** The server was given up on: what follows is tried but once. */
  #isDown = false

  constructor(place: Place, credentials: CredentialsOf, signal: AbortSignal) {
    this.context = place.context
    this.server = place.server
    this.#place = place
    this.#credentials = credentials
    this.#signal = signal
    const { server } = place
    if (!URL.canParse(server)) throw new UsageError(`context ${place.context}: its server ${tame(server)} is no URL`)
    if (server.startsWith('http:') && !isLoopback(server))
      throw new UsageError(`context ${place.context}: ${server} is not encrypted; ekshield hands it no credentials`)
    minding(place.config, server, signal)
    // Many requests listen to one signal; that is no leak.
    setMaxListeners(0, signal)
  }

  get(path: string, accept = 'application/json', how: How = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.#call('GET', path, accept, undefined, how)
  }

  async text(path: string): Promise<string> {
    return String((await this.#call('GET', path, 'text/plain', undefined, { plain: true }))['text'])
  }

  review(resource: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    return this.#call('POST', `/apis/authorization.k8s.io/v1/${resource}`, 'application/json', JSON.stringify(body))
  }

  write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown, type = 'application/json'): Promise<Readonly<Record<string, unknown>>> {
    return this.#call(method, path, 'application/json', JSON.stringify(body), { once: true }, type)
  }

  async kubelet(address: string, port: number, path: string): Promise<Readonly<Record<string, unknown>>> {
    const { agent: _, servername: __, ...options } = await this.#prepared()
    if (options.rejectUnauthorized === false) throw new KubeError('refused', 'certificates are not verified, and no stranger may have our credentials')
    const url = new URL(path, `https://${address.includes(':') ? `[${address}]` : address}:${port}`)
    this.requests += 1
    try {
      const answer = await ask(url, { ...options, agent: false, signal: this.#signal, method: 'GET' }, undefined)
      // A kubelet refuses in plain words.
      if (answer.status === 401 || answer.status === 403) throw new KubeError('denied', answer.body.subarray(0, 400).toString('utf8'))
      return readAnswer(answer, url.host)
    } catch (error) {
      this.#goOn()
      throw error instanceof KubeError ? error : networkError(error as NodeJS.ErrnoException, url.origin, now())
    }
  }

  close(): void {
    ;(this.#options?.agent as Agent | undefined)?.destroy()
  }

  async #call(
    method: string,
    path: string,
    accept: string,
    body: string | undefined,
    { once = false, begun, plain = false }: How & { readonly plain?: boolean } = {},
    type = 'application/json',
  ): Promise<Readonly<Record<string, unknown>>> {
    const url = new URL(`${this.server.replace(/\/$/, '')}${path}`)
    let renewed = false
    for (let attempt = 0; ; attempt++) {
      this.#goOn()
      const options = await this.#prepared()
      const headers: RequestOptions['headers'] = { ...(options.headers as Record<string, string>), Accept: accept, 'User-Agent': 'ekshield' }
      if (!isLoopback(this.server)) headers['Accept-Encoding'] = 'gzip'
      // Of a DELETE, Node tells no length by itself.
      if (body !== undefined) Object.assign(headers, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
      this.requests += 1
      let wait: number | undefined
      let fault: KubeError
      try {
        const answer = await ask(url, { ...options, method, headers, signal: this.#signal }, body, begun)
        this.#isDown = false
        if (answer.status === 401 && !renewed) {
          // It may have run out on the way.
          renewed = true
          forgetTokens(this.#place.config)
          this.#optionsUntil = 0
          continue
        }
        if (plain && answer.status === 200) return { text: answer.body.toString('utf8') }
        if (!isBusy(answer.status)) return readAnswer(answer, this.server)
        wait = retryAfter(answer)
        fault = faultOf(answer, this.server)
      } catch (error) {
        this.#goOn()
        if (error instanceof KubeError) throw error
        if (error instanceof RangeError) throw new KubeError('refused', `${path}: ${error.message}`)
        fault = networkError(error as NodeJS.ErrnoException, this.server, now())
        if (!isPassing(error as NodeJS.ErrnoException)) this.#isDown = true
      }
      const pause = pauses[attempt]
      if (pause === undefined || once || this.#isDown) {
        this.#isDown = fault.fault === 'unreachable'
        throw fault
      }
      await sleep(Math.min(wait ?? pause * (0.75 + Math.random() / 2), longestPause), undefined, { signal: this.#signal }).catch(() => undefined)
    }
  }

  #goOn(): void {
    if (this.#signal.aborted) throw new KubeError('late', this.#signal.reason instanceof Error ? this.#signal.reason.message : 'stopped')
  }

  /** How requests go out: certificates, credentials, the agent that keeps connections open. */
  async #prepared(): Promise<RequestOptions> {
    if (this.#options && Date.now() < this.#optionsUntil) return this.#options
    this.#renewal ??= this.#prepare().finally(() => {
      this.#renewal = undefined
    })
    return this.#renewal
  }

  async #prepare(): Promise<RequestOptions> {
    const { config, token, context, headers } = this.#place
    let life = renewAfter
    const options: RequestOptions = { headers: {} }
    try {
      if (token) {
        life = eksTokenLife
        const user = config.getCurrentUser() as { token?: string; exec?: unknown }
        user.token = await this.#eksToken(token)
        user.exec = undefined
      }
      const [cluster] = config.clusters
      const proxy = cluster?.proxyUrl ?? proxyFor(this.server)
      if (cluster && proxy !== undefined) config.clusters = [{ ...cluster, proxyUrl: proxy }]
      await config.applyToHTTPSOptions(options as Parameters<typeof config.applyToHTTPSOptions>[0])
    } catch (error) {
      this.#goOn()
      throw error instanceof UsageError || error instanceof KubeError
        ? error
        : new KubeError('unknown caller', `context ${context}: ${credentialFault(error, config.getCurrentUser())}`)
    }
    Object.assign(options.headers as object, headers)
    const before = this.#options
    const isSame = before && String(before.cert) === String(options.cert) && String(before.key) === String(options.key)
    const agent = (isSame ? before.agent : options.agent) as Agent & { keepAlive?: boolean }
    agent.keepAlive = true
    this.#options = { ...options, agent }
    this.#optionsUntil = Date.now() + life
    return this.#options
  }

  async #eksToken({ cluster, region, profile, roleArn }: NonNullable<Place['token']>): Promise<string> {
    const where = region ?? this.#place.eks?.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION']
    if (where === undefined) throw new UsageError(`context ${this.context}: nothing tells the region of cluster ${cluster}; say --region`)
    const credentials = await this.#credentials({ region: where, ...(profile !== undefined && { profile }), ...(roleArn !== undefined && { roleArn }) })
    return eksToken(cluster, where, credentials)
  }
}

/** Whether trying again may help: a connection that was cut, not one that was never to be had. */
const isPassing = ({ code, message }: NodeJS.ErrnoException): boolean =>
  code === 'ECONNRESET' || code === 'EPIPE' || code === 'EAI_AGAIN' || /socket hang up/.test(message) || (code === 'ETIMEDOUT' && message === 'no answer')

function credentialFault(error: unknown, user: { exec?: { command?: string; installHint?: string } } | null): string {
  const { code, message } = error as NodeJS.ErrnoException
  const command = user?.exec?.command
  if (command === undefined) return tame(message ?? String(error))
  if (code === 'ENOENT') return `its credentials come from the command ${tame(command)}, which is not installed`
  const last = (message ?? '').trim().split('\n').at(-1) ?? ''
  return `the command ${tame(command)} made no credentials${last === '' ? '' : `: ${tame(last)}`}`
}
