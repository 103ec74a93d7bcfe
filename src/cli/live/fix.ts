/** `ekshield fix` of a live cluster and its account: collect, plan, and on --apply make one change after another, each judged on what it left. */
import { refresh } from '../../collect/kube/refresh.ts'
import type { Settings } from '../../assess/settings.ts'
import { controls } from '../../controls/index.ts'
import { assess } from '../../assess/assess.ts'
import { type Kube, openKube } from '../../doors/kube.ts'
import type { AwsDoor } from '../../doors/aws.ts'
import { KubeError, tame } from '../../doors/kube-errors.ts'
import { awsHand } from '../../fix/aws/hand.ts'
import type { Answer } from '../../fix/values.ts'
import { apply, type Judge, openWrites, settleOpen, type Site, undo } from '../../fix/apply.ts'
import { keysOf } from '../../fix/foresee.ts'
import type { Ledger, Told } from '../../fix/ledger.ts'
import { planLive, type LivePlan } from '../../fix/live-plan.ts'
import { objectHand } from '../../fix/objects.ts'
import type { SavedPlan } from '../../fix/plan-file.ts'
import type { Plan, Step } from '../../fix/write.ts'
import type { Assessment } from '../../model/assessment.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { several } from '../../report/summary.ts'
import { view } from '../../world/view.ts'
import { note } from '../output.ts'
import { type AccountDoor, credentialsOf, loadAccount } from './account.ts'
import { lackedBy, whyUntold } from './account-rights.ts'
import { collectTarget, inWords } from './collect.ts'
import type { LiveFlags } from './flags.ts'
import { type Interrupts, listenForInterrupts } from './interrupt.ts'
import { kindsOf } from './scan.ts'
import { findTarget, type Target } from './targets.ts'

export interface LiveFix extends LiveFlags {
  readonly risk: 'none' | 'restart' | 'outage'
  readonly patchOwned?: boolean
  readonly readyTimeout: number
}

/** A live target that is open for looking and writing. */
export interface Live {
  readonly name: string
  readonly places: SavedPlan['target']['places']
  plan(): Promise<LivePlan>
  /** Carries out a plan of this target. */
  apply(plan: Plan, ledger: Ledger): Promise<void>
  undo(standing: readonly Told[], ledger: Ledger): Promise<void>
  settleOpen(ledger: Ledger): Promise<void>
  close(): void
}

/** Throws `UsageError` where the flags name none, or several. */
export async function openLive(flags: LiveFix, settings: Settings, given: readonly Answer[]): Promise<Live> {
  if (flags.allClusters) throw new UsageError('--all-clusters: fix plans for one cluster at a time; name it with --cluster or --context')
  const account = flags.aws === false ? undefined : await loadAccount()
  const interrupts = listenForInterrupts()
  const target = await findTarget(flags, account)
  // Ctrl-C ends between two changes: what is under way is seen through.
  const kube = target.place && openKube(target.place, credentialsOf, new AbortController().signal)
  try {
    const aws = account && (await accountOf(target, account))
    const places = { ...(kube && { object: `cluster ${await uidOf(kube)}` }), ...(aws && { aws: `account ${aws.id} ${aws.door.region}` }) }
    return new Opened(target, flags, settings, given, account, kube, aws, interrupts, places)
  } catch (error) {
    kube?.close()
    throw error instanceof KubeError ? new UsageError(inWords(error, target)) : error
  }
}

/** A cluster is the same as long as its kube-system is. */
export async function uidOf(kube: Kube): Promise<string> {
  const { metadata } = (await kube.get('/api/v1/namespaces/kube-system')) as { metadata?: { uid?: string } }
  return metadata?.uid ?? 'unknown'
}

interface OpenAccount {
  readonly door: AwsDoor
  readonly id: string
  /** ARN. */
  readonly caller: string
}

/** The account that the credentials lead to; undefined where nobody can sign in. */
async function accountOf({ identity }: Target, { openAws }: AccountDoor): Promise<OpenAccount | undefined> {
  try {
    const door = await openAws(identity)
    for await (const { Account, Arn } of door.call('sts', 'GetCallerIdentity', {})) return { door, id: String(Account), caller: String(Arn) }
  } catch (error) {
    note(`ekshield: AWS is left alone: ${tame((error as Error).message)}`)
  }
  return undefined
}

class Opened implements Live {
  readonly #target: Target
  readonly #flags: LiveFix
  readonly #settings: Settings
  readonly #given: readonly Answer[]
  readonly #account: AccountDoor | undefined
  readonly #aws: OpenAccount | undefined
  readonly #kube: Kube | undefined
  readonly #interrupts: Interrupts
  readonly places: SavedPlan['target']['places']
  #seen: { readonly snapshot: Snapshot; readonly assessment: Assessment } | undefined

