/** Answers to what remedies ask, as they are given on the command line: `--set [WHERE:]NAME=VALUE`. */
import { type Answers, type Asked, type Question, questions } from '../model/asked.ts'
import { hint } from '../model/nearest.ts'
import type { Ref } from '../model/ref.ts'
import { UsageError } from '../model/usage-error.ts'

export interface Answer {
  /** Globs for name, namespace/name or namespace/name/container; an answer without holds everywhere. */
  readonly where?: readonly RegExp[]
  readonly name: Asked
  readonly key?: string
  readonly value: unknown
}

const isAsked = (name: string): name is Asked => Object.hasOwn(questions, name)

/** @param sets as given, in their order  @throws UsageError */
export function answersFrom(sets: readonly string[]): readonly Answer[] {
  return sets.map((set) => {
    const equals = set.indexOf('=')
    if (equals === -1) throw new UsageError(`--set ${set}: wanted [WHERE:]NAME=VALUE`)
    const left = set.slice(0, equals)
    const colon = left.lastIndexOf(':')
    const name = left.slice(colon + 1)
    if (!isAsked(name)) throw new UsageError(`--set ${set}: nothing asks for ${name || 'a value without a name'}${hint(name, Object.keys(questions))}`)
    const { key, value } = readAnswer(set, name, set.slice(equals + 1))
    const where = colon === -1 ? undefined : whereOf(set, left.slice(0, colon))
    const { single }: Question = questions[name]
    if (single && (where?.length !== 3 || left.slice(0, colon).includes('*')))
      throw new UsageError(`--set ${set}: say for which container, as NAMESPACE/NAME/CONTAINER:${name}=VALUE`)
    return { ...(where && { where }), name, ...(key !== undefined && { key }), value }
  })
}

function readAnswer(set: string, name: Asked, text: string): { readonly key?: string; readonly value: unknown } {
  const { form, example, says, many, number, keyed }: Question = questions[name]
  const [, key, rest = ''] = keyed ? (/^([^=]+)=(.*)$/.exec(text) ?? []) : [text, undefined, text]
  const parts = many ? rest.split(',') : [rest]
  const whole = new RegExp(`^(${form})$`)
  if ((keyed && key === undefined) || !parts.every((part) => whole.test(part)))
    throw new UsageError(`--set ${set}: wanted ${says}, for example ${name}=${example}`)
  const value = many ? parts : number ? Number(rest) : rest
  return key === undefined ? { value } : { key, value }
}

function whereOf(set: string, where: string): RegExp[] {
  const parts = where.split('/')
  if (parts.length > 3 || parts.includes('')) throw new UsageError(`--set ${set}: ${where || 'nothing'} is no NAME, NAMESPACE/NAME or NAMESPACE/NAME/CONTAINER`)
  return parts.map((part) => new RegExp(`^${part.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`))
}

/** What holds for a thing, or for a container of it; of two answers the later counts. */
export function answersFor(given: readonly Answer[], { namespace = 'default', name }: Ref, container?: string): Answers {
  const answers: Record<string, unknown> = {}
  const names = [namespace, name, ...(container === undefined ? [] : [container])]
  for (const { where, name: question, key, value } of given) {
    const from = where?.length === 1 ? 1 : 0
    if (where && !(where.length + from <= names.length && where.every((part, i) => part.test(names[i + from] as string)))) continue
    answers[question] = key === undefined ? value : { ...(answers[question] as object | undefined), [key]: value }
  }
  return answers
}
