/** Judges a world by its controls: one thing at a time, so that one odd thing spoils nothing else. */
import type { Assessment, ControlId, Story, Verdict } from '../model/assessment.ts'
import type { Remedy } from '../model/change.ts'
import type { AnyControl, Judgement, Layer } from '../model/control.ts'
import type { Compute, Facts, Kind } from '../model/facts.ts'
import { type Evidence, type Finding, type Responsible, severities, type Subject } from '../model/finding.ts'
import { kinds } from '../model/kinds.ts'
import { placeOf } from '../model/path.ts'
import { refKey, showRef } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import { Unseen, type World } from '../model/world.ts'
import { check, mend } from '../demand/check.ts'
import { nameOf, namespaceOf, sourcesOf } from '../world/view.ts'
import { fingerprint } from './fingerprint.ts'
import { globs } from './globs.ts'
import { defaultSettings, type Override, type Settings } from './settings.ts'
import { waive } from './waive.ts'

export type Controls = Readonly<Record<ControlId, AnyControl>>
/** Control id -> benchmark -> rows. */
export type BenchmarkRows = Readonly<Record<ControlId, Readonly<Record<string, readonly string[]>>>>

export function layerOf(id: ControlId): Layer {
  return id.slice(0, id.indexOf('/')) as Layer
}

/** How the subject of a finding is named to people and programs. */
export function refOf(kind: Kind, thing: unknown): Subject {
  const info = kind === 'workloads' || kind === 'hosts' ? undefined : kinds[kind]
  const name = nameOf(kind, thing)
  if (kind === 'hosts') {
    const host = thing as Facts['hosts']
    return host.node ? { kind: 'Node', apiVersion: 'v1', name } : { kind: 'AWS::EC2::Instance', name }
  }
  if (!info || info.plane === 'kubernetes') {
    const object = thing as Facts['workloads']
    const namespace = namespaceOf(thing)
    return { kind: object.kind, apiVersion: object.apiVersion, ...(namespace !== undefined && { namespace }), name }
  }
  return { kind: info.type, name: name === '' ? 'this account' : name }
}

/** The compute type a thing belongs to, where it belongs to one. */
function computesOf(kind: Kind, thing: unknown): readonly Compute[] {
  if (kind === 'hosts') return [(thing as Facts['hosts']).compute]
  if (kind === 'workloads') return (thing as Facts['workloads']).computes
  if (kind === 'nodegroups') return ['managed']
  if (kind === 'fargateProfiles') return ['fargate']
  return []
}

/** Who must act on a fault of this thing; undefined when there is nothing to act on. */
function responsibleFor(control: AnyControl, kind: Kind, thing: unknown): Responsible | undefined {
  if (kind === 'workloads' && (thing as Facts['workloads']).addon) return 'aws'
  const answers = new Set(computesOf(kind, thing).map((compute) => control.responsible?.[compute] ?? 'customer'))
  answers.delete('n/a')
  if (answers.size === 0) return computesOf(kind, thing).length > 0 ? undefined : 'customer'
  if (answers.size > 1 || answers.has('shared')) return 'shared'
  return answers.has('aws') ? 'aws' : 'customer'
}

const isGap = (judgement: object): judgement is Gap => 'because' in judgement

interface Judged {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** Kinds and gaps that left a subject undecided. */
  readonly unseen: readonly { readonly kind: Kind; readonly gap: Gap }[]
}

function judgeOne(control: AnyControl, thing: unknown, world: World): Judgement | 'not concerned' {
  if (control.applies && !control.applies(thing as never, world as never)) return 'not concerned'
  if (control.must) return check(control.must, thing as object)
  return control.judge?.(thing as never, world as never)
}

function remedyOf(control: AnyControl, thing: unknown, subject: Subject, world: World): Remedy | undefined {
  if (control.remedy) return control.remedy(thing as never, world as never)
  if (!control.must) return undefined
  const edits = mend(control.must, thing as object)
  if (edits.length === 0) return undefined
  const { source: _, ...on } = subject
  return { says: control.fix, risk: 'podPath' in (thing as object) ? 'restart' : 'none', steps: [{ do: 'patch', on, edits }] }
}

