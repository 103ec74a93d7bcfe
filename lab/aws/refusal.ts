/** An answer that is an error, by the name the service's model gives it. */

export class Refusal extends Error {
  /** Name of the error's shape, or of one that all services know: see `errors.ts`. */
  readonly code: string
  /** HTTP status; without one, the model's. */
  readonly status: number | undefined
  /** Further members of the error. */
  readonly more: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, status?: number, more: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.more = more
  }
}
