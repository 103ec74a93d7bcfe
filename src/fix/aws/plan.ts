/** Plans a call that changes the account: what it finds there, what it leaves, and what takes it back. */
import type { Aws } from '../../doors/aws.ts'
import { canonical } from '../../model/canonical.ts'
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

export const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

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
