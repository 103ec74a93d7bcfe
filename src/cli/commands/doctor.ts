/** `ekshield doctor`: the least rights that the chosen controls need, what the caller lacks of them, and what that costs. */
import { choose } from '../../assess/assess.ts'
import type { Settings } from '../../assess/settings.ts'
import { discover, resourcesOf } from '../../collect/kube/discovery.ts'
import type { KubeletWay } from '../../collect/kube/kubelets.ts'
import { clusterRole, lacking, type Right, rightsFor, terraformRole } from '../../collect/kube/rights.ts'
import { withNaming } from '../../collect/wanted.ts'
import { controls } from '../../controls/index.ts'
import { openKube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredKind } from '../../model/facts.ts'
import { UsageError } from '../../model/usage-error.ts'
import { wrap } from '../../report/plain.ts'
import { yamlOf } from '../../report/yaml.ts'
import { kindsRead } from '../../world/permissions.ts'
import { credentialsOf, loadAccount } from '../live/account.ts'
import { askAccount } from '../live/account-rights.ts'
import type { Half, Lack, Readers } from '../live/rights.ts'
import { inWords, kubeletWay } from '../live/collect.ts'
import type { LiveFlags } from '../live/flags.ts'
import { deadline, type Interrupts, listenForInterrupts } from '../live/interrupt.ts'
import { findTargets, type Target } from '../live/targets.ts'
import { note, print, widthOf } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

type DoctorFlags = SettingFlags & LiveFlags & { readonly format: 'text' | 'json' | 'yaml' | 'terraform' }

export async function doctor(flags: DoctorFlags): Promise<void> {
  const { settings } = await readSettings(flags, Object.keys(controls))
  const readers = readersOf(settings)
  const interrupts = listenForInterrupts()
  try {
    const target = await targetOf(flags)
    const cluster = flags.kube === false ? undefined : await askCluster(readers, kubeletWay(flags), target, flags, interrupts)
    interrupts.check()
    const account = flags.aws === false ? undefined : await askAccount(readers, target, flags, interrupts)
    interrupts.check()
    await print(shown(flags, target, cluster, account, readers))
    if (flags.format === 'text' && [cluster, account].some((half) => half?.lacks && half.lacks.length > 0)) process.exitCode = 3
  } finally {
    interrupts.ignore()
  }
}

function readersOf(settings: Settings): Readers {
  const readers = new Map<StoredKind, string[]>()
  for (const [id, control] of choose(controls, settings))
    for (const kind of withNaming(new Set(kindsRead(control)))) readers.set(kind, [...(readers.get(kind) ?? []), id])
  return readers
}

/** Without a kubeconfig, the rights are those that some cluster might want. */
async function targetOf(flags: DoctorFlags): Promise<Target | undefined> {
  if (flags.kube === false && flags.cluster === undefined) return undefined
  const isNamed = flags.context !== undefined || flags.kubeconfig !== undefined || flags.cluster !== undefined
  try {
    const targets = await findTargets(flags, flags.aws === false ? undefined : await loadAccount())
    if (targets.length > 1) throw new UsageError('doctor looks at one cluster at a time; name one --context')
    return targets[0]
  } catch (error) {
    if (isNamed || !(error instanceof UsageError) || !error.message.startsWith('no kubeconfig')) throw error
    note('ekshield: no cluster was asked: these are the rights for any; name one with --context')
    return undefined
  }
}

async function askCluster(readers: Readers, way: KubeletWay, target: Target | undefined, flags: DoctorFlags, interrupts: Interrupts): Promise<Half> {
  const wanted = new Set(readers.keys())
  const costs = (right: Right): Lack => ({ says: right.says, controls: [...new Set(right.kinds.flatMap((kind) => readers.get(kind) ?? []))].sort() })
  const half = (rights: readonly Right[], lacks: readonly Right[] | undefined): Half => {
    const role = clusterRole(rights)
    return { policy: role, terraform: terraformRole(role), needed: rights.length, lacks: lacks?.map(costs) }
  }
  if (!target?.place) return half(rightsFor(wanted, way), undefined)
  const phase = deadline(interrupts.signal, flags.timeout)
  const kube = openKube(target.place, credentialsOf, phase.signal)
  try {
    const groups = new Set([...wanted].flatMap((kind) => resourcesOf(kind).map(({ group }) => group)))
    const rights = rightsFor(wanted, way, await discover(kube, groups))
    return half(rights, await lacking(kube, rights))
  } catch (error) {
    interrupts.check()
    throw error instanceof KubeError ? new UsageError(inWords(error, target)) : error
  } finally {
    phase.clear()
    kube.close()
  }
}

function shown({ format }: DoctorFlags, target: Target | undefined, cluster: Half | undefined, account: Half | undefined, readers: Readers): string {
  const halves = [cluster, account].filter((half): half is Half => half !== undefined)
  if (format === 'yaml') return halves.map(({ policy, yaml }) => yaml ?? yamlOf(policy)).join('---\n')
  if (format === 'terraform') return halves.map(({ terraform }) => terraform).join('\n')
  if (format === 'json') {
    const told = { ...(cluster && { clusterRole: cluster.policy }), ...(account && { iamPolicy: account.policy }) }
    return `${JSON.stringify({ ...told, lacks: halves.flatMap(({ lacks }) => lacks ?? []) }, null, 2)}\n`
  }
  const lines = [`ekshield doctor  ${target?.name ?? 'no cluster asked'}`]
  const width = widthOf(undefined)
  for (const [plane, half] of [
    ['Kubernetes', cluster],
    ['AWS', account],
  ] as const) {
    if (!half) continue
    const state = half.lacks === undefined ? '' : half.lacks.length === 0 ? ', none lacking' : `, ${half.lacks.length} lacking`
    lines.push('', `${plane}: ${half.needed} rights needed${state}`)
    for (const { says, controls: ids } of half.lacks ?? [])
      lines.push(
        ...wrap(`${says}: leaves ${ids.length} control${ids.length === 1 ? '' : 's'} undecided, or in part: ${few(ids)}`, width - 4).map(
          (line, i) => `${i === 0 ? '    ' : '      '}${line}`,
        ),
      )
  }
  const kubelets = readers.get('kubelets')
  if (kubelets && cluster && !JSON.stringify(cluster.policy).includes('nodes/'))
    lines.push(
      '',
      ...wrap(
        `Kubelets are not asked, which leaves ${kubelets.length} controls undecided: --ask-kubelets needs get nodes/configz and a way to the nodes, --allow-node-proxy needs get nodes/proxy.`,
        width,
      ),
    )
  lines.push('', ...wrap('`-f yaml`, `-f json` and `-f terraform` print the least policy.', width))
  return `${lines.join('\n')}\n`
}

const few = (ids: readonly string[]): string => `${ids.slice(0, 6).join(', ')}${ids.length > 6 ? ` and ${ids.length - 6} more` : ''}`
