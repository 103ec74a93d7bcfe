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
  /** What stands before the `=` of an answer that holds for some things alone: `docker.io=HOST/PATH`. */
  readonly keyed?: string
  /** No two things have the same, so an answer names the one that it is for. */
  readonly single?: true
}

/** `256m` of memory is a quarter of a byte, and `256` no more than that many: a unit is asked for. */
const bytes = '[1-9]\\d*(\\.\\d+)?([KMGT]i|[kMGT])'
const cores = '([1-9]\\d*m|[1-9]\\d*(\\.\\d{1,3})?|0\\.\\d{0,2}[1-9])'

export const questions = {
  'cpu-limit': { says: 'how much CPU a container may use', form: cores, example: '1' },
  'cpu-request': { says: 'how much CPU a container needs', form: cores, example: '100m' },
  'endpoint-networks': {
    says: 'the networks from which people reach the API endpoint, as CIDRs',
    form: '\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}',
    example: '203.0.113.0/24',
    many: true,
  },
  'ephemeral-storage-limit': { says: "how much of its node's disk a container may fill", form: bytes, example: '1Gi' },
  'image-digest': {
    says: 'the digest of the image that a container is to run',
    form: 'sha256:[0-9a-f]{64}',
    example: 'sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9',
    single: true,
  },
  'memory-limit': { says: 'how much memory a container may use', form: bytes, example: '256Mi' },
  'memory-request': { says: 'how much memory a container needs', form: bytes, example: '128Mi' },
  'memory-volume-limit': { says: 'how large a volume in memory may grow', form: bytes, example: '64Mi' },
  'registry-mirror': {
    says: 'where your own registry has the images of a public one',
    form: '[a-z0-9][a-z0-9.-]*(:\\d+)?(/[a-z0-9][a-z0-9._-]*)*',
    example: 'docker.io=111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub',
    keyed: 'the public registry',
  },
  'run-as-user': { says: 'the user id that a container runs as', form: '[1-9]\\d{0,8}', example: '10001', number: true },
} as const satisfies Readonly<Record<string, Question>>

export type Asked = keyof typeof questions
/** Of a keyed question, the answer for each key. */
export type Answers = { readonly [N in Asked]?: unknown }

/** Stands in a remedy where the answer is to stand. */
export interface Blank {
  readonly '--set': Asked
  /** Text around the answer. */
  readonly before?: string
  readonly after?: string
  /** Which answer of a keyed question. */
  readonly key?: string
  /** Without an answer there is no edit, and no question. */
  readonly optional?: true
}

export const asked = (name: Asked, within: Omit<Blank, '--set' | 'optional'> = {}): Blank => ({ '--set': name, ...within })
/** Taken where it is given, never asked for. */
export const wished = (name: Asked): Blank => ({ '--set': name, optional: true })

export const isBlank = (value: unknown): value is Blank => typeof value === 'object' && value !== null && '--set' in value

/** The questions that a value still asks. */
export function blanksIn(value: unknown): Blank[] {
  if (typeof value !== 'object' || value === null) return []
  return isBlank(value) ? [value] : Object.values(value).flatMap(blanksIn)
}

/** The names of the questions that a value still asks. */
export const askedIn = (value: unknown): Asked[] => [...new Set(blanksIn(value).map((blank) => blank['--set']))]

/** The value with the answers in their places; questions without an answer stay. */
export function fill<T>(value: T, answers: Answers): T {
  if (typeof value !== 'object' || value === null) return value
  if (isBlank(value)) return (filled(value, answers) ?? value) as T
  if (Array.isArray(value)) return value.map((one) => fill(one as unknown, answers)) as T
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one as unknown, answers)])) as T
}

function filled({ '--set': name, before, after, key }: Blank, answers: Answers): unknown {
  const given = answers[name]
  const answer = key === undefined ? given : (given as Readonly<Record<string, unknown>> | undefined)?.[key]
  return answer === undefined || (before === undefined && after === undefined) ? answer : `${before ?? ''}${answer}${after ?? ''}`
}

/** How to answer: `--set memory-limit=VALUE (for example 256Mi)`. */
export function sayHow(blank: Blank): string {
  const { example, keyed, single }: Question = questions[blank['--set']]
  const where = single ? 'NAMESPACE/NAME/CONTAINER:' : ''
  const key = blank.key === undefined ? '' : `${blank.key}=`
  return `say --set ${where}${blank['--set']}=${key}VALUE (for example ${keyed ? example.slice(example.indexOf('=') + 1) : example})`
}

/** For a reader: `<memory-limit>` in the place of a question. */
export function spell(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isBlank(value)) return `${value.before ?? ''}<${value['--set']}>${value.after ?? ''}`
  if (Array.isArray(value)) return value.map(spell)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spell(one)]))
}
