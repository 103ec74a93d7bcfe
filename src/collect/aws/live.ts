/** Collects an account by asking AWS: the calls that the chosen kinds need, each once, and no others. */
import type { Aws, Page } from '../../doors/aws.ts'
import { nextOf } from '../../doors/aws/pages.ts'
import { signInFault } from '../../doors/aws/sign-in.ts'
import { kinds as allKinds } from '../../model/kinds.ts'
import { UsageError } from '../../model/usage-error.ts'
import { Answers, type Body, fileName, type Named } from './answers.ts'
import type { Wanted } from './ask.ts'
import { asks } from './asks.ts'
import type { AwsKind } from './calls.ts'
import { errorAnswer, merge, sizeOf } from './pages.ts'

/** Requests under way at once: AWS answers an account at some twenty a second for each service. */
const abreast = 8
/** Who is calling: allowed to everybody, and what tells own roles and images from foreign ones. */
const whoami = 'sts:GetCallerIdentity'

/**
 * @param cluster the cluster's name; without one, what can only be asked of a cluster is not asked
 * @param kinds what chosen controls read
 * @param note hears how many answers there are
 * @param signal ends it: what was not answered by then counts as failed
 * @param named what Kubernetes names, if it was asked before
 * @returns answers as a dump holds them, errors among them; shelve them as a dump's
 * @throws UsageError where nobody can sign in
 */
export async function collectAccount(
  aws: Aws,
  cluster: string | undefined,
  kinds: ReadonlySet<AwsKind>,
  note: (phase: string, count?: number) => void,
  signal: AbortSignal,
  named: Named = {},
): Promise<Answers> {
  const answers = new Answers()
  answers.named = { ...named, region: aws.region, ...(cluster !== undefined && { cluster }) }
  await aws.credentials()
  const slot = slots(abreast)
  const begun = new Map<string, Promise<void>>()
  let count = 0

  const run = (call: string): Promise<void> => {
    const known = begun.get(call)
    if (known) return known
    const running = perform(call)
    begun.set(call, running)
    return running
  }
  const perform = async (call: string): Promise<void> => {
    const ask = asks[call]
    if (!ask) throw new Error(`nothing says how ${call} is asked`)
    await Promise.all([...ask.after, ...ask.with].map(run))
    const wanted = inFileOrder((ask.wanted(answers) ?? []).filter(({ inputs }) => inputs.length > 0))
    const bodies = await Promise.all(
      wanted.map((one) =>
        slot(async () => {
          const body = await answer(aws, call, one, ask.most, signal)
          count += 1
          note('answers of AWS', count)
          return body
        }),
      ),
    )
    for (const [i, { file }] of wanted.entries()) answers.add(call, file, bodies[i])
  }

  await run(whoami)
  const refusal = answers.of(whoami)[0]?.body.__error
  const fault = refusal && signInFault(refusal)
  if (fault !== undefined) throw new UsageError(fault)
  await Promise.all([...callsFor(kinds)].map(run))
  return answers
}

/** As a dump lists its files, so that both give the same snapshot; what would be named alike is told apart. */
function inFileOrder(wanted: readonly Wanted[]): (Wanted & { readonly file: string })[] {
  const used = new Map<string, number>()
  const named = wanted.map((one) => {
    const file = fileName(one.name)
    const before = used.get(file) ?? 0
    used.set(file, before + 1)
    return { ...one, file: before === 0 ? file : `${file}~${before}` }
  })
  return named.sort((a, b) => (`${a.file}.json` < `${b.file}.json` ? -1 : 1))
}

/** The calls that kinds need, each once. */
export function callsFor(kinds: ReadonlySet<AwsKind>): ReadonlySet<string> {
  return new Set([...kinds].flatMap((kind): readonly string[] => allKinds[kind].calls))
}

/** The whole answer to one call, its pages joined; what came before an error is kept beside it. */
async function answer(aws: Aws, call: string, { inputs }: Wanted, most: number, signal: AbortSignal): Promise<Body> {
  const [service = '', operation = ''] = call.split(':')
  let whole: Body
  try {
    for (const input of inputs) {
      for await (const page of aws.call(service, operation, input, signal)) {
        signal.throwIfAborted()
        whole = merge(whole, page)
        if (nextOf(page) && sizeOf(whole) >= most) return { ...whole, ...leadingOn(page) }
      }
    }
    return whole
  } catch (error) {
    return { ...whole, ...errorAnswer(error, signal) }
  }
}

/** What of a page says that another follows, as a reader of the answer will see it. */
const leadingOn = ({ nextToken, NextToken, NextMarker, Marker, IsTruncated }: Page): Page =>
  JSON.parse(JSON.stringify({ nextToken, NextToken, NextMarker, Marker, IsTruncated })) as Page

/** Runs so many tasks at once, the others in turn. */
function slots(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = count
  const queue: (() => void)[] = []
  return async (task) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await task()
    } finally {
      const next = queue.shift()
      if (next) next()
      else free += 1
    }
  }
}
