/** Plans changes of a live cluster: one patch an object, tried on the server, and foreseen before it is made. */
import type { Controls } from '../assess/assess.ts'
import type { Aws } from '../doors/aws.ts'
import type { Kube } from '../doors/kube.ts'
import { tame } from '../doors/kube-errors.ts'
import type { Assessment } from '../model/assessment.ts'
import type { Change, Edit } from '../model/change.ts'
import { blanksIn, fill, sayHow } from '../model/asked.ts'
import type { Workload } from '../model/facts.ts'
import type { Finding, Subject } from '../model/finding.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { valueAt } from '../model/path.ts'
import { objectRef, type Ref, refKey } from '../model/ref.ts'
import { Refused } from '../model/refused.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { joinCalls, keyOfCall } from './aws/calls.ts'
import { commandOf } from './aws/command.ts'
import { planAws } from './aws/plan.ts'
import { foresee, keyOf, keysOf } from './foresee.ts'
import { creationOf, deletionOf, type LiveObject, patchOf, readObject, resourceOf, triedOut } from './objects.ts'
import { kustomizePatch, ownerOf } from './owners.ts'
import { type Carrier, type Further, mendAll, type Mended } from './plan.ts'
import { readiness } from './readiness.ts'
import { sayCall, sayEdits } from './say-edits.ts'
import { type Answer, answersFor } from './values.ts'
import type { ForAPerson, ObjectWrite, Plan, Shown, Step } from './write.ts'

export const risks = ['none', 'restart', 'outage'] as const
type Risk = (typeof risks)[number]

export interface LivePlanning {
  readonly snapshot: Snapshot
  readonly world: World
  readonly assessment: Assessment
  readonly controls: Controls
  /** Judges a snapshot as `assessment` was made. */
  judge(snapshot: Snapshot): Assessment
  /** Undefined where the Kubernetes API is not asked. */
  readonly kube: Kube | undefined
  /** Undefined where AWS is not asked. */
  readonly aws: Aws | undefined
  /** Answers to what remedies ask. */
  readonly given: readonly Answer[]
  /** The most that the user takes upon themselves. */
  readonly risk: Risk
  /** Objects that others keep are patched too. */
  readonly patchOwned: boolean
}

/** A plan, and the rights that carrying it out would take and the caller has not. */
export interface LivePlan extends Plan {
  readonly lacks: readonly string[]
}

export async function planLive(planning: LivePlanning): Promise<LivePlan> {
  const { world, assessment, controls, kube } = planning
  const carrier: Carrier = {
    refuses: (thing) => (kube ? whyFixed(thing) : 'the Kubernetes API is not asked (--no-kube)'),
    // Shown once all edits of a thing are one patch.
    edit: () => ({ gone: [], come: [] }),
  }
  const { mended, further, forAPerson } = mendAll(world, assessment.findings, controls, carrier, planning.given)
  const left: ForAPerson[] = [...forAPerson]
  const steps: Step[] = []
  const lacks = new Set<string>()
  const leave = (ends: Shown['ends'], subject: Ref, because: string, todo?: string) =>
    left.push(...ends.flatMap(({ rule, says }) => says.map((one) => ({ rule, subject, says: one, because, ...(todo !== undefined && { todo }) }))))
  const add = async (drafts: readonly Draft[]) => {
    for (const one of await inTurn(drafts, (draft) => finish(draft, planning, lacks))) {
      if ('step' in one) steps.push(one.step)
      else leave(one.draft.ends, one.draft.subject, one.because, one.todo)
    }
  }
  await add(byObject(mended))
  await add(joined(further.flatMap((one) => draftsOf(one, planning.given))))
  const { kept, dropped } = foreseen(steps, planning)
  for (const { step, brings } of dropped) for (const { ends, object } of step.shows) leave(ends, object, `it would bring ${brings}`)
  return { steps: kept.sort((one, other) => orderOf(one) - orderOf(other)), forAPerson: left, lacks: [...lacks].sort() }
}

