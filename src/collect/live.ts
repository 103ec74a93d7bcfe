/** Collects a live cluster and the account behind it into one snapshot. */
import type { Kube } from '../doors/kube.ts'
import { tame } from '../doors/kube-errors.ts'
import type { StoredKind } from '../model/facts.ts'
import { kinds } from '../model/kinds.ts'
import { UsageError } from '../model/usage-error.ts'
import type { Gap, Snapshot } from '../model/snapshot.ts'
import type { Answers } from './aws/answers.ts'
import type { AwsKind } from './aws/calls.ts'
import { Gathering } from './gathering.ts'
import type { KubeletWay } from './kube/kubelets.ts'
import { collectCluster, greet, type Note } from './kube/live.ts'

/** One cluster, and what of it is to be seen. */
export interface Sight {
  /** What the snapshot calls it. */
  readonly target: string
  /** Undefined: nothing is asked of the Kubernetes API. */
  readonly kube?: Kube
  /** Undefined: nothing is asked of AWS. */
  readonly account?: AskAccount
  /** Whether something beyond the API server speaks of EKS: its address, its name, a flag. */
  readonly isEks: boolean
  /** Why a plane is not asked, for the gaps: `--no-aws`. */
  readonly unasked?: string
  /** Kinds that the chosen controls read; undefined: all. */
  readonly wanted?: ReadonlySet<StoredKind>
  readonly kubelets: KubeletWay
  /** When the facts are true, ISO 8601. */
  readonly time: string
}

/** Asks the account for what the kinds need. @param cluster what Kubernetes showed: it names much of what AWS is asked about */
export type AskAccount = (wanted: ReadonlySet<AwsKind>, cluster: Snapshot, note: Note) => Promise<Answers>

const ofPlane = (plane: string): StoredKind[] => (Object.keys(kinds) as StoredKind[]).filter((kind) => kinds[kind].plane === plane)

/** Throws `KubeError` where there is no API server, or it does not know us. */
export async function collectLive(sight: Sight, note: Note): Promise<Snapshot> {
  const { kube, account, target, time } = sight
  const wanted = sight.wanted ?? new Set(Object.keys(kinds) as StoredKind[])
  const gathering = new Gathering()
  let { isEks } = sight
  if (kube) {
    const version = await greet(kube, gathering)
    await collectCluster(kube, wanted, sight.kubelets, gathering, note)
    isEks ||= speaksOfEks(version, gathering)
  }
  const finish = (lost: Gap | undefined): Snapshot =>
    gathering.finish({ scope: 'cluster', target, collector: 'live' }, time, (kind) =>
      lost && kinds[kind].plane === 'aws' ? lost : gapOf(kind, sight, wanted, isEks),
    )
  gathering.open('problems')
  gathering.open('attestations')
  let lost: Gap | undefined
  if (account && isEks) {
    const asked = new Set(ofPlane('aws').filter((kind) => wanted.has(kind)) as AwsKind[])
    try {
      if (asked.size > 0) gathering.answers.take(await account(asked, finish(undefined), note))
    } catch (error) {
      // Where nothing else was asked, what the user meant is wrong.
      if (!kube && error instanceof UsageError) throw error
      // Without credentials for AWS, the cluster alone is still worth judging.
      lost = { because: 'failed', detail: `AWS could not be asked: ${tame(error instanceof Error ? error.message : String(error))}` }
    }
  }
  return finish(lost)
}

/** By its version and the labels of its nodes. What may not be seen rules nothing out: else a right that is lacking would clear an account. */
function speaksOfEks(version: string | undefined, gathering: Gathering): boolean {
  if (version === undefined || version.includes('-eks-') || gathering.gapOf('nodes')) return true
  return gathering.things('nodes').some(({ metadata }) => Object.keys(metadata.labels ?? {}).some((label) => label.startsWith('eks.amazonaws.com/')))
}

/** Why a kind was not collected; undefined for AWS kinds of which the answers tell. */
function gapOf(kind: StoredKind, { kube, account, unasked }: Sight, wanted: ReadonlySet<StoredKind>, isEks: boolean): Gap | undefined {
  const { plane } = kinds[kind]
  if (plane === 'aws') {
    if (!isEks) return { because: 'out of scope', detail: 'this is no EKS cluster, so that no AWS account stands behind it' }
    if (!account) return { because: 'not asked', detail: `AWS was not asked${unasked === undefined ? '' : ` (${unasked})`}` }
    return wanted.has(kind) ? undefined : { because: 'not asked', detail: 'no chosen control reads it' }
  }
  if (!kube) return { because: 'not asked', detail: `the Kubernetes API was not asked${unasked === undefined ? '' : ` (${unasked})`}` }
  return { because: 'not asked', detail: 'no chosen control reads it' }
}
