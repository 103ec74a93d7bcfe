/** AWS answers as they were given, by operation and by the argument the call was made with. */
import { addTo } from '../../model/groups.ts'
import type { Gap } from '../../model/snapshot.ts'

/** How a dump writes an error that the SDK threw. */
interface ErrorAnswer {
  readonly __error: { readonly name?: string; readonly message?: string }
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape its operation gives it; readers pick fields they test
export type Body = any

export interface Answer {
  /** The argument of the call as a file name spells it (`/` is `_`); '' for calls without one. */
  readonly name: string
  readonly body: Body
}

/** What the caller and Kubernetes name, before AWS is asked. */
export interface Named {
  /** The cluster that is assessed. */
  readonly cluster?: string
  /** The Region that is asked. */
  readonly region?: string
  /** ARNs of roles that service accounts and aws-auth name. */
  readonly roles?: readonly string[]
  /** Why there may be roles of which Kubernetes did not tell. */
  readonly rolesGap?: Gap
  /** Names of S3 buckets that volumes mount. */
  readonly buckets?: readonly string[]
  /** Images of private ECR registries that run. */
  readonly images?: readonly NamedImage[]
}

export interface NamedImage {
  readonly account: string
  readonly region: string
  readonly repository: string
  /** `sha256:...`; else the tag. */
  readonly digest?: string
  readonly tag?: string
}

export class Answers {
  readonly #byCall = new Map<string, Answer[]>()
  named: Named = {}

  add(call: string, name: string, body: unknown): void {
    addTo(this.#byCall, call, { name, body })
  }

  /** Takes over all that others hold. */
  take(others: Answers): void {
    this.named = { ...this.named, ...others.named }
    for (const call of others.calls) for (const { name, body } of others.of(call)) this.add(call, name, body)
  }

  of(call: string): readonly Answer[] {
    return this.#byCall.get(call) ?? []
  }

  get calls(): readonly string[] {
    return [...this.#byCall.keys()]
  }

  /** The first good answer of a call, if there is one. */
  good(call: string): Body {
    return this.of(call).find(({ body }) => !errorOf(body))?.body
  }

  /** All that was told, also by answers that broke off. */
  told(call: string): Body[] {
    return this.of(call).flatMap(({ body }) => (isTelling(body) ? [body] : []))
  }
}

/** The name and message of the error an answer stands for. */
export function errorOf(body: unknown): { name: string; message: string } | undefined {
  const error = (body as ErrorAnswer | null)?.__error
  return error ? { name: String(error.name ?? 'Error'), message: String(error.message ?? '') } : undefined
}

/** Whether an answer holds more than an error: its first pages came, or all did. */
export const isTelling = (body: Body): boolean => !errorOf(body) || Object.keys(body).length > 1

/** Whether an answer says itself that more follows: its pages were not read to the end. */
export function isCut(body: Body): boolean {
  const token = body?.nextToken ?? body?.NextToken ?? body?.NextMarker
  return (typeof token === 'string' && token !== '') || body?.IsTruncated === true
}

export const isDenial = (error: { name: string }): boolean => /AccessDenied|Unauthorized|Forbidden|NotAuthorized|AuthorizationError/i.test(error.name)

/** File systems take names of 255 bytes; an operation stands before, and an ending behind. */
const longest = 180

/** An argument as a file name spells it: `payments/api` is `payments_api`. What is too long is cut, and told apart by a sum over all of it. */
export function fileName(argument: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names come from AWS, and so from whoever may write there
  const name = argument.replace(/[/\\\u0000-\u001f\u007f]/g, '_')
  if (Buffer.byteLength(name) <= longest) return name
  let sum = 0
  for (const letter of argument) sum = (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  return `${Buffer.from(name)
    .subarray(0, longest - 10)
    .toString('utf8')
    .replace(/\ufffd$/, '')}~${sum.toString(16)}`
}
