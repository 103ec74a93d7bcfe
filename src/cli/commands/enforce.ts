/** `ekshield enforce`: the policies that would keep faults from coming back, and what they would refuse today; on --apply they are installed, promoted, removed. */
import { join, resolve } from 'node:path'
import { choose } from '../../assess/assess.ts'
import { collect, type CollectOptions } from '../../collect/target.ts'
import { withNaming } from '../../collect/wanted.ts'
import type { Settings } from '../../assess/settings.ts'
import { controls } from '../../controls/index.ts'
import { now } from '../../doors/clock.ts'
import { stateFolder } from '../../doors/person.ts'
import { gatekeeperConstraint } from '../../enforce/gatekeeper.ts'
import { installing, labelling, promoting, removing } from '../../enforce/install.ts'
import { type Installed, type PolicyStatus, statusOf } from '../../enforce/installed.ts'
import { kyvernoPolicy } from '../../enforce/kyverno.ts'
import { type NamespaceLevel, podSecurityLabels } from '../../enforce/namespace-levels.ts'
import { type Enforcement, enforcement, type Refusal } from '../../enforce/plan.ts'
import { type Exemption, exemptionsIn, type Mode, policyName, policyOf, systemExemption, whyNotEnforceable } from '../../enforce/policy.ts'
import { exemptionsOf } from '../../enforce/scope.ts'
import type { Change } from '../../model/change.ts'
import type { KubeObject } from '../../model/kubernetes.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import type { Gap, Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { wrap } from '../../report/plain.ts'
import { several } from '../../report/summary.ts'
import { yamlOf } from '../../report/yaml.ts'
import { kindsRead } from '../../world/permissions.ts'
import { view } from '../../world/view.ts'
import type { Enforcing } from '../live/enforce.ts'
import { type LiveFlags, refuseLiveFlags } from '../live/flags.ts'
import { note, print, widthOf } from '../output.ts'
import { readSettings, type SettingFlags } from '../settings.ts'

type EnforceFlags = SettingFlags &
  LiveFlags &
  Omit<CollectOptions, 'now'> & {
    readonly format: 'text' | 'json' | 'yaml' | 'kyverno' | 'gatekeeper'
    readonly mode?: Mode
    readonly exempt?: readonly string[]
    readonly width?: number
    readonly apply?: boolean
    readonly promote?: boolean
    readonly remove?: boolean
    readonly podSecurity?: boolean
    readonly ledger?: string
  }

export async function enforce(targets: readonly string[], flags: EnforceFlags): Promise<void> {
  const [first] = targets
  const isStatus = first === 'status' && targets.length === 1
  const isLive = isStatus || first === undefined
  const deeds = (['promote', 'remove', 'podSecurity'] as const).filter((deed) => flags[deed])
  const changing = flags.apply || deeds.length > 0
  if (deeds.length > 1) throw new UsageError('--promote, --remove and --pod-security are each for themselves')
  if (changing && !isLive) throw new UsageError(`${first} is no live cluster: there is nothing to change; -f yaml prints what to apply`)
  if (changing && isStatus) throw new UsageError('enforce status changes nothing; leave out --apply, --promote, --remove and --pod-security')
  if (changing && flags.format !== 'text' && flags.format !== 'json') throw new UsageError(`-f ${flags.format} prints; it does not go with a change`)
  if (flags.mode !== undefined && (isStatus || deeds.length > 0)) throw new UsageError('--mode is for what is installed anew')
  if (flags.apply && deeds.length === 0 && flags.mode === undefined) throw new UsageError('--apply needs --mode: audit, warn or deny; begin with audit')
  if (!isStatus && !changing) return plan(targets, flags)
  const { settings } = await readSettings(flags, Object.keys(controls))
  const { openEnforcing } = await import('../live/enforce.ts')
  refuseOthers(flags)
  const cluster = await openEnforcing({ ...flags, wanted: wantedKinds() })
  try {
    if (isStatus) await status(cluster, settings, flags)
    else await change(cluster, settings, flags)
  } finally {
    cluster.close()
  }
}

/** Prints what is wanted, and on --apply does it. */
async function change(cluster: Enforcing, settings: Settings, flags: EnforceFlags): Promise<void> {
  const { changes, lines } = await (flags.remove
    ? removal(cluster)
    : flags.podSecurity
      ? labels(cluster, exemptionsFrom(flags))
      : flags.promote
        ? promotion(cluster, settings, flags)
        : installation(cluster, settings, flags))
  if (flags.format === 'json') await print(`${JSON.stringify({ format: 1, changes, says: lines }, null, 2)}\n`)
  else await print([...lines, ...changes.map(sayChange), ''].flatMap((line) => folded(line, widthOf(flags.width))).map((line) => `${line}\n`))
  if (changes.length === 0) return note('ekshield: nothing to change')
  if (!flags.apply) return note('ekshield: nothing was changed; --apply does it')
  await cluster.perform(changes, resolve(flags.ledger ?? join(stateFolder(), 'ledger.jsonl')))
  note(`ekshield: ${several(changes.length, 'change')} made; ekshield fix --undo takes them back`)
}

