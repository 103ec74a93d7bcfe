/** Finds out which operation an HTTP request calls, and with what input. */
import type { Model, Operation } from './models.ts'
import { readForm, unexplained } from './form.ts'
import { Refusal } from './refusal.ts'
import { fromText } from './text.ts'

export interface Incoming {
  readonly method: string
  /** Still encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Call {
  readonly operation: Operation
  readonly input: Record<string, unknown>
}

/**
 * @throws Refusal as the service would: an operation that it does not have, input that it does not take
 */
export async function readCall(model: Model, request: Incoming): Promise<Call> {
  try {
    if (model.protocol === 'json') return await readJson(model, request)
    if (model.protocol === 'query' || model.protocol === 'ec2') return readQuery(model, request)
    return await readRest(model, request)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('SerializationException', error instanceof Error ? error.message : String(error))
  }
}

async function readJson(model: Model, { headers, body }: Incoming): Promise<Call> {
  const name = (headers['x-amz-target'] ?? '').split('.').at(-1) ?? ''
  const operation = model.operations.get(name)
  if (!operation) throw new Refusal('UnknownOperationException', '')
  return { operation, input: await readBody(model, operation, body) }
}

async function readBody(model: Model, { input }: Operation, body: Buffer): Promise<Record<string, unknown>> {
  if (body.length === 0 || !input.isStructSchema()) return {}
  const raw = JSON.parse(body.toString('utf8')) as Record<string, unknown>
  const known = new Set([...input.structIterator()].flatMap(([name, member]) => [name, member.getMergedTraits().jsonName ?? name]))
  const unknown = Object.keys(raw).find((name) => !known.has(name))
  if (unknown !== undefined) throw new Refusal('SerializationException', `${unknown} is no member of the input`)
  return (await model.client.config.protocol.getPayloadCodec().createDeserializer().read(input, body.toString('utf8'))) as Record<string, unknown>
}

function readQuery(model: Model, { method, query, body }: Incoming): Call {
  const form = method === 'GET' ? query.toString() : body.toString('utf8')
  const name = new URLSearchParams(form).get('Action') ?? ''
  const operation = model.operations.get(name)
  if (!operation) throw new Refusal('InvalidAction', `The action ${name} is not valid for this web service.`)
  const ec2 = model.protocol === 'ec2'
  const [unknown] = unexplained(operation.input, form, ec2)
  if (unknown !== undefined) throw new Refusal(ec2 ? 'UnknownParameter' : 'MalformedInput', `The parameter ${unknown} is not recognized`)
  return { operation, input: operation.input.isStructSchema() ? readForm(operation.input, form, ec2) : {} }
}

async function readRest(model: Model, request: Incoming): Promise<Call> {
  // A bucket is the head of the path, but not of the template: the SDK puts it there when it resolves the endpoint.
  const [, bucket = '', rest = ''] = model.service === 's3' ? (/^\/([^/]*)(.*)$/.exec(request.path) ?? []) : ['', '', request.path]
  const path = rest === '' ? '/' : rest
  for (const operation of byPrecision(model)) {
    const labels = match(operation, request.method, path, request.query)
    if (!labels) continue
    const input: Record<string, unknown> = model.protocol === 'rest-json' && request.body.length > 0 ? await readBody(model, operation, request.body) : {}
    for (const [name, member] of operation.input.structIterator()) {
      const traits = member.getMergedTraits()
      const text = traits.httpLabel ? labels[name] : traits.httpHeader !== undefined ? request.headers[traits.httpHeader.toLowerCase()] : undefined
      if (text !== undefined) input[name] = fromText(member, text)
      else if (traits.httpQuery !== undefined && request.query.has(traits.httpQuery))
        input[name] = member.isListSchema()
          ? request.query.getAll(traits.httpQuery).map((one) => fromText(member.getValueSchema(), one))
          : fromText(member, request.query.get(traits.httpQuery) as string)
    }
    if (model.service === 's3' && bucket !== '') input['Bucket'] = decodeURIComponent(bucket)
    return { operation, input }
  }
  throw new Refusal('UnknownOperationException', '')
}

const sorted = new WeakMap<Model, readonly Operation[]>()

/** Literal paths before paths with labels: `/clusters/{name}/updates` before what a greedy label would swallow. */
function byPrecision(model: Model): readonly Operation[] {
  let operations = sorted.get(model)
  if (!operations) {
    const labels = (operation: Operation) => (operation.http?.[1].match(/\{/g) ?? []).length - (operation.http?.[1].includes('?') ? 0.5 : 0)
    operations = [...model.operations.values()].filter(({ http }) => http).sort((a, b) => labels(a) - labels(b))
    sorted.set(model, operations)
  }
  return operations
}

function match({ http }: Operation, method: string, path: string, query: URLSearchParams): Record<string, string> | undefined {
  const [wantedMethod, template = ''] = http ?? []
  const [wantedPath = '', wantedQuery] = template.split('?')
  if (wantedMethod !== method) return undefined
  for (const [name, value] of new URLSearchParams(wantedQuery ?? '')) if (query.get(name) !== value) return undefined
  const pattern = wantedPath
    .split('/')
    .map((part) => part.replace(/^\{([^}+]+)(\+?)\}$/, (_, name: string, greedy: string) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`))
  const found = new RegExp(`^${pattern.join('/')}/?$`).exec(path)
  return found ? Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)])) : undefined
}
