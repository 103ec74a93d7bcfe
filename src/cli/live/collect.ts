/** Collects one live target within its deadlines, and puts what goes wrong into words. */
import v8 from 'node:v8'
import { namedIn } from '../../collect/aws/named.ts'
import { clusterAt } from '../../collect/aws/clusters.ts'
import { type AskAccount, collectLive } from '../../collect/live.ts'
import type { KubeletWay } from '../../collect/kube/kubelets.ts'
import { now } from '../../doors/clock.ts'
import { openKube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredKind } from '../../model/facts.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { type AccountDoor, credentialsOf } from './account.ts'
import type { LiveFlags } from './flags.ts'
import { deadline, type Interrupts } from './interrupt.ts'
import { progressOf } from './progress.ts'
import { refuseAbsent, type Target } from './targets.ts'

export interface Collecting extends LiveFlags {
  readonly asOf?: string
  readonly wanted?: ReadonlySet<StoredKind>
}

export const kubeletWay = ({ allowNodeProxy, askKubelets }: LiveFlags): KubeletWay => (allowNodeProxy ? 'proxy' : askKubelets ? 'direct' : 'no')

/** Throws `UsageError` where the cluster cannot be asked at all, `Interrupted` when the user stops it. */
export async function collectTarget(target: Target, flags: Collecting, account: AccountDoor | undefined, interrupts: Interrupts): Promise<Snapshot> {
  const { place, name } = target
  makeRoom()
  const progress = progressOf(name)
  const phase = deadline(interrupts.signal, flags.timeout)
  const kube = place && openKube(place, credentialsOf, phase.signal)
  try {
    const snapshot = await collectLive(
      {
        target: name,
        ...(kube && { kube }),
        ...(account && flags.aws !== false && { account: askAccount(target, account, flags, interrupts) }),
        isEks: target.cluster !== undefined || place?.eks !== undefined || !place,
        ...(unasked(flags) !== undefined && { unasked: unasked(flags) as string }),
        ...(flags.wanted && { wanted: flags.wanted }),
        kubelets: kubeletWay(flags),
        time: flags.asOf ?? now(),
      },
      progress.note,
    )
    interrupts.check()
    return snapshot
  } catch (error) {
    interrupts.check()
    throw error instanceof KubeError ? new UsageError(inWords(error, target)) : error
  } finally {
    phase.clear()
    kube?.close()
    progress.end()
  }
}

/**
 * Most of a page is thrown away as it comes, so that room for short-lived objects saves a fifth of the processor time, and
 * memory too. Files are kept as they are read: for them the program starts with little.
 */
function makeRoom(): void {
  // Checked on 20 and 24; a Node that does not know the flag would complain on stderr.
  if (Number.parseInt(process.versions.node, 10) <= 24) v8.setFlagsFromString('--semi-space-growth-factor=4')
}

const unasked = (flags: LiveFlags): string | undefined => (flags.aws === false ? '--no-aws' : flags.kube === false ? '--no-kube' : undefined)

function askAccount({ identity, cluster, place }: Target, { openAws, collectAccount }: AccountDoor, flags: LiveFlags, { signal }: Interrupts): AskAccount {
  return async (wanted, seen, note) => {
    note('the AWS account')
    const phase = deadline(signal, flags.timeout)
    try {
      const aws = await openAws(identity)
      if (!place && cluster !== undefined) await refuseAbsent(aws, cluster)
      const name = cluster ?? (place && (await clusterAt(aws, place.server).catch(() => undefined)))
      let calls = 0
      return await collectAccount(aws, name, wanted, () => note('the AWS account', ++calls, 'calls'), phase.signal, namedIn(seen))
    } finally {
      phase.clear()
    }
  }
}

/** What went wrong, and what to do about it, in one sentence. */
export function inWords(error: KubeError, { place }: Target): string {
  const { fault, message, clockAhead = 0 } = error
  if (fault !== 'unknown caller') return message
  if (Math.abs(clockAhead) > 60) {
    const far = Math.abs(clockAhead) > 600 ? `${Math.round(Math.abs(clockAhead) / 60)} minutes` : `${Math.abs(clockAhead)} seconds`
    return `${message}; this machine's clock is ${far} ${clockAhead > 0 ? 'ahead of' : 'behind'} the server's: set it right first`
  }
  if (place?.token) {
    const login = place.token.profile === undefined ? 'aws sso login' : `aws sso login --profile ${place.token.profile}`
    return `${message}; renew the AWS credentials (${login}), or see whether this identity has an access entry in the cluster`
  }
  const user = place?.config.getCurrentUser()
  if (user?.exec) return `${message}; renew them as the command ${String(user.exec.command)} wants it`
  if (user?.certData || user?.certFile) return `${message}; the client certificate may have run out: fetch a new kubeconfig`
  return `${message}; fetch a new token or kubeconfig`
}
