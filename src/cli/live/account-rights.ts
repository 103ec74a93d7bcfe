/** The IAM half of `doctor`: the least policy for the account behind a cluster, and which of its calls are refused when they are tried. */
import type { Answers } from '../../collect/aws/answers.ts'
import type { AwsKind } from '../../collect/aws/calls.ts'
import { actionsOf, iamPolicy, type Place, refusals, untried } from '../../collect/aws/permissions.ts'
import { printPolicy } from '../../collect/aws/print-policy.ts'
import { kinds } from '../../model/kinds.ts'
import { UsageError } from '../../model/usage-error.ts'
import { iamAction } from '../../world/permissions.ts'
import { note } from '../output.ts'
import { loadAccount } from './account.ts'
import type { LiveFlags } from './flags.ts'
import { deadline, type Interrupts } from './interrupt.ts'
import type { Half, Lack, Readers } from './rights.ts'
import type { Target } from './targets.ts'

/** Without a target, nothing is tried, and the policy is for any account. */
export async function askAccount(readers: Readers, target: Target | undefined, flags: LiveFlags, interrupts: Interrupts): Promise<Half> {
  const wanted = new Set([...readers.keys()].filter((kind): kind is AwsKind => kinds[kind].plane === 'aws'))
  const found = target && (await tryCalls(wanted, target, flags, interrupts))
  const place: Place = {
    ...(target?.identity.region !== undefined && { region: target.identity.region }),
    ...(target?.cluster !== undefined && { cluster: target.cluster }),
    ...found?.place,
  }
  const policy = iamPolicy(wanted, place)
  return {
    policy,
    yaml: printPolicy(policy, 'yaml'),
    terraform: printPolicy(policy, 'terraform'),
    needed: actionsOf(policy).length,
    lacks: found && lacksOf(found.answers, wanted, readers),
  }
}

/** Undefined where nobody can sign in; a note says why. */
async function tryCalls(
  wanted: ReadonlySet<AwsKind>,
  { identity, cluster }: Target,
  flags: LiveFlags,
  interrupts: Interrupts,
): Promise<{ readonly answers: Answers; readonly place: Place } | undefined> {
  const phase = deadline(interrupts.signal, flags.timeout)
  try {
    const { openAws, collectAccount } = await loadAccount()
    const aws = await openAws(identity)
    const answers = await collectAccount(aws, cluster, wanted, () => undefined, phase.signal)
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

function lacksOf(answers: Answers, wanted: ReadonlySet<AwsKind>, readers: Readers): Lack[] {
  const costs = (action: string): string[] => {
    const blind = [...wanted].filter((kind) => kinds[kind].calls.some((call) => iamAction(call) === action))
    return [...new Set(blind.flatMap((kind) => readers.get(kind) ?? []))].sort()
  }
  const refused = refusals(answers).map(({ action }) => action)
  return [
    ...refused.map((action) => ({ says: action, controls: costs(action) })),
    ...untried(answers, wanted).flatMap((action) =>
      refused.includes(action) ? [] : [{ says: `${action} (not tried: what to ask about was not told)`, controls: costs(action) }],
    ),
  ]
}