interface Deed {
  readonly changes: readonly Change[]
  readonly lines: readonly string[]
}

function sayChange(change: Change): string {
  if (change.do === 'create') return `create ${showRef(objectRef(change.object as unknown as KubeObject))}`
  if (change.do === 'delete') return `delete ${showRef(change.on)}`
  if (change.do !== 'patch') return ''
  return `patch ${showRef(change.on)}: ${change.edits.map(({ path, value }) => (value === undefined ? `remove ${path}` : typeof value === 'string' ? `${path}: ${value}` : Array.isArray(value) ? `${path}: ${value.join(', ')}` : path)).join('; ')}`
}

async function removal(cluster: Enforcing): Promise<Deed> {
  return { changes: removing((await cluster.installed()).ours), lines: [] }
}

async function labels(cluster: Enforcing, exemptions: readonly Exemption[]): Promise<Deed> {
  const world = view(await cluster.collect())
  const { namespaces: all, gap } = podSecurityLabels(world)
  if (gap) throw new UsageError(`not all workloads could be seen (${gap.detail}), so that no level is known to fit`)
  const namespaces = all.filter(({ namespace }) => !exemptions.some((one) => one.namespace === namespace))
  const present = new Map(world.all('namespaces').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]))
  return {
    changes: labelling(namespaces, (namespace) => present.get(namespace) ?? {}),
    lines: [...namespaces.map(sayLevel), ...exemptions.map((one) => `left alone: ${sayExemption(one)}`)],
  }
}

async function installation(cluster: Enforcing, settings: Settings, flags: EnforceFlags): Promise<Deed> {
  const mode = flags.mode ?? 'audit'
  const world = view(await cluster.collect())
  const plan = enforcement(world, controls, settings, mode, exemptionsFrom(flags))
  if (mode === 'deny' && plan.gaps[0])
    throw new UsageError(`not all could be seen (${plan.gaps[0].detail}): in mode deny nobody knows what a policy would break there`)
  const { all } = await cluster.installed()
  const changes = installing(plan, all, await cluster.moment())
  return { changes, lines: asText(plan, undefined, widthOf(flags.width)).trimEnd().split('\n') }
}

async function promotion(cluster: Enforcing, settings: Settings, flags: EnforceFlags): Promise<Deed> {
  const { ours } = await cluster.installed()
  const moment = await cluster.moment()
  const world = view(await cluster.collect())
  const plan = enforcement(world, controls, settings, 'deny', exemptionsFrom(flags), standingIn(ours))
  const { changes, promoted, kept } = promoting(plan, ours, moment, moment.unread)
  return {
    changes,
    lines: [
      ...promoted.map(({ id, from, to }) => `${id}: ${from} -> ${to}`),
      ...kept.map(({ id, mode, because }) => `${id}: stays in ${mode}; ${because}`),
      ...(promoted.length > 0 ? [`Counted by ${several(moment.counts.length, 'API server')}: those that answered. The audit log holds all.`] : []),
    ],
  }
}

async function status(cluster: Enforcing, settings: Settings, flags: EnforceFlags): Promise<void> {
  const { ours } = await cluster.installed()
  const standing = standingIn(ours)
  const printed = (id: string, mode: Mode) => {
    const control = controls[id]
    if (!control || whyNotEnforceable(control) !== undefined) return undefined
    const scope = exemptionsOf(id, settings, now().slice(0, 10), [...(flags.exempt ?? []).map(readExemption), ...standing(id)])
    return typeof scope === 'string' ? undefined : policyOf(id, control, mode, scope)
  }
  const policies = statusOf(ours, printed)
  const known = new Set(policies.map(({ id }) => id))
  const missing = choose(controls, settings).flatMap(([id, control]) => (whyNotEnforceable(control) === undefined && !known.has(id) ? [id] : []))
  if (flags.format === 'json') return print(`${JSON.stringify({ format: 1, policies, missing }, null, 2)}\n`)
  const lines = policies.length === 0 ? ['No policy of ekshield is installed.'] : policies.map(sayStatus)
  if (missing.length > 0 && policies.length > 0) lines.push(`Not installed: ${missing.join(', ')}`)
  await print(lines.flatMap((line) => folded(line, widthOf(flags.width))).map((line) => `${line}\n`))
}

const sayStatus = ({ id, name, mode, since, by, drift }: PolicyStatus): string =>
  `${id ?? name}: ${mode ?? 'not in force'}${since === undefined ? '' : ` since ${since}`}; written by ${by.join(', ') || 'nobody known'}; ${drift.length === 0 ? 'as printed' : `drifted: ${drift.join('; ')}`}`

