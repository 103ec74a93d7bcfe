/** The rights of each plane: the least policy that the chosen controls take, and what the caller lacks of it. */
import type { Controls } from '../../assess/assess.ts'
import type { AwsKind } from '../../collect/aws/calls.ts'
import { iamActions, iamPolicy, refusals, whatEachCosts } from '../../collect/aws/permissions.ts'
import { discover, resourcesOf } from '../../collect/kube/discovery.ts'
import { clusterRole, lacking, type Right, rightsFor, terraformRole } from '../../collect/kube/rights.ts'
import { withNaming } from '../../collect/wanted.ts'
import { openKube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import { UsageError } from '../../model/usage-error.ts'
import { kindsRead } from '../../world/permissions.ts'
import { type AccountDoor, credentialsOf } from './account.ts'
import { inWords, kubeletWay } from './collect.ts'
import type { LiveFlags } from './flags.ts'
import { deadline, type Interrupts } from './interrupt.ts'
import type { Target } from './targets.ts'

/** A right the caller has not, and the controls that cannot be decided, or not everywhere, without it. */
interface Lack {
  readonly says: string
  readonly controls: readonly string[]
}

export interface Rights {
  readonly plane: 'Kubernetes' | 'AWS'
  /** The least policy, as its own plane writes it. */
  readonly policy: object
  readonly terraform: string
  readonly needed: number
  /** Undefined where nobody was asked. */
  readonly lacks: readonly Lack[] | undefined
}

/** Kind -> the controls that read it, or read what it names. */
export type Readers = ReadonlyMap<StoredKind, readonly string[]>

export function readersOf(chosen: Controls): Readers {
  const readers = new Map<StoredKind, string[]>()
  for (const [id, control] of Object.entries(chosen))
    for (const kind of withNaming(new Set(kindsRead(control)))) readers.set(kind, [...(readers.get(kind) ?? []), id])
  return readers
}

/** @param target where it is given, the role holds only what that cluster has, and its API server is asked. Throws `UsageError` where it cannot be */
export async function clusterRights(readers: Readers, target: Target | undefined, flags: LiveFlags, interrupts: Interrupts): Promise<Rights> {
  const wanted = new Set(readers.keys())
  const costs = (right: Right): Lack => ({ says: right.says, controls: [...new Set(right.kinds.flatMap((kind) => readers.get(kind) ?? []))].sort() })
  const rightsOf = (rights: readonly Right[], lacks: readonly Right[] | undefined): Rights => {
    const role = clusterRole(rights)
    return { plane: 'Kubernetes', policy: role, terraform: terraformRole(role), needed: rights.length, lacks: lacks?.map(costs) }
  }
  const way = kubeletWay(flags)
  if (!target?.place) return rightsOf(rightsFor(wanted, way), undefined)
  const phase = deadline(interrupts.signal, flags.timeout)
  const kube = openKube(target.place, credentialsOf, phase.signal)
  try {
    const groups = new Set([...wanted].flatMap((kind) => resourcesOf(kind).map(({ group }) => group)))
    const rights = rightsFor(wanted, way, await discover(kube, groups))
    return rightsOf(rights, await lacking(kube, rights))
  } catch (error) {
    interrupts.check()
    throw error instanceof KubeError ? new UsageError(inWords(error, target)) : error
  } finally {
    phase.clear()
    kube.close()
  }
}

/**
 * IAM has no question that tells all of what one may do, so the calls themselves are tried.
 * @param account undefined: nothing is tried. Throws `UsageError` where nobody can sign in
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
  const policy = iamPolicy(wanted, { ...(region !== undefined && { region }), ...(cluster !== undefined && { cluster }) })
  const rights = { plane: 'AWS' as const, policy, terraform: terraformPolicy(policy), needed: iamActions(wanted).length }
  if (!account || wanted.size === 0) return { ...rights, lacks: undefined }
  const phase = deadline(interrupts.signal, flags.timeout)
  try {
    const aws = await account.openAws(target?.identity ?? {})
    const answers = await account.collectAccount(aws, cluster, wanted, () => undefined, phase.signal)
    interrupts.check()
    const costs = whatEachCosts(chosen)
    return { ...rights, lacks: refusals(answers).map(({ action }) => ({ says: action, controls: costs.get(action) ?? [] })) }
  } finally {
    phase.clear()
  }
}

function terraformPolicy(policy: object): string {
  const body = JSON.stringify(policy, null, 2).replaceAll('\n', '\n  ')
  return `resource "aws_iam_policy" "ekshield" {\n  name   = "ekshield"\n  policy = jsonencode(${body})\n}\n`
}
