/** Plans a call that changes the account: what it finds there, what it leaves, and what takes it back. */
import type { Aws } from '../../doors/aws.ts'
import type { Change } from '../../model/change.ts'
import { askedIn } from '../../model/asked.ts'
import type { AwsWrite } from '../write.ts'
import { AlreadySo, type Ask, rowOf, type State, Unplanned } from './calls.ts'

export { AlreadySo, Unplanned } from './calls.ts'

export const askOf =
  (aws: Aws, signal?: AbortSignal): Ask =>
  (call, input) => {
    const [service = '', operation = ''] = call.split(':')
    return aws.call(service, operation, input, signal)
  }

/** Members in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, ordered(one)]),
  )
}

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))

/** @throws Unplanned where no program makes the call, saying why, and `AlreadySo` where there is nothing to do; what AWS answers when it is asked is passed on */
export async function planAws(aws: Aws, { call, input }: Pick<Extract<Change, { do: 'aws' }>, 'call' | 'input'>): Promise<AwsWrite> {
  const row = rowOf(call)
  if (!row) throw new Unplanned(`no program makes ${call} by itself`)
  const open = askedIn(input)
  if (open.length > 0) throw new Unplanned(`only a person knows ${open.join(', ')}`)
  const was = await row.state(askOf(aws), input)
  const is = row.after(was, input)
  if (isSame(was, is)) throw new AlreadySo()
  const back = row.back(was, input)
  return { to: 'aws', call, input: row.whole?.(is, input) ?? input, was: trimmed(was), is: trimmed(is), ...(back && { back }) }
}

/** As a ledger keeps it. */
const trimmed = (state: State): unknown => JSON.parse(JSON.stringify(state))
