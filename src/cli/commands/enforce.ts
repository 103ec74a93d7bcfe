/** `ekshield enforce`: the policies that would keep faults from coming back, and what they would refuse today. Installs nothing. */
import { collect, type CollectOptions } from '../../collect/target.ts'
import { withNaming } from '../../collect/wanted.ts'
import { controls } from '../../controls/index.ts'
import { now } from '../../doors/clock.ts'
import { type NamespaceLevel, podSecurityLabels } from '../../enforce/namespace-levels.ts'
import { type Enforcement, enforcement, type Refusal } from '../../enforce/plan.ts'
import { type Exemption, type Mode, systemExemption, whyNotEnforceable } from '../../enforce/policy.ts'
import { showRef } from '../../model/ref.ts'
import type { Gap, Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { wrap } from '../../report/plain.ts'
import { yamlOf } from '../../report/yaml.ts'
import { kindsRead } from '../../world/permissions.ts'
import { view } from '../../world/view.ts'
import { type LiveFlags, refuseLiveFlags } from '../live/flags.ts'
import { note, print, widthOf } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

type EnforceFlags = SettingFlags &
  LiveFlags &
  Omit<CollectOptions, 'now'> & { readonly format: 'text' | 'json' | 'yaml'; readonly mode: Mode; readonly exempt?: readonly string[]; readonly width?: number }

export async function enforce(targets: readonly string[], flags: EnforceFlags): Promise<void> {
  const exemptions = [systemExemption, ...(flags.exempt ?? []).map(readExemption)]
  const { settings } = await readSettings(flags, Object.keys(controls))
  const world = view(await collectOne(targets, flags))
  const plan = enforcement(world, controls, settings, flags.mode, exemptions)
  for (const { id, object } of plan.leftOut) note(`ekshield: ${id} is left out: it would refuse ${showRef(object.subject)}`)
  for (const { detail } of plan.gaps) note(`ekshield: not all could be seen: ${detail}; a policy may refuse what is not shown here`)
  if (flags.format === 'yaml') {
    await print(plan.policies.flatMap(({ policy, binding }) => [`---\n${yamlOf(policy)}`, `---\n${yamlOf(binding)}`]))
    return
  }
  const podSecurity = podSecurityLabels(world)
  if (flags.format === 'json') await print(`${JSON.stringify({ format: 1, ...plan, podSecurity }, null, 2)}\n`)
  else await print(asText(plan, podSecurity, widthOf(flags.width)))
}

/** `amazon-cloudwatch: the agent reads the host; until 2027-03-31` */
function readExemption(text: string): Exemption {
  const [, namespace, reason, until] = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?): *([^;]*[^;\s]) *; *until (\d{4}-\d{2}-\d{2})$/.exec(text.trim()) ?? []
  if (namespace === undefined || reason === undefined || until === undefined)
    throw new UsageError(`--exempt ${JSON.stringify(text)}: write "NAMESPACE: reason; until YYYY-MM-DD"`)
  if (Number.isNaN(Date.parse(until))) throw new UsageError(`--exempt ${namespace}: ${until} is no date`)
  if (until < now().slice(0, 10)) throw new UsageError(`--exempt ${namespace}: it ended on ${until}`)
  return { namespace, reason, until }
}

async function collectOne(targets: readonly string[], flags: EnforceFlags): Promise<Snapshot> {
  const [first] = targets
  if (first !== undefined) {
    refuseLiveFlags(flags, first)
    return collect(targets, { ...flags, now: now() })
  }
  if (flags.allClusters) throw new UsageError('--all-clusters: enforce plans for one cluster at a time; name it with --cluster or --context')
  if (flags.complete) throw new UsageError('--complete is for manifests; a live cluster is all there is')
  const wanted = Object.values(controls).filter((control) => whyNotEnforceable(control) === undefined)
  const live = await import('../live/one.ts')
  return live.collectOnly({ ...flags, wanted: withNaming(new Set([...wanted.flatMap(kindsRead), 'namespaces'] as const)) })
}

function asText(
  { mode, exemptions, policies, leftOut, unenforceable }: Enforcement,
  podSecurity: { namespaces: readonly NamespaceLevel[]; gap?: Gap },
  width: number,
): string {
  const section = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', title, ...items.flatMap((item) => wrap(item, width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`))]
  const busy = policies.filter(({ refuses }) => refuses.length > 0)
  const idle = policies.filter(({ refuses }) => refuses.length === 0)
  const verb = mode === 'deny' ? 'refuse' : mode === 'warn' ? 'warn of' : 'note in the audit log'
  const lines = [`${policies.length} policies in mode ${mode}; nothing is installed.`]
  lines.push(
    ...section(
      'Left alone',
      exemptions.map(({ namespace, reason, until }) => `namespace ${namespace}: ${reason}${until === undefined ? '' : ` (until ${until})`}`),
    ),
  )
  for (const { id, refuses } of busy) lines.push(...section(`${id} would ${verb} ${refuses.length} today`, refusalsOf(refuses)))
  lines.push(
    ...section(
      'Go against nothing today',
      idle.map(({ id }) => id),
    ),
  )
  lines.push(
    ...section(
      'Left out, since the cluster would suffer',
      leftOut.map(({ id, because, object }) => `${id}: ${showRef(object.subject)} is ${because}; ${object.says}`),
    ),
  )
  lines.push(...section('Pod Security labels: the strictest level that all pods keep to', podSecurity.namespaces.map(sayLevel)))
  lines.push(
    '',
    ...wrap(
      `${unenforceable.length} of the chosen controls cannot be enforced by the API server alone; -f json tells why. -f yaml prints the manifests.`,
      width,
    ),
  )
  return `${lines.join('\n')}\n`
}

const most = 5

function refusalsOf(refuses: readonly Refusal[]): string[] {
  const shown = refuses.slice(0, most).map(({ subject, says }) => `${showRef(subject)}: ${says}`)
  return refuses.length > most ? [...shown, `and ${refuses.length - most} more (-f json)`] : shown
}

function sayLevel({ namespace, level, next }: NamespaceLevel): string {
  if (!next) return `${namespace}: ${level}`
  const [first] = next.against
  const others = next.against.length > 1 ? ` and ${next.against.length - 1} more` : ''
  return `${namespace}: ${level}; for ${next.level} not yet ${first ? `${showRef(first.subject)} (${first.reasons.join(', ')})` : ''}${others}`
}
