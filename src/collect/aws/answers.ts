/** AWS answers as they were given, by operation and by the argument the call was made with. */

/** How a dump writes an error that the SDK threw. */
interface ErrorAnswer {
  readonly __error: { readonly name?: string; readonly message?: string }
}

export interface Answer {
  /** The argument of the call as a file name spells it (`/` is `_`); '' for calls without one. */
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape its operation gives it; readers pick fields they test
  readonly body: any
}

export class Answers {
  readonly #byCall = new Map<string, Answer[]>()

  add(call: string, name: string, body: unknown): void {
    const known = this.#byCall.get(call)
    if (known) known.push({ name, body })
    else this.#byCall.set(call, [{ name, body }])
  }

  of(call: string): readonly Answer[] {
    return this.#byCall.get(call) ?? []
  }

  get calls(): readonly string[] {
    return [...this.#byCall.keys()]
  }

  /** The first good answer of a call, if there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: see Answer.body
  good(call: string): any {
    return this.of(call).find(({ body }) => !errorOf(body))?.body
  }
}

/** The name and message of the error an answer stands for. */
export function errorOf(body: unknown): { name: string; message: string } | undefined {
  const error = (body as ErrorAnswer | null)?.__error
  return error ? { name: String(error.name ?? 'Error'), message: String(error.message ?? '') } : undefined
}

export const isDenial = (error: { name: string }): boolean => /AccessDenied|Unauthorized|Forbidden|NotAuthorized|AuthorizationError/i.test(error.name)

/** `payments/api` as a file name spells it. */
export const fileName = (argument: string): string => argument.replaceAll('/', '_')
