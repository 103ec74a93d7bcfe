/** Values of a remedy that only a person knows: a plan asks for them by name, `--set NAME=VALUE`. */

export interface Question {
  /** What is asked for, in a few words. */
  readonly says: string
  /** What an answer looks like: a pattern of the whole of it, or of each part where `many`. */
  readonly form: string
  readonly example: string
  /** Several, with commas between them. */
  readonly many?: true
  readonly number?: true
}

export const questions = {
  'endpoint-networks': {
    says: 'the networks from which people reach the API endpoint, as CIDRs',
    form: '\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}',
    example: '203.0.113.0/24',
    many: true,
  },
} as const satisfies Readonly<Record<string, Question>>

export type Asked = keyof typeof questions
export type Answers = { readonly [N in Asked]?: unknown }

/** Stands in a remedy where the answer is to stand. */
export const asked = (name: Asked): { readonly '--set': Asked } => ({ '--set': name })

const nameIn = (value: object): Asked | undefined => ('--set' in value ? (value['--set'] as Asked) : undefined)

/** The names of the questions that a value still asks. */
export function askedIn(value: unknown): Asked[] {
  if (typeof value !== 'object' || value === null) return []
  const name = nameIn(value)
  return name === undefined ? [...new Set(Object.values(value).flatMap(askedIn))] : [name]
}

/** The value with the answers in their places; questions without an answer stay. */
export function fill<T>(value: T, answers: Answers): T {
  if (typeof value !== 'object' || value === null) return value
  const name = nameIn(value)
  if (name !== undefined) return (answers[name] ?? value) as T
  if (Array.isArray(value)) return value.map((one) => fill(one as unknown, answers)) as T
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one as unknown, answers)])) as T
}
