/** `ekshield doctor`: the least rights that the chosen controls need, what the caller lacks of them, and what that costs. */
import { choose, type Controls } from '../../assess/assess.ts'
import { controls } from '../../controls/index.ts'
import { UsageError } from '../../model/usage-error.ts'
import { wrap } from '../../report/plain.ts'
import { yamlOf } from '../../report/yaml.ts'
import { loadAccount } from '../live/account.ts'
import { accountRights } from '../live/account-rights.ts'
import type { LiveFlags } from '../live/flags.ts'
import { listenForInterrupts } from '../live/interrupt.ts'
import { clusterRights, mendedBy, type Readers, readersOf, type Rights } from '../live/rights.ts'
import { findTargets, type Target } from '../live/targets.ts'
import { note, print, widthOf } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

type DoctorFlags = SettingFlags & LiveFlags & { readonly fix?: boolean; readonly format: 'text' | 'json' | 'yaml' | 'terraform' }

/** Exits 3 where something lacks. */
export async function doctor(flags: DoctorFlags): Promise<void> {
  const { settings } = await readSettings(flags, Object.keys(controls))
  const chosen: Controls = Object.fromEntries(choose(controls, settings))
  const readers = readersOf(chosen)
  const interrupts = listenForInterrupts()
  try {
    const account = flags.aws === false ? undefined : await loadAccount()
    const target = await targetOf(flags)
    const rights: Rights[] = []
    if (flags.kube !== false) rights.push(await clusterRights(readers, target, flags, interrupts, flags.fix ? mendedBy(chosen) : undefined))
    // A policy is printed without asking anybody; what lacks is told in text and JSON.
    const tried = target && (flags.format === 'text' || flags.format === 'json') ? account : undefined
    if (flags.aws !== false) rights.push(await accountRights(chosen, readers, target, tried, flags, interrupts, flags.fix))
    interrupts.check()
    await print(shown(flags, target, rights, readers))
    if (rights.some(({ lacks = [] }) => lacks.length > 0)) process.exitCode = 3
  } finally {
    interrupts.ignore()
  }
}

/** Without a kubeconfig, the rights are those that some cluster might want. */
async function targetOf(flags: DoctorFlags): Promise<Target | undefined> {
  const isNamed = flags.context !== undefined || flags.kubeconfig !== undefined || flags.cluster !== undefined
  try {
    const targets = await findTargets(flags, flags.aws === false ? undefined : await loadAccount())
    if (targets.length > 1) throw new UsageError('doctor looks at one cluster at a time; name one --context')
    return targets[0]
  } catch (error) {
    if (isNamed || !(error instanceof UsageError) || !error.message.startsWith('no kubeconfig')) throw error
    note('ekshield: nobody was asked: these are the rights for any cluster; name one with --context')
    return undefined
  }
}

const keys = { Kubernetes: 'clusterRole', AWS: 'iamPolicy' } as const

function shown({ format, askKubelets, allowNodeProxy }: DoctorFlags, target: Target | undefined, rights: readonly Rights[], readers: Readers): string {
  if (format === 'yaml') return rights.map(({ policy, yaml }) => yaml ?? yamlOf(policy)).join('---\n')
  if (format === 'terraform') return rights.map(({ terraform }) => terraform).join('\n')
  if (format === 'json') {
    const policies = Object.fromEntries(rights.map(({ plane, policy }) => [keys[plane], policy]))
    return `${JSON.stringify({ ...policies, lacks: rights.flatMap(({ lacks }) => lacks ?? []) }, null, 2)}\n`
  }
  const width = widthOf(undefined)
  const lines = [`ekshield doctor  ${target?.name ?? 'nobody asked'}`]
  for (const { plane, needed, lacks } of rights) {
    const state = lacks === undefined ? '' : lacks.length === 0 ? ', none lacking' : `, ${lacks.length} lacking`
    lines.push('', `${plane}: ${needed} rights needed${state}`)
    for (const { says, mends, controls: ids } of lacks ?? []) {
      const of = `${ids.length} control${ids.length === 1 ? '' : 's'}`
      const cost = mends ? `${says}: without it nothing is mended of ${of}: ${few(ids)}` : `${says}: leaves ${of} undecided, or in part: ${few(ids)}`
      lines.push(...wrap(cost, width - 6).map((line, i) => `${i === 0 ? '    ' : '      '}${line}`))
    }
  }
  const ofKubelets = readers.get('kubelets')?.length ?? 0
  if (ofKubelets > 0 && !askKubelets && !allowNodeProxy && rights.some(({ plane }) => plane === 'Kubernetes')) {
    const ways = '--ask-kubelets takes get nodes/configz and a way to the nodes, --allow-node-proxy takes get nodes/proxy'
    lines.push('', ...wrap(`Kubelets are not asked, which leaves ${ofKubelets} controls undecided: ${ways}.`, width))
  }
  lines.push('', ...wrap('`-f yaml`, `-f json` and `-f terraform` print the least policies.', width))
  return `${lines.join('\n')}\n`
}

const few = (ids: readonly string[]): string => `${ids.slice(0, 6).join(', ')}${ids.length > 6 ? ` and ${ids.length - 6} more` : ''}`