/** Why a kind of object cannot be edited once it is there; undefined where it can. */
function whyFixed(thing: KubeObject): string | undefined {
  if (thing.kind === 'Pod') return 'a pod cannot be changed once it is there: make it anew from a mended manifest'
  if (thing.kind === 'Job') return 'the pods of a Job cannot be changed once it is there: make it anew from a mended manifest'
  try {
    resourceOf(objectRef(thing))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** A write to be, and why. */
interface Draft {
  readonly change: Exclude<Change, { do: 'tell' }>
  readonly ends: Shown['ends']
  readonly subject: Ref
  /** What the snapshot holds of it, where it is to be edited. */
  readonly thing?: KubeObject
  readonly risk: Risk
  readonly says?: string
  readonly from?: readonly string[]
  /** An earlier change is of the same thing, and otherwise. */
  readonly second?: true
}

/** All edits of one object become one patch. */
function byObject(mended: readonly Mended[]): Draft[] {
  const drafts = new Map<KubeObject, { ends: Shown['ends'][number][]; edits: Edit[]; thing: KubeObject; risk: Risk; from: string[] }>()
  for (const { thing, ends, edits, risk, from = [] } of mended) {
    const draft = drafts.get(thing) ?? { ends: [], edits: [], thing, risk, from: [] }
    if (isBeyond(risk, draft.risk)) draft.risk = risk
    draft.ends.push(...ends)
    draft.edits.push(...edits)
    draft.from.push(...from)
    drafts.set(thing, draft)
  }
  return [...drafts.values()].map(({ thing, ends, edits, risk, from }) => {
    const on = objectRef(thing)
    return { change: { do: 'patch', on, edits }, ends, subject: on, thing, risk, ...(from.length > 0 && { from: [...new Set(from)] }) }
  })
}

/** The last of several steps is the one that ends the finding. */
function draftsOf({ rule, subject, says, remedy }: Further, given: readonly Answer[]): Draft[] {
  const changes = remedy.steps.filter((step) => step.do !== 'tell').map((step) => fill(step, answersFor(given, subject)))
  return changes.map((change, i) => ({
    change,
    ends: i === changes.length - 1 ? [{ rule, says }] : [],
    subject,
    risk: remedy.risk,
    says: remedy.says,
  }))
}

/** Calls that change the same of one thing are made as one. */
function joined(drafts: readonly Draft[]): Draft[] {
  const calls = new Map<string, number>()
  const all: Draft[] = []
  for (const draft of drafts) {
    const { change } = draft
    if (change.do !== 'aws') {
      all.push(draft)
      continue
    }
    const at = calls.get(keyOfCall(change))
    const known = at === undefined ? undefined : all[at]
    const both = known?.change.do === 'aws' ? joinCalls(known.change, change) : undefined
    if (at !== undefined && !both) all.push({ ...draft, second: true })
    else if (at !== undefined && known && both)
      all[at] = {
        ...known,
        change: { do: 'aws', ...both },
        ends: [...known.ends, ...draft.ends],
        risk: isBeyond(draft.risk, known.risk) ? draft.risk : known.risk,
      }
    else {
      calls.set(keyOfCall(change), all.length)
      all.push(draft)
    }
  }
  return all
}

type Finished = { readonly step: Step } | { readonly draft: Draft; readonly because: string; readonly todo?: string }

async function finish(draft: Draft, planning: LivePlanning, lacks: Set<string>): Promise<Finished> {
  try {
    const { change } = draft
    const todo = change.do === 'aws' ? { todo: commandOf(change) } : {}
    const blanks = blanksIn(change)
    if (blanks.length > 0) return { draft, because: [...new Set(blanks.map(sayHow))].join('; '), ...todo }
    if (draft.second) return { draft, because: 'another change of the same thing comes first; plan anew after it', ...todo }
    if (change.do === 'aws') return { ...(await finishAws(draft, change, planning)), ...todo }
    const { kube } = planning
    if (!kube) return { draft, because: 'the Kubernetes API is not asked (--no-kube)' }
    return await finishObject(draft, change, planning, kube, lacks)
  } catch (error) {
    if (error instanceof Refused) return { draft, because: error.message }
    throw error
  }
}

async function finishAws(draft: Draft, change: Extract<Change, { do: 'aws' }>, { aws, risk }: LivePlanning): Promise<Finished> {
  if (!aws) return { draft, because: 'AWS is not asked (--no-aws)' }
  if (isBeyond(draft.risk, risk)) return { draft, because: riskWords(draft) }
  try {
    const write = await planAws(aws, change)
    return { step: { write, shows: [{ object: draft.subject, hunk: sayCall(write), ends: draft.ends }], risk: draft.risk, touches: [], brings: [] } }
  } catch (error) {
    // What AWS does not show, or nobody may see, no program changes.
    return { draft, because: tame((error as Error).message) }
  }
}

async function finishObject(
  draft: Draft,
  change: Exclude<Draft['change'], { do: 'aws' }>,
  { risk, patchOwned }: LivePlanning,
  kube: Kube,
  lacks: Set<string>,
): Promise<Finished> {
  const object = change.do === 'create' ? undefined : await readObject(kube, change.on)
  if (change.do !== 'create' && !object) return { draft, because: 'it is gone' }
  let write = writeOf(change, object, draft.thing)
  if (typeof write === 'string') return { draft, because: write }
  const owner = object && ownerOf(object, (draft.thing as Partial<Workload> | undefined)?.addon === true)
  if (owner !== undefined && !patchOwned) {
    const todo = write.verb === 'patch' ? kustomizePatch(object as LiveObject, write.edits ?? []) : undefined
    return { draft, because: `${owner} keeps it: mend it there, or say --patch-owned`, ...(todo !== undefined && { todo }) }
  }
  const restarts = object && restartsOf(object, write)
  const own: Risk = restarts !== undefined && draft.risk === 'none' ? 'restart' : draft.risk
  if (isBeyond(own, risk)) return { draft, because: riskWords({ ...draft, risk: own }) }
  const state = object && restarts !== undefined ? readiness(object) : 'ready'
  try {
    write = await triedOut(kube, write, object)
  } catch (error) {
    if (!(error instanceof Refused) || !error.message.startsWith('you may not')) throw error
    lacks.add(error.message.replace(/^you may not /, '').replace(/ \([^)]*\)$/, ''))
  }
  const shown: Shown = { object: write.on, hunk: sayEdits(write), ends: draft.ends, ...(draft.from && { from: draft.from }) }
  const touches = [restarts, state === 'ready' ? undefined : 'not ready now, so its rollout is not waited for'].filter((one) => one !== undefined)
  return { step: { write: state === 'ready' ? write : { ...write, unready: true }, shows: [shown], risk: own, touches, brings: [] } }
}

/** @returns or why there is none */
function writeOf(change: Exclude<Draft['change'], { do: 'aws' }>, object: LiveObject | undefined, thing: KubeObject | undefined): ObjectWrite | string {
  if (change.do === 'create') return creationOf(change.object)
  if (!object) return 'it is gone'
  if (change.do === 'delete') return deletionOf(object)
  // The edits were made for what was collected a moment ago.
  const moved = thing && change.edits.some(({ path }) => !isSame(valueAt(thing, elementOf(path)), valueAt(object, elementOf(path))))
  if (moved) return 'it changed while this was planned; plan anew'
  return patchOf(object, change.edits) ?? 'it has been mended meanwhile'
}

/** The name of the innermost list element on the way: that the index still means the same one. */
const elementOf = (path: string): string => {
  const end = path.lastIndexOf(']')
  return end === -1 ? 'kind' : `${path.slice(0, end + 1)}.name`
}
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const isBeyond = (own: Risk, most: Risk): boolean => risks.indexOf(own) > risks.indexOf(most)
const riskWords = ({ risk, says }: Draft): string =>
  `${says === undefined ? '' : `${says}. `}${risk === 'outage' ? 'This may cut off what works today' : 'This restarts pods'}: say --risk ${risk}`

/** Which pods start anew; undefined where none does. */
function restartsOf(object: LiveObject, { verb, edits = [] }: ObjectWrite): string | undefined {
  if (verb !== 'patch' || !['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) return undefined
  if (!edits.some(({ path }) => path.startsWith('spec.template'))) return undefined
  const { spec = {}, status = {} } = object as unknown as { spec?: { replicas?: number }; status?: { desiredNumberScheduled?: number } }
  const count = object.kind === 'DaemonSet' ? (status.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1)
  return `${count} ${count === 1 ? 'pod restarts' : 'pods restart'}`
}

/** Workloads first: the labels of a namespace would refuse what is not mended yet, and policies might cut it off. */
function orderOf({ write }: Step): number {
  if (write.to !== 'object') return 4
  if (write.verb !== 'patch') return 3
  return write.on.kind === 'Namespace' ? 2 : write.on.kind === 'ServiceAccount' ? 1 : 0
}

/**
 * What all steps together would bring. A thing that is asked more than before may have new findings of its own, which are
 * shown; a step that would bring one to another thing is not made.
 */
function foreseen(steps: readonly Step[], { snapshot, assessment, judge }: LivePlanning) {
  const known = keysOf(assessment.findings)
  const newAfter = (some: readonly Step[]) => {
    const writes = some.flatMap(({ write }) => (write.to === 'object' ? [write] : []))
    return judge(foresee(snapshot, writes)).findings.filter((finding) => finding.waived === undefined && !known.has(keyOf(finding)))
  }
  const dropped: { step: Step; brings: string }[] = []
  const kept = [...steps]
  const owned = (step: Step, subject: Subject) => step.write.to === 'object' && refKey(step.write.on) === refKey(subject)
  let brought = newAfter(kept)
  // Judging a whole cluster once more is only worth it where there is something to ask.
  const alone = brought.length === 0 ? [] : newAfter(steps.filter((step) => orderOf(step) === 0)).map(keyOf)
  const isForeign = (finding: Finding) => !alone.includes(keyOf(finding)) && !kept.some((step) => orderOf(step) > 0 && owned(step, finding.subject))
  for (const step of steps.filter((one) => orderOf(one) > 0 && one.write.to === 'object')) {
    const foreign = brought.filter(isForeign)
    if (foreign.length === 0) break
    const rest = kept.filter((one) => one !== step)
    const without = newAfter(rest)
    const ended = foreign.find((finding) => !without.some((one) => keyOf(one) === keyOf(finding)))
    if (!ended) continue
    dropped.push({ step, brings: keyOf(ended) })
    kept.splice(kept.indexOf(step), 1)
    brought = without
  }
  const withBrings = kept.map((step) => ({ ...step, brings: brought.filter(({ subject }) => owned(step, subject)).map(keyOf) }))
  return { kept: withBrings, dropped }
}

/** A few at a time. */
async function inTurn<T, R>(things: readonly T[], ask: (thing: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  for (let at = 0; at < things.length; at += lanes) answers.push(...(await Promise.all(things.slice(at, at + lanes).map(ask))))
  return answers
}

const lanes = 6
