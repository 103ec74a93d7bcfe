/** An ask: how one AWS call is made, with which arguments, which other answers name them, and how much of its answer is enough. */
import type { Gap } from '../../model/snapshot.ts'
import type { Answers, Body } from './answers.ts'

/** A call that is to be made, or that must have been made. */
export interface Wanted {
  /** Its argument, short: the name of what it asks about; '' where it asks about all. */
  readonly name: string
  /** Its parameters; several where one request cannot take all. */
  readonly inputs: readonly object[]
}

export interface Ask {
  /** Calls that name the arguments. What is missing of theirs is missing here. */
  readonly after: readonly string[]
  /** Calls that only complete the parameters. */
  readonly with: readonly string[]
  /** Undefined where nothing says what to ask for. */
  wanted(answers: Answers): readonly Wanted[] | undefined
  /** Asked once: an answer counts under whatever name it is stored. */
  readonly once: boolean
  /** Which answers there must be is told elsewhere, for each thing by itself. */
  readonly uncounted: boolean
  /** What else keeps its answers from being all there are. */
  gap?(answers: Answers): Gap | undefined
  /** `name: message` of errors that are answers by nature: there is none. */
  readonly absent?: RegExp
  /** So many things of it are enough. */
  readonly most: number
}

export const ask = (given: Partial<Ask> & Pick<Ask, 'wanted'>): Ask => ({
  after: [],
  with: [],
  once: false,
  uncounted: false,
  most: Number.POSITIVE_INFINITY,
  ...given,
})

export const lastOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)
export const texts = (values: readonly unknown[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string' && value !== '')),
]
export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

/** The name of the cluster; where nobody gave it, it is in the answers about it. */
export const clusterOf = (answers: Answers): string | undefined =>
  answers.named.cluster ?? answers.of('eks:DescribeCluster').map(({ body, name }) => body.cluster?.name ?? name)[0]

/** Of the whole account and Region. */
export const alone = (input: object = {}, more: Partial<Ask> = {}): Ask => ask({ once: true, wanted: () => [{ name: '', inputs: [input] }], ...more })

/** Of the cluster. */
export const ofCluster = (parameter: string, more: Partial<Ask> = {}): Ask =>
  ask({
    once: true,
    wanted: (answers) => {
      const name = clusterOf(answers)
      return name === undefined ? undefined : [{ name, inputs: [{ [parameter]: name }] }]
    },
    ...more,
  })

/** Once for each that a list names. `list` gives arguments; the name of each is what its ARN ends in. */
export const each = (
  call: string,
  list: (body: Body) => readonly unknown[] | undefined,
  input: (argument: string, answers: Answers) => object,
  more: Partial<Ask> = {},
): Ask =>
  ask({
    after: [call],
    wanted: (answers) =>
      texts(answers.told(call).flatMap((body) => list(body) ?? [])).map((argument) => ({
        name: argument.startsWith('arn:') ? lastOfArn(argument) : argument,
        inputs: [input(argument, answers)],
      })),
    ...more,
  })

export const inCluster = (call: string, list: (body: Body) => readonly unknown[] | undefined, parameter: string): Ask =>
  each(call, list, (argument, answers) => ({ clusterName: clusterOf(answers), [parameter]: argument }), {
    // Deleted since it was listed.
    absent: /^ResourceNotFound/,
  })
