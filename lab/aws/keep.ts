/** Ways of keeping some things of an answer. */
import type { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

/** Gives what is left of the answer; may refuse. */
export type Narrow = (body: Body, wanted: Body, call: string, input: Body) => Body

/** Keeps the things whose member is among the names wanted; a name that is not there is an error where the service says so. */
export const among =
  (list: string, member: string, absent?: (name: string) => Refusal): Narrow =>
  (body, wanted: readonly string[]) => {
    const missing = wanted.find((name) => body[list].every((thing: Body) => thing[member] !== name))
    if (missing !== undefined && absent) throw absent(missing)
    return { ...body, [list]: body[list].filter((thing: Body) => wanted.includes(thing[member])) }
  }
export const where =
  (list: string, test: (thing: Body, wanted: Body) => boolean): Narrow =>
  (body, wanted) => ({ ...body, [list]: body[list].filter((thing: Body) => test(thing, wanted)) })
/** Members that change nothing of what worlds hold. */
export const idle: Narrow = (body) => body
