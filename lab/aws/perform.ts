/** One call, from its input to its output: read, changed, or answered by what runs inside the stand-in. */
import { actionOf, authorize } from './authorize.ts'
import type { Context } from './context.ts'
import type { Model } from './models.ts'
import type { Pages } from './pages.ts'
import { read } from './reads.ts'
import { lookUp } from './records.ts'
import { Refusal } from './refusal.ts'
import type { Call } from './request.ts'
import { resourcesOf } from './resources.ts'
import { conform } from './shapes.ts'
import type { Body } from './store.ts'
import { assumeRole, identityOf, simulate } from './sts.ts'
import { writes } from './writes/index.ts'

const inside: Readonly<Record<string, (context: Context, input: Body) => Body>> = {
  'sts:GetCallerIdentity': ({ caller }) => identityOf(caller),
  'sts:AssumeRole': assumeRole,
  'iam:SimulatePrincipalPolicy': simulate,
  'cloudtrail:LookupEvents': ({ store, records, region }, input) => lookUp(records, store.find('cloudtrail:LookupEvents', '')?.Events ?? [], region, input),
}
/** Calls that look at a role's trust before they look at the caller's rights. */
const judgesItself = new Set(['sts:AssumeRole'])

/**
 * @param most things on a page at most
 * @returns values as the SDK serialises them
 * @throws Refusal as AWS would, or where the stand-in does not do what is asked
 */
export async function perform(model: Model, { operation, input }: Call, context: Context, pages: Pages, most: number): Promise<Record<string, unknown>> {
  const call = `${model.service}:${operation.name}`
  const action = actionOf(model.service, operation.name)
  if (action !== undefined && !judgesItself.has(call)) authorize(context.caller, action, resourcesOf(context.store, call, input), context.region)
  requireMembers(operation, input)
  const paging = await operation.paging()
  const own = inside[call] ?? writes[call]
  const about = new Set(paging ? [paging.takes, ...(paging.size === undefined ? [] : [paging.size])] : [])
  const body = own ? ownAnswer(call, own, context, plain(input), about) : read(context.store, call, plain(input), about, operation.output)
  const page = paging ? pages.cut(call, body, input, paging, most) : body
  return operation.output.isStructSchema() ? (conform(operation.output, page, call) as Record<string, unknown>) : {}
}

/** By these a request that is sent again is known. */
const tokens = ['clientRequestToken', 'clientToken', 'ClientToken']
/** Members that change nothing of what is held here. */
const harmless = new Set([...tokens, 'resolveConflicts', 'registryId', 'DryRun'])

/** Runs what answers by itself, and refuses where it did not look at some member: no wish of a caller may go unheard. */
function ownAnswer(call: string, own: (context: Context, input: Body) => Body, context: Context, input: Body, about: ReadonlySet<string>): Body {
  // A request that comes again with its token is the same request.
  const token: string | undefined = tokens.map((member) => input[member]).find((value) => value !== undefined)
  const known = token === undefined ? undefined : context.store.find(`answers to ${call}`, token)
  if (known !== undefined) return known
  if (input.DryRun === true) throw new Refusal('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
  const heard = new Set<string>()
  const listening = new Proxy(input, {
    get(target, name) {
      heard.add(String(name))
      return target[name]
    },
  })
  const body = own(context, listening)
  const unheard = Object.keys(input).find((member) => !heard.has(member) && !about.has(member) && !harmless.has(member))
  if (unheard !== undefined) throw new Refusal('NotImplemented', `The stand-in does not heed ${unheard} of ${call}.`, 501)
  if (token !== undefined) context.store.put(`answers to ${call}`, token, structuredClone(body))
  return body
}

/** The model says how many members must be there, and puts them first. */
function requireMembers({ input: schema }: Call['operation'], input: Body): void {
  const raw = schema.getSchema()
  const required = Array.isArray(raw) ? (raw[4] as unknown as string[]).slice(0, (raw[6] as unknown as number | undefined) ?? 0) : []
  const missing = required.find((name) => input[name] === undefined)
  if (missing !== undefined)
    throw new Refusal('ValidationException', `1 validation error detected: Value null at '${missing}' failed to satisfy constraint: Member must not be null`)
}

/** Times of the input as worlds hold them. */
const plain = (input: Body): Body => JSON.parse(JSON.stringify(input))
