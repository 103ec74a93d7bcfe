/** The HTTP side of the stand-in: who calls what, what befalls the call, what is answered. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type Outgoing, writeAnswer, writeRefusal } from './answer.ts'
import { actionOf, denial } from './authorize.ts'
import type { Caller, Callers } from './callers.ts'
import type { Context } from './context.ts'
import { control, controlPath } from './control.ts'
import { httpErrorOf } from './errors.ts'
import type { Fault, Faults, Sort } from './faults.ts'
import { type Model, modelOf, serviceOfScope } from './models.ts'
import { Pages } from './pages.ts'
import { perform } from './perform.ts'
import type { CallRecord } from './records.ts'
import { Refusal } from './refusal.ts'
import { type Call, type Incoming, readCall } from './request.ts'
import { checkSignature, checkTime, readSignature, type Signature } from './sigv4.ts'
import type { Store } from './store.ts'

export interface Account {
  readonly callers: Callers
  readonly faults: Faults
  readonly records: CallRecord[]
  /** Things on a page at most. */
  readonly most: number
  readonly home: Store
  storeOf(region: string, service: string): Store
  later(ms: number, then: () => void): void
  note(record: CallRecord): void
}

const messages: Partial<Record<Sort, string>> = {
  denied: '',
  throttled: 'Rate exceeded',
  failing: 'The request processing has failed because of an unknown error, exception or failure.',
  unavailable: 'The request has failed due to a temporary failure of the server.',
  expired: 'The security token included in the request is expired',
  'bad-signature': 'The request signature we calculated does not match the signature you provided.',
}

export class AwsServer {
  readonly #account: Account
  readonly #pages = new Pages()

