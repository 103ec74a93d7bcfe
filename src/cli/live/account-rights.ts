/** The rights that reading an account takes, and fixing it: the least IAM policy, and what of it the caller lacks. */
import type { Controls } from '../../assess/assess.ts'
import type { Answers } from '../../collect/aws/answers.ts'
import type { AwsKind } from '../../collect/aws/calls.ts'
import { actionsOf, fixingIn, type IamPolicy, iamPolicy, type Place, refusals, untried, whatEachCosts } from '../../collect/aws/permissions.ts'
import { printPolicy } from '../../collect/aws/print-policy.ts'
import { notAllowed } from '../../collect/aws/simulate.ts'
import type { Aws } from '../../doors/aws.ts'
import { tame } from '../../doors/kube-errors.ts'
import { actionsOfCall } from '../../fix/aws/calls.ts'
import { kinds } from '../../model/kinds.ts'
import { UsageError } from '../../model/usage-error.ts'
import { several } from '../../report/summary.ts'
import { note } from '../output.ts'
import type { AccountDoor } from './account.ts'
import type { LiveFlags } from './flags.ts'
import { deadline, type Interrupts } from './interrupt.ts'
import { type Lack, mendingCalls, type Readers, type Rights } from './rights.ts'
import type { Target } from './targets.ts'

/**
 * The calls that read are tried. Those that write cannot be; whether they are allowed, IAM is asked.
 *
 * @param account undefined: nothing is tried; nor is it where nobody can sign in, of which a note tells
 * @param fixes whether the rights to fix the account count as well
 */
export async function accountRights(
  chosen: Controls,
  readers: Readers,
  target: Target | undefined,
  account: AccountDoor | undefined,
  flags: LiveFlags,
  interrupts: Interrupts,
  fixes = false,
): Promise<Rights> {
  const wanted = new Set([...readers.keys()].filter((kind): kind is AwsKind => kinds[kind].plane === 'aws'))
  const region = flags.region ?? target?.identity.region
  const cluster = target?.cluster ?? flags.cluster
  const mended = fixes ? actionsMending(chosen) : new Map<string, string[]>()
  const policyOf = (place: Place = {}) =>
    iamPolicy(wanted, { ...(region !== undefined && { region }), ...(cluster !== undefined && { cluster }), ...place }, [...mended.keys()])
  const { place, lacks } =
    account && wanted.size > 0
      ? await signedIn(account, target, flags, interrupts, async (aws, { collectAccount }, signal) => {
          const answers = await collectAccount(aws, cluster, wanted, () => undefined, signal)
          interrupts.check()
          const { Account, Arn } = (answers.good('sts:GetCallerIdentity') ?? {}) as { Account?: string; Arn?: string }
          const here = { region: aws.region, ...(Account !== undefined && { account: Account }) }
          const writes = fixes ? await writesLacking(aws, Arn, policyOf(here), mended, signal) : []
          return { place: here, lacks: [...lacksOf(answers, wanted, chosen), ...writes] }
        })
      : {}
  const policy = policyOf(place)
  return {
    plane: 'AWS',
    policy,
    yaml: printPolicy(policy, 'yaml'),
    terraform: printPolicy(policy, 'terraform'),
    needed: actionsOf(policy).length,
    lacks,
  }
}

/** What comes of it for one who is signed in; nothing where nobody can. */
async function signedIn<T extends object>(
  account: AccountDoor,
  target: Target | undefined,
  flags: LiveFlags,
  interrupts: Interrupts,
  then: (aws: Aws, account: AccountDoor, signal: AbortSignal) => Promise<T>,
): Promise<T | { readonly place?: undefined; readonly lacks?: undefined }> {
  const phase = deadline(interrupts.signal, flags.timeout)
  try {
    return await then(await account.openAws(target?.identity ?? {}), account, phase.signal)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    note(`ekshield: AWS was not asked: ${error.message}`)
    return {}
  } finally {
    phase.clear()
  }
}

/** IAM action -> the controls whose findings the call mends that takes it. */
function actionsMending(chosen: Controls): Map<string, string[]> {
  const mended = new Map<string, string[]>()
  for (const [call, all] of Object.entries(mendingCalls)) {
    const ids = all.filter((id) => Object.hasOwn(chosen, id))
    if (ids.length > 0) for (const action of actionsOfCall(call)) mended.set(action, [...new Set([...(mended.get(action) ?? []), ...ids])].sort())
  }
  return mended
}

/**
 * The IAM actions that making the calls takes, and the caller lacks, as far as IAM tells.
 *
 * @param caller ARN, as sts:GetCallerIdentity tells it
 * @throws what AWS answers where the caller may not ask
 */
export function lackedBy(aws: Aws, caller: string, place: Place, calls: readonly string[]): Promise<string[]> {
  return notAllowed(aws, caller, fixingIn(iamPolicy(new Set(), place, calls.flatMap(actionsOfCall))))
}

/** Why IAM's word on what the caller may do is lacking. */
export const whyUntold = ({ name, message }: Error): string => `IAM was asked, and said ${tame(`${name}: ${message}`)}`

async function writesLacking(
  aws: Aws,
  caller: string | undefined,
  policy: IamPolicy,
  mended: ReadonlyMap<string, readonly string[]>,
  signal: AbortSignal,
): Promise<Lack[]> {
  const fixing = fixingIn(policy)
  if (fixing.length === 0) return []
  try {
    if (caller === undefined) throw new Error('who calls was not told')
    const lacking = await notAllowed(aws, caller, fixing, signal)
    return lacking.map((action) => ({ says: action, mends: true, controls: mended.get(action) ?? [] }))
  } catch (error) {
    const actions = actionsOf({ Statement: fixing })
    const says = `${several(actions.length, 'action')} that fix (not tried: ${whyUntold(error as Error)})`
    return [{ says, mends: true, controls: [...new Set(actions.flatMap((action) => mended.get(action) ?? []))].sort() }]
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