function judgeControl(id: ControlId, control: AnyControl, world: World, settings: Settings): Judged {
  if (control.ask !== undefined) return attest(id, control, world, settings)
  const severity = settings.overrides[id]?.severity ?? control.severity
  const findings: Finding[] = []
  const gaps = new Map<string, Gap>()
  const unseen: { kind: Kind; gap: Gap }[] = []
  const prints = new Set<string>()
  let examined = 0
  let outOfScope: Gap | undefined
  const note = (kind: Kind, gap: Gap) => {
    if (gap.because === 'out of scope') outOfScope = gap
    else {
      gaps.set(`${gap.because} ${gap.detail} ${gap.lacks ?? ''}`, gap)
      unseen.push({ kind, gap })
    }
  }
  const shelf = world.seen(control.about)
  if (shelf.gap) note(control.about, shelf.gap)
  const inScope = scopeOf(settings.overrides[id])
  for (const thing of inOrder(control.about, world)) {
    if (inScope && !inScope(control.about === 'namespaces' ? nameOf(control.about, thing) : namespaceOf(thing))) continue
    const responsible = responsibleFor(control, control.about, thing)
    if (responsible === undefined) continue
    let judgement: Judgement | 'not concerned'
    let remedy: Remedy | undefined
    try {
      judgement = judgeOne(control, thing, world)
      if (judgement === 'not concerned') continue
      if (settings.remedies && judgement !== undefined && !isGap(judgement) && (!Array.isArray(judgement) || judgement.length > 0)) {
        remedy = remedyOf(control, thing, refOf(control.about, thing), world)
      }
    } catch (error) {
      if (error instanceof Unseen) note(error.kind, error.gap)
      else note(control.about, { because: 'failed', detail: `${id} could not judge ${showRef(refOf(control.about, thing))}: ${error instanceof Error ? error.message : String(error)}` })
      continue
    }
    if (judgement !== undefined && isGap(judgement)) {
      note(control.about, judgement)
      continue
    }
    examined += 1
    if (judgement === undefined) continue
    const subject = refOf(control.about, thing)
    for (const evidence of Array.isArray(judgement) ? (judgement as readonly Evidence[]) : [judgement as Evidence]) {
      let print = fingerprint(id, subject, thing, evidence.at, evidence.says)
      for (let again = 2; prints.has(print); again++) print = fingerprint(id, subject, thing, undefined, `${evidence.at ?? ''} ${evidence.says} ${again}`)
      prints.add(print)
      findings.push({
        rule: id,
        severity,
        subject: withSource(subject, thing, evidence.at, world),
        evidence,
        print,
        responsible,
        ...(remedy && { remedy }),
      })
    }
  }
  return { verdict: verdictOf(control, examined, findings.length, [...gaps.values()], outOfScope), findings, unseen }
}

/** Which namespaces a control is judged in; undefined: everywhere. Things without a namespace are always in scope. */
function scopeOf(override: Override | undefined): ((namespace: string | undefined) => boolean) | undefined {
  if (!override?.namespaces && !override?.exceptNamespaces) return undefined
  const inside = globs(override.namespaces ?? ['*'])
  const outside = globs(override.exceptNamespaces ?? [])
  return (namespace) => namespace === undefined || (inside(namespace) && !outside(namespace))
}

function withSource(subject: Subject, thing: unknown, at: string | undefined, world: World): Subject {
  const problem = thing as Facts['problems']
  if (subject.kind === 'File') return { ...subject, source: { file: problem.file, line: problem.line } }
  const origin = world.origin(thing as object)
  if (!origin) return subject
  const line = at === undefined || !origin.lines ? origin.line : (origin.lines[placeOf(thing, at)] ?? origin.line)
  return { ...subject, source: { file: origin.file, line } }
}

function verdictOf(control: AnyControl, examined: number, faults: number, gaps: readonly Gap[], outOfScope: Gap | undefined): Verdict {
  if (faults > 0) return { status: 'fail', examined, ...(gaps.length > 0 && { gaps }) }
  if (gaps.length > 0) return { status: 'unknown', examined, gaps }
  if (examined > 0) return { status: 'pass', examined }
  return { status: 'n/a', because: outOfScope ? outOfScope.detail : `there is nothing of the kind (${control.about}) that it concerns` }
}