  constructor(account: Account) {
    this.#account = account
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const [path = '/', search = ''] = splitOnce(request.url ?? '/', '?')
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const incoming: Incoming = { method: request.method ?? 'GET', path, query: new URLSearchParams(search), headers, body: Buffer.concat(chunks) }
    if (path.startsWith(controlPath)) {
      const { faults, callers, records } = this.#account
      const { status, body } = control(incoming, { faults, callers, records, storeOf: () => this.#account.home })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      return
    }
    const { outgoing, befell } = await this.#answer(incoming)
    if (befell.some(({ sort }) => sort === 'reset')) {
      request.socket.destroy()
      return
    }
    const body = bytesOf(outgoing.body)
    response.writeHead(outgoing.status, { ...outgoing.headers, date: this.#account.faults.now().toUTCString(), 'content-length': String(body.length) })
    if (befell.some(({ sort }) => sort === 'cut')) response.write(body.subarray(0, Math.max(1, body.length >> 1)), () => request.socket.destroy())
    else response.end(body)
  }

  async #answer(incoming: Incoming): Promise<{ outgoing: Outgoing; befell: readonly Fault[] }> {
    const signature = readSignature(incoming)
    const service = signature && serviceOfScope(signature.signing)
    if (!signature || service === undefined) {
      // Without a signature there is no service to speak for: STS answers whoever comes to the door.
      const text = signature ? `The stand-in does not speak ${signature.signing}.` : 'Request is missing Authentication Token'
      return { outgoing: writeRefusal(await modelOf('sts'), new Refusal('unsigned', text), randomUUID()), befell: [] }
    }
    return this.#serve(await modelOf(service), signature, incoming)
  }

  async #serve(model: Model, signature: Signature, incoming: Incoming): Promise<{ outgoing: Outgoing; befell: readonly Fault[] }> {
    const { faults, callers, records } = this.#account
    const id = randomUUID()
    let call: Call | undefined
    let caller: Caller | undefined
    let befell: readonly Fault[] = []
    let refusal: Refusal | undefined
    let outgoing: Outgoing
    try {
      caller = callers.withKey(signature.accessKeyId)
      call = await readCall(model, incoming)
      befell = faults.befalling(`${model.service}:${call.operation.name}`, caller?.name)
      caller = await this.#identify(incoming, signature)
      for (const { sort, ms = 1000 } of befell) if (sort === 'slow') await wait(ms)
      const error = befell.find(({ sort }) => sort in messages)
      if (error) throw new Refusal(error.sort, error.sort === 'denied' ? denied(caller, model, call) : (messages[error.sort] as string))
      const store = this.#account.storeOf(signature.region, model.service)
      const context: Context = { store, callers, caller, region: signature.region, faults, records, later: (ms, then) => this.#account.later(ms, then) }
      const output = await perform(model, call, context, this.#pages, this.#account.most)
      outgoing = writeAnswer(model, call.operation, await this.#withEndlessPage(model, call, output, befell), id)
    } catch (thrown) {
      refusal = thrown instanceof Refusal ? thrown : new Refusal('failing', `The stand-in failed: ${(thrown as Error).message}`, 501)
      outgoing = writeRefusal(model, refusal, id)
    }
    this.#account.note({
      time: faults.now(),
      service: model.service,
      operation: call?.operation.name ?? 'Unknown',
      user: caller?.name,
      arn: caller?.arn,
      region: signature.region,
      input: call?.input ?? {},
      ...(refusal && { error: { code: httpErrorOf(model, refusal).code, message: refusal.message } }),
    })
    return { outgoing: spoil(outgoing, befell), befell }
  }

  /**
   * Who signed a presigned request for sts:GetCallerIdentity.
   * @throws Refusal as STS would
   */
  async identify(url: string, headers: Readonly<Record<string, string>>): Promise<Caller> {
    const { host, pathname, searchParams } = new URL(url)
    const incoming: Incoming = { method: 'GET', path: pathname, query: searchParams, headers: { ...headers, host }, body: Buffer.alloc(0) }
    const signature = readSignature(incoming)
    if (signature?.signing !== 'sts' || searchParams.get('Action') !== 'GetCallerIdentity')
      throw new Refusal('unsigned', 'This is no presigned request for sts:GetCallerIdentity.')
    return this.#identify(incoming, signature)
  }

  /** @throws Refusal where the signature, its time or the credentials do not hold */
  async #identify(incoming: Incoming, signature: Signature): Promise<Caller> {
    const caller = this.#account.callers.withKey(signature.accessKeyId)
    if (!caller || caller.keys.sessionToken !== signature.sessionToken)
      throw new Refusal('unknown-key', 'The security token included in the request is invalid.')
    checkTime(signature, this.#account.faults.now())
    await checkSignature(incoming, signature, caller.keys)
    if (caller.keys.expiration && caller.keys.expiration <= this.#account.faults.now()) throw new Refusal('expired', messages.expired as string)
    return caller
  }

  async #withEndlessPage(
    { service }: Model,
    { operation, input }: Call,
    output: Record<string, unknown>,
    befell: readonly Fault[],
  ): Promise<Record<string, unknown>> {
    const paging = befell.some(({ sort }) => sort === 'endless') ? await operation.paging() : undefined
    if (!paging) return output
    const token = input[paging.takes] ?? this.#pages.token(`${service}:${operation.name}`, 0)
    return { ...output, [paging.gives]: token, ...(paging.more !== undefined && { [paging.more]: true }) }
  }
}

const denied = (caller: Caller, { service }: Model, { operation }: Call): string =>
  denial(caller, actionOf(service, operation.name) ?? `${service}:${operation.name}`, ['*'], 'with an explicit deny in a service control policy').message

function splitOnce(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const bytesOf = (body: string | Uint8Array): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)

function spoil(outgoing: Outgoing, befell: readonly Fault[]): Outgoing {
  if (befell.some(({ sort }) => sort === 'html'))
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title><h1>Please sign in to use the proxy</h1>' }
  if (befell.some(({ sort }) => sort === 'garbled')) return { ...outgoing, body: bytesOf(outgoing.body).subarray(0, -2) }
  return outgoing
}
