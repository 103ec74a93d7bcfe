/** The rights of a plane: the least policy that the chosen controls take, and what the caller lacks of it. Those of Kubernetes are asked for here. */
import type { Controls } from '../../assess/assess.ts'
import { discover, resourcesOf, type Served } from '../../collect/kube/discovery.ts'
import { clusterRole, lacking, type Right, rightsFor, terraformRole, writeRightsFor } from '../../collect/kube/rights.ts'
import { withNaming } from '../../collect/wanted.ts'
import { openKube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { Kind, StoredKind } from '../../model/facts.ts'
import { addTo } from '../../model/groups.ts'
import { UsageError } from '../../model/usage-error.ts'
import { kindsRead } from '../../world/permissions.ts'
import { credentialsOf } from './account.ts'
import { inWords, kubeletWay } from './collect.ts'
import type { LiveFlags } from './flags.ts'
import { deadline, type Interrupts } from './interrupt.ts'
import type { Target } from './targets.ts'

/** A right the caller has not, and the controls that cannot be decided, or not everywhere, without it. */
export interface Lack {
  readonly says: string
  /** Without it nothing of theirs can be mended; they are decided all the same. */
  readonly mends?: true
  readonly controls: readonly string[]
}

export interface Rights {
  readonly plane: 'Kubernetes' | 'AWS'
  /** The least policy, as its own plane writes it. */
  readonly policy: object
  /** The policy as YAML, where its plane takes another form than it has. */
  readonly yaml?: string
  readonly terraform: string
  readonly needed: number
  /** Undefined where nobody was asked. */
  readonly lacks: readonly Lack[] | undefined
}

/** Kind -> the controls that read it, or read what it names. */
export type Readers = ReadonlyMap<StoredKind, readonly string[]>

export function readersOf(chosen: Controls): Readers {
  const readers = new Map<StoredKind, string[]>()
  for (const [id, control] of Object.entries(chosen)) for (const kind of withNaming(new Set(kindsRead(control)))) addTo(readers, kind, id)
  return readers
}

/** What is edited where a control about a kind finds fault. Pods and Jobs cannot be; Secrets are never read. A law holds it against the remedies. */
export const mendable: { readonly [K in Kind]?: readonly StoredKind[] } = {
  workloads: ['deployments', 'statefulSets', 'daemonSets', 'cronJobs', 'replicaSets', 'replicationControllers', 'podTemplates'],
  grants: ['roleBindings'],
  namespaces: ['namespaces'],
  serviceAccounts: ['serviceAccounts'],
  services: ['services'],
  ec2NodeClasses: ['ec2NodeClasses'],
}
export const made: ReadonlySet<StoredKind> = new Set(['networkPolicies'])
export const removed: ReadonlySet<StoredKind> = new Set(['roleBindings'])

/** Call -> the controls whose findings it mends. The law holds it as well. */
export const mendingCalls: Readonly<Record<string, readonly string[]>> = {
  'config:StartConfigurationRecorder': ['compliance/config-recorder-off'],
  'ec2:EnableEbsEncryptionByDefault': ['data/missing-ebs-default'],
  'ec2:ModifyInstanceMetadataDefaults': ['iam/account-metadata-default'],
  'ec2:ModifyInstanceMetadataOptions': ['iam/metadata-open-to-pods', 'iam/metadata-switched-off', 'iam/metadata-token-optional'],
  'ec2:ModifySubnetAttribute': ['host/auto-assigned-address'],
  'ecr:PutImageScanningConfiguration': ['image/unscanned-repository'],
  'ecr:PutImageTagMutability': ['image/mutable-repository'],
  'ecr:PutRegistryScanningConfiguration': ['image/basic-scanning', 'image/unscanned-repository'],
  'eks:UpdateClusterConfig': [
    'audit/audit-log-off',
    'audit/authenticator-log-off',
    'audit/control-plane-log-off',
    'iam/private-endpoint-off',
    'iam/public-endpoint',
    'response/missing-deletion-protection',
  ],
  'eks:UpdateNodegroupConfig': ['host/whole-group-update'],
  'guardduty:CreateDetector': ['runtime/guardduty-off'],
  'guardduty:UpdateDetector': [
    'runtime/guardduty-off',
    'runtime/late-finding-updates',
    'runtime/malware-scan-off',
    'runtime/missing-runtime-agent',
    'runtime/unanalysed-audit-log',
  ],
  'guardduty:UpdateMalwareScanSettings': ['runtime/malware-scan-off'],
  'iam:UntagRole': ['iam/forged-session-tag'],
  'inspector2:Enable': ['host/inspector-off', 'image/basic-scanning'],
  'kms:CancelKeyDeletion': ['data/endangered-cluster-key'],
  'kms:EnableKey': ['data/endangered-cluster-key'],
  'kms:EnableKeyRotation': ['data/missing-key-rotation'],
  'logs:PutLogGroupDeletionProtection': ['response/erasable-audit-log'],
  'logs:PutRetentionPolicy': ['audit/short-log-retention'],
}

/** Kind -> the controls whose findings are mended by an edit of it. */
export function mendedBy(chosen: Controls): Readers {
  const mended = new Map<StoredKind, string[]>()
  for (const [id, control] of Object.entries(chosen))
    if (control.must !== undefined || control.remedy !== undefined) for (const kind of mendable[control.about] ?? []) addTo(mended, kind, id)
  return mended
}

/** @param target where it is given, the role holds only what that cluster has, and its API server is asked. Throws `UsageError` where it cannot be */
export async function clusterRights(
  readers: Readers,
  target: Target | undefined,
  flags: LiveFlags,
  interrupts: Interrupts,
  mending?: Readers,
): Promise<Rights> {
  const wanted = new Set(readers.keys())
  const costs = (right: Right): Lack => {
    const isRead = right.verb === 'list' || right.resource.includes('/') || right.path !== undefined
    const by = isRead ? readers : (mending ?? readers)
    return { says: right.says, ...(!isRead && { mends: true }), controls: [...new Set(right.kinds.flatMap((kind) => by.get(kind) ?? []))].sort() }
  }
  const writes = (served?: Served): Right[] => (mending ? writeRightsFor(new Set(mending.keys()), made, removed, served) : [])
  const rightsOf = (rights: readonly Right[], lacks: readonly Right[] | undefined): Rights => {
    const role = clusterRole(rights)
    return { plane: 'Kubernetes', policy: role, terraform: terraformRole(role), needed: rights.length, lacks: lacks?.map(costs) }
  }
  const way = kubeletWay(flags)
  if (!target?.place) return rightsOf([...rightsFor(wanted, way), ...writes()], undefined)
  const phase = deadline(interrupts.signal, flags.timeout)
  const kube = openKube(target.place, credentialsOf, phase.signal)
  try {
    const groups = new Set([...wanted].flatMap((kind) => resourcesOf(kind).map(({ group }) => group)))
    const served = await discover(kube, groups)
    const rights = [...rightsFor(wanted, way, served), ...writes(served)]
    return rightsOf(rights, await lacking(kube, rights))
  } catch (error) {
    interrupts.check()
    throw error instanceof KubeError ? new UsageError(inWords(error, target)) : error
  } finally {
    phase.clear()
    kube.close()
  }
}
