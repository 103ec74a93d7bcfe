/** The rights that reading an account takes: the least IAM policy, and which of its calls are refused when they are tried. */
import type { Controls } from '../../assess/assess.ts'
import type { Answers } from '../../collect/aws/answers.ts'
import type { AwsKind } from '../../collect/aws/calls.ts'
import { actionsOf, iamPolicy, type Place, refusals, untried, whatEachCosts } from '../../collect/aws/permissions.ts'
import { printPolicy } from '../../collect/aws/print-policy.ts'
import { kinds } from '../../model/kinds.ts'
import { UsageError } from '../../model/usage-error.ts'
import { note } from '../output.ts'
import type { AccountDoor } from './account.ts'
import type { LiveFlags } from './flags.ts'
import { deadline, type Interrupts } from './interrupt.ts'
import type { Lack, Readers, Rights } from './rights.ts'
import type { Target } from './targets.ts'

/**
 * IAM has no question that tells all of what one may do, so the calls themselves are tried.
 * @param account undefined: nothing is tried; nor is it where nobody can sign in, of which a note tells
 */
export async function accountRights(
  chosen: Controls,
  readers: Readers,
  target: Target | undefined,
  account: AccountDoor | undefined,
  flags: LiveFlags,
  interrupts: Interrupts,
): Promise<Rights> {
  const wanted = new Set([...readers.keys()].filter((kind): kind is AwsKind => kinds[kind].plane === 'aws'))
  const region = flags.region ?? target?.identity.region
  const cluster = target?.cluster ?? flags.cluster
  const tried = account && wanted.size > 0 ? await tryCalls(wanted, cluster, target, account, flags, interrupts) : undefined
  const policy = iamPolicy(wanted, { ...(region !== undefined && { region }), ...(cluster !== undefined && { cluster }), ...tried?.place })
  return {
    plane: 'AWS',
    policy,
    yaml: printPolicy(policy, 'yaml'),
    terraform: printPolicy(policy, 'terraform'),
    needed: actionsOf(policy).length,
    lacks: tried && lacksOf(tried.answers, wanted, chosen),
  }
}

async function tryCalls(
  wanted: ReadonlySet<AwsKind>,
  cluster: string | undefined,
  target: Target | undefined,
  { openAws, collectAccount }: AccountDoor,
  flags: LiveFlags,
  interrupts: Interrupts,
): Promise<{ readonly answers: Answers; readonly place: Place } | undefined> {
  const phase = deadline(interrupts.signal, flags.timeout)
  try {
    const aws = await openAws(target?.identity ?? {})
    const answers = await collectAccount(aws, cluster, wanted, () => undefined, phase.signal)
    interrupts.check()
    const account: unknown = answers.good('sts:GetCallerIdentity')?.Account
    return { answers, place: { region: aws.region, ...(typeof account === 'string' && { account }) } }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    note(`ekshield: AWS was not asked: ${error.message}`)
    return undefined
  } finally {
    phase.clear()
  }
}

function lacksOf(answers: Answers, wanted: ReadonlySet<AwsKind>, chosen: Controls): Lack[] {
  const costs = whatEachCosts(chosen)
  const refused = refusals(answers).map(({ action }) => action)
  const silent = untried(answers, wanted).filter((action) => !refused.includes(action))
  return [
    ...refused.map((action) => ({ says: action, controls: costs.get(action) ?? [] })),
    ...silent.map((action) => ({ says: `${action} (not tried: what to ask about was not told)`, controls: costs.get(action) ?? [] })),
  ]
}
