/** Turns findings into changes of the things they are about, however those are written; what no program should decide stays for a person. */
import type { Controls } from '../assess/assess.ts'
import { refOf } from '../assess/subject.ts'
import { check, mend } from '../demand/check.ts'
import type { Edit, Remedy } from '../model/change.ts'
import type { AnyControl } from '../model/control.ts'
import { applyEdits } from '../model/edit.ts'
import type { Finding, Findings, Subject } from '../model/finding.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { valueAt } from '../model/path.ts'
import { objectRef, type Ref, refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { Unspliceable } from './splice.ts'
import type { ForAPerson, Hunk, Shown } from './write.ts'

/** How the things of a world are changed: as text, or in a cluster. */
export interface Carrier {
  /** Why nothing of a thing can be changed; undefined where it can. */
  refuses(thing: KubeObject, subject: Subject): string | undefined
  /** @throws Unspliceable where these edits cannot be made; then none is */
  edit(thing: KubeObject, edits: readonly Edit[]): Hunk
}

/** One change of one thing. */
export interface Mended extends Shown {
  readonly thing: KubeObject
  readonly edits: readonly Edit[]
  /** What the control says that its change may cost; where it says nothing, what the kind of object tells. */
  readonly risk: Remedy['risk']
}

/** Findings of one control about one thing, whose remedy is more than an edit of that thing. */
export interface Further {
  readonly rule: string
  readonly subject: Subject
  readonly says: readonly string[]
  readonly remedy: Remedy
}

export interface Mending {
  readonly mended: readonly Mended[]
  readonly further: readonly Further[]
  readonly forAPerson: readonly ForAPerson[]
}

export function mendAll(world: World, findings: Findings, controls: Controls, carrier: Carrier): Mending {
  const mended: (Mended & { ends: Shown['ends'][number][] })[] = []
  const further: Further[] = []
  const forAPerson: ForAPerson[] = []
  const now = new Map<KubeObject, KubeObject>()
  for (const found of byThing([...findings].filter(({ waived }) => waived === undefined))) {
    const [{ rule, subject }] = found as [Finding]
    const says = found.map(({ evidence }) => evidence.says)
    const control = controls[rule] as AnyControl
    const thing = thingOf(control, subject, world)
    const leave = (because: string, todo?: string) =>
      forAPerson.push(...says.map((one) => ({ rule, subject, says: one, because, ...(todo !== undefined && { todo }) })))
    if (control.ask !== undefined) {
      leave('only a person can answer it')
      continue
    }
    // Controls mend what others have left, so that no list index is out of date.
    const current = thing && (now.get(thing) ?? thing)
    const edits = current ? editsOf(control, subject, current, world) : []
    if (!thing || !current || edits.length === 0) {
      if (current && current !== thing && isGood(control, current, world)) mended.findLast((one) => one.thing === thing)?.ends.push({ rule, says })
      else {
        const remedy = remedyOf(control, subject, world)
        if (remedy?.steps.some((step) => step.do !== 'tell')) further.push({ rule, subject, says, remedy })
        else leave(remedy?.says ?? 'only a person can know the right value', toldBy(remedy))
      }
      continue
    }
    const refusal = carrier.refuses(thing, subject)
    if (refusal !== undefined) {
      leave(refusal)
      continue
    }
    try {
      const hunk = carrier.edit(thing, edits)
      now.set(thing, edited(current, edits))
      mended.push({
        thing,
        edits,
        risk: control.remedy?.(current as never, world as never).risk ?? 'none',
        object: objectRef(thing),
        hunk,
        ends: [{ rule, says }],
      })
    } catch (error) {
      if (!(error instanceof Unspliceable)) throw error
      leave(error.message)
    }
  }
  return { mended, further, forAPerson }
}

/** What a remedy tells a person to do. */
export function toldBy(remedy: Remedy | undefined): string | undefined {
  const told = remedy?.steps.flatMap((step) => (step.do === 'tell' ? [step.text] : [])) ?? []
  return told.length === 0 ? undefined : told.join('\n')
}

/** Whether an earlier change has mended it already. */
function isGood(control: AnyControl, thing: KubeObject, world: World): boolean {
  if (control.must) return check(control.must, thing).length === 0
  const judgement = control.judge?.(thing as never, world as never)
  return judgement === undefined || (Array.isArray(judgement) && judgement.length === 0)
}

/** By the demand of the control, else by its remedy where that changes nothing but this object. */
function editsOf(control: AnyControl, subject: Subject, thing: KubeObject, world: World): readonly Edit[] {
  const mended = control.must ? mend(control.must, thing) : []
  if (mended.length > 0) return mended
  const steps = control.remedy?.(thing as never, world as never).steps ?? []
  const edits = steps.flatMap((step) => (step.do === 'patch' && refKey(step.on) === refKey(subject) ? [step.edits] : []))
  return edits.length === steps.length ? edits.flat() : []
}

/** The remedy for anything, object or not. */
function remedyOf(control: AnyControl, subject: Subject, world: World): Remedy | undefined {
  const thing = anyOf(control, subject, world)
  return thing === undefined ? undefined : control.remedy?.(thing as never, world as never)
}

/** A workload carries its pod beside its fields: both are to be as the edits leave them. */
function edited(thing: KubeObject, edits: readonly Edit[]): KubeObject {
  const after = applyEdits(thing, edits)
  const podPath = (after as { podPath?: string }).podPath
  return podPath === undefined ? after : ({ ...after, pod: podPath === '' ? after : valueAt(after, podPath) } as KubeObject)
}

/** Findings of one control about one thing are mended together. */
function byThing(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = `${finding.rule} ${refKey(finding.subject)} ${finding.subject.source?.file ?? ''}`
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()]
}

const isObject = (thing: unknown): thing is KubeObject => typeof thing === 'object' && thing !== null && 'metadata' in thing

type Index = ReadonlyMap<string, unknown>
const indexes = (_world: World) => new Map<string, Index>()
const addressOf = (ref: Ref, file: string | undefined): string => `${refKey(ref)}\u0000${file ?? ''}`

/** The thing that a finding is about, among those of its control's kind. */
function anyOf({ about }: AnyControl, subject: Subject, world: World): unknown {
  const known = derive(world, indexes)
  let index = known.get(about)
  if (!index) {
    // Of two that are called the same in one file, the first is meant.
    index = new Map([...world.seen(about).things].reverse().map((one) => [addressOf(refOf(about, one), world.origin(one as object)?.file), one]))
    known.set(about, index)
  }
  return index.get(addressOf(subject, subject.source?.file))
}

function thingOf(control: AnyControl, subject: Subject, world: World): KubeObject | undefined {
  const thing = anyOf(control, subject, world)
  return isObject(thing) ? thing : undefined
}

/** What differs between two texts, as one run of lines. */
export function hunkOf(before: string, after: string): Hunk {
  const [had, has] = [before.split(/\r?\n/), after.split(/\r?\n/)]
  let head = 0
  while (head < had.length && head < has.length && had[head] === has[head]) head++
  let tail = 0
  while (tail < had.length - head && tail < has.length - head && had[had.length - 1 - tail] === has[has.length - 1 - tail]) tail++
  return { line: head + 1, gone: had.slice(head, had.length - tail), come: has.slice(head, has.length - tail) }
}