  constructor(
    target: Target,
    flags: LiveFix,
    settings: Settings,
    given: readonly Answer[],
    account: AccountDoor | undefined,
    kube: Kube | undefined,
    aws: OpenAccount | undefined,
    interrupts: Interrupts,
    places: SavedPlan['target']['places'],
  ) {
    this.#target = target
    this.#flags = flags
    this.#settings = settings
    this.#given = given
    this.#account = account
    this.#aws = aws
    this.#kube = kube
    this.#interrupts = interrupts
    this.places = places
  }

  get name(): string {
    return this.#target.name
  }

  async #look(): Promise<{ readonly snapshot: Snapshot; readonly assessment: Assessment }> {
    const snapshot = await collectTarget(this.#target, { ...this.#flags, wanted: kindsOf(this.#settings) }, this.#account, this.#interrupts)
    return { snapshot, assessment: this.#judge(snapshot) }
  }

  #judge(snapshot: Snapshot): Assessment {
    return assess(view(snapshot), controls, {}, this.#settings)
  }

  async plan(): Promise<LivePlan> {
    this.#seen = await this.#look()
    const { snapshot, assessment } = this.#seen
    const plan = await planLive({
      snapshot,
      world: view(snapshot),
      assessment,
      controls,
      judge: (one) => this.#judge(one),
      kube: this.#kube,
      aws: this.#aws?.door,
      given: this.#given,
      risk: this.#flags.risk,
      patchOwned: this.#flags.patchOwned === true,
    })
    return { ...plan, lacks: [...plan.lacks, ...(await this.#lackedBy(plan))] }
  }

  /** IAM actions that the caller lacks for the calls of a plan. */
  async #lackedBy({ steps }: Plan): Promise<string[]> {
    const calls = [...new Set(steps.flatMap(({ write }) => (write.to === 'aws' ? [write.call] : [])))]
    if (!this.#aws || calls.length === 0) return []
    const { door, id: account, caller } = this.#aws
    const { cluster } = this.#target
    try {
      return await lackedBy(door, caller, { region: door.region, account, ...(cluster !== undefined && { cluster }) }, calls)
    } catch (error) {
      note(`ekshield: whether you may make the calls was not told: ${whyUntold(error as Error)}`)
      return []
    }
  }

  #site(ledger: Ledger): Site {
    return {
      hands: {
        ...(this.#kube && { object: objectHand(this.#kube, this.#flags.readyTimeout) }),
        ...(this.#aws && { aws: awsHand(this.#aws.door) }),
      },
      places: this.places,
      ledger,
      note: (text) => note(`ekshield: ${text}`),
      check: () => this.#interrupts.check(),
    }
  }

  async apply({ steps }: Plan, ledger: Ledger): Promise<void> {
    const before = this.#seen ?? (await this.#look())
    let { snapshot } = before
    const expected = new Set(keysOf(before.assessment.findings))
    const judge: Judge = async (made) => {
      for (const step of made) for (const one of step.brings) expected.add(one)
      snapshot = await this.#refreshed(snapshot, made)
      return [...keysOf(this.#judge(snapshot).findings)].filter((key) => !expected.has(key))
    }
    await apply(
      steps.map((step) => [step]),
      this.#site(ledger),
      judge,
    )
    const left = (await this.#look()).assessment.findings
    const is = keysOf(left)
    const ended = [...keysOf(before.assessment.findings)].filter((key) => !is.has(key))
    note(`ekshield: ${several(steps.length, 'change')} made; ${several(ended.length, 'fault')} ended, ${is.size} left`)
  }

  async #refreshed(snapshot: Snapshot, made: readonly Step[]): Promise<Snapshot> {
    if (made.some(({ write }) => write.to === 'aws')) return (await this.#look()).snapshot
    let now = snapshot
    for (const { write, risk } of made) if (write.to === 'object' && this.#kube) now = await refresh(this.#kube, now, write.on, write.path, risk === 'restart')
    return now
  }

  undo(standing: readonly Told[], ledger: Ledger): Promise<void> {
    return undo(standing, this.#site(ledger))
  }

  async settleOpen(ledger: Ledger): Promise<void> {
    if (openWrites({ ledger }).length > 0) await settleOpen(this.#site(ledger))
  }

  close(): void {
    this.#kube?.close()
    this.#interrupts.ignore()
  }
}