/** The exemptions with which each policy was installed. */
function standingIn({ bindings }: Installed): (id: string) => readonly Exemption[] {
  const today = now().slice(0, 10)
  return (id) => exemptionsIn(bindings.find(({ metadata }) => metadata.name === policyName(id))?.metadata.annotations, today)
}

const exemptionsFrom = ({ exempt }: EnforceFlags): readonly Exemption[] => [systemExemption, ...(exempt ?? []).map(readExemption)]

const sayExemption = ({ namespace, reason, until }: Exemption): string => `namespace ${namespace}: ${reason}${until === undefined ? '' : ` (until ${until})`}`

const wantedKinds = () =>
  withNaming(
    new Set([...Object.values(controls).flatMap((control) => (whyNotEnforceable(control) === undefined ? kindsRead(control) : [])), 'namespaces'] as const),
  )

async function plan(targets: readonly string[], flags: EnforceFlags): Promise<void> {
  const exemptions = exemptionsFrom(flags)
  const { settings } = await readSettings(flags, Object.keys(controls))
  const world = view(await collectOne(targets, flags))
  const plan = enforcement(world, controls, settings, flags.mode ?? 'audit', exemptions)
  for (const { id, object } of plan.leftOut) note(`ekshield: ${id} is left out: it would refuse ${showRef(object.subject)}`)
  for (const { detail } of plan.gaps) note(`ekshield: not all could be seen: ${detail}; a policy may refuse what is not shown here`)
  if (flags.format === 'yaml') {
    await print(plan.policies.flatMap(({ policy, binding }) => [`---\n${yamlOf(policy)}`, `---\n${yamlOf(binding)}`]))
    return
  }
  if (flags.format === 'kyverno' || flags.format === 'gatekeeper') {
    for (const { id } of plan.policies) {
      const control = controls[id] as (typeof controls)[string]
      const scope = exemptionsOf(id, settings, world.time.slice(0, 10), exemptions) as readonly Exemption[]
      const { template, constraint } = gatekeeperConstraint(id, control, plan.mode, scope)
      const manifests = flags.format === 'kyverno' ? [kyvernoPolicy(id, control, plan.mode, scope)] : [template, constraint]
      await print(manifests.map((manifest) => `---\n${yamlOf(manifest)}`))
    }
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

function refuseOthers(flags: EnforceFlags): void {
  if (flags.allClusters) throw new UsageError('--all-clusters: enforce plans for one cluster at a time; name it with --cluster or --context')
  if (flags.complete) throw new UsageError('--complete is for manifests; a live cluster is all there is')
}

async function collectOne(targets: readonly string[], flags: EnforceFlags): Promise<Snapshot> {
  const [first] = targets
  if (first !== undefined) {
    refuseLiveFlags(flags, first)
    return collect(targets, { ...flags, now: now() })
  }
  refuseOthers(flags)
  const live = await import('../live/one.ts')
  return live.collectOnly({ ...flags, wanted: wantedKinds() })
}

function asText(
  { mode, exemptions, policies, leftOut, unenforceable }: Enforcement,
  podSecurity: { namespaces: readonly NamespaceLevel[]; gap?: Gap } | undefined,
  width: number,
): string {
  const section = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', title, ...items.flatMap((item) => wrap(item, width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`))]
  const busy = policies.filter(({ refuses }) => refuses.length > 0)
  const idle = policies.filter(({ refuses }) => refuses.length === 0)
  const verb = mode === 'deny' ? 'refuse' : mode === 'warn' ? 'warn of' : 'note in the audit log'
  const lines = [`${policies.length} policies in mode ${mode}${podSecurity ? '; nothing is installed' : ''}.`]
  lines.push(...section('Left alone', exemptions.map(sayExemption)))
  for (const { id, refuses } of busy) lines.push(...section(`${id} would ${verb} ${refuses.length} today`, refusalsOf(refuses)))
  lines.push(
    ...section(
      'Go against nothing today',
      idle.map(({ id }) => id),
    ),
  )
  lines.push(
    ...section(
      'Left out, since what runs would suffer (mend it, or exempt its namespace)',
      leftOut.map(({ id, because, object, refuses }) => {
        const others = refuses.filter(({ subject }) => showRef(subject) !== showRef(object.subject)).length
        return `${id}: ${showRef(object.subject)}${others === 0 ? '' : ` and ${others} more`}: ${because}; ${object.says}`
      }),
    ),
  )
  lines.push(...section('Pod Security labels: the strictest level that all pods keep to', podSecurity?.namespaces.map(sayLevel) ?? []))
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

/** A line that keeps to its indentation when it is folded. */
function folded(line: string, width: number): string[] {
  if (line.length <= width) return [line]
  const indent = line.slice(0, line.search(/\S|$/))
  return wrap(line, width - indent.length - 2).map((part, i) => `${indent}${i === 0 ? '' : '  '}${part}`)
}
