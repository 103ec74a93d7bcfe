/** What one account and region hold while the stand-in runs: a world's answers, changed by the writes that came since. */
import { Refusal } from './refusal.ts'
import { isStoredError, parseKey, type World } from './world.ts'

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape its operation gives it, and was held against the model
export type Body = any

interface Stored {
  /** The argument as keys spell it: `/` is `_`. */
  readonly name: string
  body: Body
}

export const fileName = (argument: string): string => argument.replaceAll('/', '_')
export const lastOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** Roles are known by their names. */
const identityOf = (thing: Body): string => thing.RoleName ?? JSON.stringify(thing)

export class Store {
  readonly account: string
  readonly region: string
  /** The region for which the world was written; another one holds nothing. */
  readonly isHome: boolean
  readonly #answers = new Map<string, Stored[]>()

  constructor(world: World, region = world.region) {
    this.account = world.account
    this.region = region
    this.isHome = region === world.region
    if (!this.isHome) return
    for (const [key, body] of Object.entries(structuredClone(world.answers))) this.put(parseKey(key).call, parseKey(key).name, body)
    for (const more of structuredClone(world.further ?? []))
      for (const [key, body] of Object.entries(more)) this.#grow(parseKey(key).call, parseKey(key).name, body)
  }

  /** A list of the whole account gets longer; things of clusters stand beside others of their name, those of the account are one. */
  #grow(call: string, name: string, body: Body): void {
    const known = this.#answers.get(call) ?? []
    const whole = name === '' ? known.find((one) => one.name === '') : undefined
    if (whole && !isStoredError(whole.body) && !isStoredError(body)) {
      for (const [member, value] of Object.entries(body)) {
        const before: unknown = whole.body[member]
        if (!Array.isArray(value) || !Array.isArray(before)) continue
        const there = new Set(before.map(identityOf))
        whole.body[member] = [...before, ...value.filter((one) => !there.has(identityOf(one)))]
      }
    } else if (!whole && (call.startsWith('eks:') || known.every((one) => one.name !== fileName(name))))
      this.#answers.set(call, [...known, { name: fileName(name), body }])
  }

  arn(service: string, rest: string): string {
    return `arn:aws:${service}:${this.region}:${this.account}:${rest}`
  }

  has(call: string): boolean {
    return (this.#answers.get(call)?.length ?? 0) > 0
  }

  all(call: string): readonly Stored[] {
    return this.#answers.get(call) ?? []
  }

  /**
   * The answer of a call that was made with this argument; `fits` chooses among equal names (node groups of two clusters).
   * The answer itself, not a copy: writes change it in place.
   */
  find(call: string, name: string, fits: (body: Body) => boolean = () => true): Body | undefined {
    return this.all(call).find((one) => one.name === fileName(name) && (isStoredError(one.body) || fits(one.body)))?.body
  }

  put(call: string, name: string, body: Body, fits: (body: Body) => boolean = () => true): void {
    const stored = this.#answers.get(call) ?? []
    const same = stored.find((one) => one.name === fileName(name) && (isStoredError(one.body) || fits(one.body)))
    if (same) same.body = body
    else stored.push({ name: fileName(name), body })
    this.#answers.set(call, stored)
  }

  remove(call: string, name: string, fits: (body: Body) => boolean = () => true): void {
    this.#answers.set(
      call,
      this.all(call).filter((one) => one.name !== fileName(name) || !fits(one.body)),
    )
  }

  /** A world that does not speak of something must not be taken for one in which there is nothing. */
  silent(call: string): Refusal {
    return new Refusal('NotImplemented', `This world does not say what ${call} answers.`, 501)
  }
}