/** A control that only a person can answer: the attestation counts until its end date. */
function attest(id: ControlId, control: AnyControl, world: World, settings: Settings): Judged {
  const ask = control.ask ?? ''
  const none: Judged = { verdict: { status: 'manual', ask }, findings: [], unseen: [] }
  if (world.source.scope === 'files') return { ...none, verdict: { status: 'n/a', because: 'files do not show how a team works' } }
  const answer = settings.attestations.find((attestation) => attestation.control === id)
  if (!answer || answer.until < world.time.slice(0, 10)) return none
  if (answer.answer) return { ...none, verdict: { status: 'pass', examined: 1 } }
  const subject: Subject = { kind: 'Attestation', name: id }
  const evidence: Evidence = { says: `${answer.by} answered no: ${ask}`, actual: false, wanted: true }
  const finding: Finding = { rule: id, severity: settings.overrides[id]?.severity ?? control.severity, subject, evidence, print: fingerprint(id, subject, answer, undefined, ''), responsible: 'customer' }
  return { ...none, verdict: { status: 'fail', examined: 1 }, findings: [finding] }
}

const orders = new WeakMap<World, Map<Kind, readonly unknown[]>>()

/** The things of a kind by kind, namespace and name, sorted once for all controls, so that findings need no sorting. */
function inOrder(kind: Kind, world: World): readonly unknown[] {
  const known = orders.get(world) ?? new Map<Kind, readonly unknown[]>()
  orders.set(world, known)
  let order = known.get(kind)
  if (!order) {
    const keyed = world.seen(kind).things.map((thing) => ({ thing, key: refKey(refOf(kind, thing)) }))
    order = keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ thing }) => thing)
    known.set(kind, order)
  }
  return order
}

/** Controls worst first, then by name: the order in which every report shows their findings. */
function byWeight(controls: Controls, settings: Settings): [ControlId, AnyControl][] {
  const weight = ([id, control]: [ControlId, AnyControl]) => severities.indexOf(settings.overrides[id]?.severity ?? control.severity)
  return Object.entries(controls).sort((a, b) => weight(a) - weight(b) || (a[0] < b[0] ? -1 : 1))
}

/**
 * @param world what was seen
 * @param controls the controls to judge by; `settings` chooses among them
 * @param rows for each control, the benchmark rows that ask for it
 */
export function assess(world: World, controls: Controls, rows: BenchmarkRows = {}, settings: Settings = defaultSettings): Assessment {
  const chosen = globs(settings.only)
  const skipped = globs(settings.skip)
  const verdicts: Record<ControlId, Verdict> = {}
  const stories: Record<ControlId, Story> = {}
  const found: (readonly Finding[])[] = []
  const gaps = new Map<string, { gap: Gap; kinds: Set<string>; undecided: Set<string> }>()
  for (const [id, control] of byWeight(controls, settings)) {
    if ((settings.only.length > 0 && !chosen(id)) || (settings.skip.length > 0 && skipped(id))) continue
    const judged = judgeControl(id, control, world, settings)
    verdicts[id] = judged.verdict
    found.push(judged.findings)
    for (const { kind, gap } of judged.unseen) {
      const key = `${gap.because}\u0000${gap.lacks ?? gap.detail}`
      const entry = gaps.get(key) ?? { gap, kinds: new Set(), undecided: new Set() }
      gaps.set(key, entry)
      entry.kinds.add(kind)
      entry.undecided.add(id)
    }
    stories[id] = storyOf(id, control, rows[id] ?? {}, settings)
  }
  const waived = waive(found.flat(), verdicts, world, settings)
  const counts = { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }
  for (const verdict of Object.values(verdicts)) counts[verdict.status] += 1
  return {
    format: 1,
    time: world.time,
    target: world.source,
    coverage: {
      counts,
      seen: seenOf(world),
      gaps: [...gaps.values()].map(({ gap, kinds, undecided }) => ({ ...gap, kinds: [...kinds].sort(), undecided: [...undecided].sort() })),
    },
    verdicts,
    findings: waived.findings,
    waivers: waived.problems,
    stories,
  }
}

function storyOf(id: ControlId, control: AnyControl, benchmarks: Story['benchmarks'], settings: Settings): Story {
  return {
    title: control.title,
    severity: settings.overrides[id]?.severity ?? control.severity,
    layer: layerOf(id),
    why: control.why.trim(),
    fix: control.fix.trim(),
    refs: control.refs ?? [],
    benchmarks,
  }
}

function seenOf(world: World): Record<string, number> {
  const seen: Record<string, number> = {}
  for (const kind of [...Object.keys(kinds), ...Object.keys(sourcesOf)] as Kind[]) {
    const count = world.seen(kind).things.length
    if (count > 0) seen[kind] = count
  }
  return seen
}
