/** Makes planned calls: waits for what else is under way, follows updates to their end, and takes calls back. */
import type { Aws, AwsDoor } from '../../doors/aws.ts'
import { openWrites } from '../../doors/aws-writes.ts'
import { Refused } from '../../model/refused.ts'
import { iamAction } from '../../world/permissions.ts'
import type { AwsWrite, Hand, Look } from '../write.ts'
import { type Input, rowOf, Unplanned } from './calls.ts'
import { askOf, isSame } from './plan.ts'

export interface Patience {
  /** How long an update, or one that stands in its way, may take. Milliseconds; EKS takes some ten minutes for a cluster. */
  readonly most?: number
  /** Between two looks, in milliseconds. */
  readonly pause?: number
  /** Ends all waiting. */
  readonly signal?: AbortSignal
}

/** How long reads may lag behind writes, in milliseconds. */
const visible = 60_000

interface AwsError extends Error {
  readonly $fault?: 'client' | 'server'
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const denials = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AccessDeniedFault'])
const throttles = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled)/
const isConflict = ({ name }: Error): boolean => ['ResourceInUseException', 'OperationAbortedException', 'ConcurrentModificationException'].includes(name)
/** AWS said no, and so has done nothing. Where it broke down, or nothing was heard of it, that is not known. */
const isNo = (error: unknown): error is AwsError => {
  const { $metadata, name } = error as AwsError
  const status = $metadata?.httpStatusCode ?? 0
  return (status >= 400 && status < 500) || throttles.test(name)
}

function refusal(call: string, error: AwsError): Refused {
  const words = error.message.replace(/\.$/, '')
  if (denials.has(error.name)) return new Refused(`${call} needs the IAM action ${iamAction(call)}: ${words}`)
  if (throttles.test(error.name)) return new Refused(`AWS takes no more calls for now, ${call} among them: ${words}`)
  return new Refused(`AWS refuses ${call}: ${error.name}: ${words}`)
}

/** @param door through which reads come; writes go by the same credentials */
export function awsHand(door: AwsDoor, { most = 30 * 60_000, pause = 5_000, signal }: Patience = {}): Hand<AwsWrite> {
  const aws: Aws = openWrites(door)
  const ask = askOf(aws, signal)
  const rowFor = ({ call }: AwsWrite) => {
    const row = rowOf(call)
    if (!row) throw new Refused(`no program makes ${call}`)
    return row
  }

  async function one(call: string, input: Input): Promise<Readonly<Record<string, unknown>>> {
    for await (const page of ask(call, input)) return page
    return {}
  }

  /** Asks again until there is an answer, or throws what is to be said when it has taken too long. */
  async function until<T>(find: () => Promise<T | undefined>, late: () => Error, within = most): Promise<T> {
    for (const end = Date.now() + within; ; await rest(pause, signal)) {
      const found = await find()
      if (found !== undefined) return found
      if (Date.now() >= end) throw late()
    }
  }

  const minutes = `${Math.round(most / 60_000)} minutes`

  /** Waits until nothing keeps the thing from being changed. */
  async function idle(write: AwsWrite): Promise<void> {
    const { busy } = rowFor(write)
    let why: string | undefined
    if (busy)
      await until(
        async () => {
          why = await busy(ask, write.input)
          return why === undefined ? true : undefined
        },
        () => new Refused(`what ${write.call} changes is still ${why} after ${minutes}`),
      )
  }

  async function look(write: AwsWrite): Promise<Look> {
    await idle(write)
    let now: unknown
    try {
      now = await rowFor(write).state(ask, write.input)
    } catch (error) {
      if (error instanceof Unplanned) return { moved: error.message }
      throw error
    }
    // First, since what takes long to be seen is still as it was.
    if (isSame(now, write.was)) return 'before'
    return isSame(now, write.is) ? 'after' : { moved: `it is ${JSON.stringify(now)} by now` }
  }

  /** Follows an update of EKS to its end; a failed one has changed nothing. */
  async function follow(answer: Readonly<Record<string, unknown>>, input: Input): Promise<void> {
    const id = (answer['update'] as { id?: string } | undefined)?.id
    if (id === undefined) return
    const { name, clusterName = name, nodegroupName } = input
    const asked = { name: clusterName, updateId: id, ...(nodegroupName !== undefined && { nodegroupName }) }
    const update = await until(
      async () => {
        const { update: now } = (await one('eks:DescribeUpdate', asked)) as { update?: Update }
        return now?.status === 'InProgress' ? undefined : now
      },
      () => new Error(`update ${id} of ${String(clusterName)} is still under way after ${minutes}`),
    )
    if (update.status === 'Successful') return
    const words = (update.errors ?? []).map(({ errorCode, errorMessage }) => `${errorCode}: ${errorMessage}`).join('; ')
    throw new Refused(`update ${id} of ${String(clusterName)} ended ${update.status}${words === '' ? '' : `: ${words}`}`)
  }

  /**
   * Makes a call, one at a time for each thing.
   * @param done what the thing is to be like thereafter: an earlier attempt whose answer was lost may have made it so
   */
  async function perform(write: AwsWrite, call: string, input: Input, done: 'before' | 'after'): Promise<void> {
    const end = Date.now() + most
    for (;;) {
      await idle(write)
      let answer: Readonly<Record<string, unknown>>
      try {
        answer = await one(call, input)
      } catch (error) {
        if (!isNo(error)) throw error
        if (denials.has(error.name) || throttles.test(error.name)) throw refusal(call, error)
        const now = await look(write)
        if (now === done) return
        if (typeof now === 'object') throw new Refused(`${call}: not as it was planned on: ${now.moved}`)
        if (!isConflict(error) || Date.now() >= end) throw refusal(call, error)
        await rest(pause, signal)
        continue
      }
      return follow(answer, input)
    }
  }

  async function requireBefore(write: AwsWrite): Promise<void> {
    const now = await look(write)
    if (now === 'before') return
    throw new Refused(now === 'after' ? `${write.call}: it is so already` : `${write.call}: not as it was planned on: ${now.moved}`)
  }

  return {
    look,
    async tryOut(write) {
      await requireBefore(write)
      if (!rowFor(write).hasDryRun) return
      try {
        await one(write.call, { ...write.input, DryRun: true })
      } catch (error) {
        // EC2 answers a dry run that would succeed with this error.
        if ((error as Error).name !== 'DryRunOperation') throw isNo(error) ? refusal(write.call, error) : error
      }
    },
    async make(write) {
      await requireBefore(write)
      await perform(write, write.call, write.input, 'after')
    },
    async takeBack(write) {
      const now = await look(write)
      if (now === 'before') return
      if (now !== 'after') throw new Refused(`${write.call} is not taken back: ${now.moved}`)
      if (!write.back) throw new Refused(`AWS has no call that takes ${write.call} back`)
      await perform(write, write.back.call, write.back.input, 'before')
    },
    async settle(write, as) {
      // What AWS has taken is not at once seen by every read.
      await until(
        async () => {
          const now = await look(write)
          if (now === as) return true
          if (typeof now === 'string') return undefined
          throw new Refused(`${write.call} has not come to be: ${now.moved}`)
        },
        () => new Refused(`${write.call} was taken, but nothing is to be seen of it`),
        Math.min(most, visible),
      )
    },
  }
}

interface Update {
  readonly status: string
  readonly errors?: readonly { readonly errorCode?: string; readonly errorMessage?: string }[]
}

/** Throws what the signal was ended with. */
function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
