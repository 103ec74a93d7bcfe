/** Turns findings into changes of the things they are about, however those are written; what no program should decide stays for a person. */
import { remedyFor } from '../assess/remedy.ts'
import type { Controls } from '../assess/assess.ts'
import { refOf } from '../assess/subject.ts'
import type { Edit, Remedy } from '../model/change.ts'
import type { AnyControl } from '../model/control.ts'
import type { Finding, Findings, Subject } from '../model/finding.ts'
import { groupBy } from '../model/groups.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { objectRef, type Ref, refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { mendOne } from './edits.ts'
import { Unspliceable } from './splice.ts'
import type { Answer } from './values.ts'
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

/** @param given answers to what remedies ask */
export function mendAll(world: World, findings: Findings, controls: Controls, carrier: Carrier, given: readonly Answer[]): Mending {
  const mended: (Mended & { ends: Shown['ends'][number][] })[] = []
  const further: Further[] = []
  const forAPerson: ForAPerson[] = []
  const now = new Map<KubeObject, KubeObject>()
  const last = new Map<KubeObject, (typeof mended)[number]>()
  const open = [...findings].filter(({ waived }) => waived === undefined)
  for (const { thing: any, found } of byThing(open, controls, world)) {
    const [{ rule, subject }] = found as [Finding]
    const says = found.map(({ evidence }) => evidence.says)
    const control = controls[rule] as AnyControl
    const leave = (because: string, what = says, todo?: string) =>
      forAPerson.push(...what.map((one) => ({ rule, subject, says: one, because, ...(todo !== undefined && { todo }) })))
    if (control.ask !== undefined || any === undefined) {
      leave('only a person can answer it')
      continue
    }
    const remedy = remedyFor(control, any, world)
    if (!isObject(any) || !isEdit(remedy, subject)) {
      if (remedy?.steps.some((step) => step.do !== 'tell')) further.push({ rule, subject, says, remedy })
      else leave(remedy?.says ?? 'only a person can know the right value', says, toldBy(remedy))
      continue
    }
    // Controls mend what others have left, so that no list index is out of date.
    const { edits, after, left, because } = mendOne(control, now.get(any) ?? any, subject, world, given)
    const ended = says.filter((one) => !left.includes(one))
    if (ended.length < says.length)
      leave(
        because,
        says.filter((one) => left.includes(one)),
        toldBy(remedy),
      )
    if (edits.length === 0) {
      // Mended by an earlier change.
      const earlier = last.get(any)
      if (earlier && ended.length > 0) earlier.ends.push({ rule, says: ended })
      else leave(because, ended, toldBy(remedy))
      continue
    }
    const refusal = carrier.refuses(any, subject)
    if (refusal !== undefined) {
      leave(refusal, ended)
      continue
    }
    try {
      const hunk = carrier.edit(any, edits)
      const from = [...new Set(edits.flatMap((edit) => edit.from ?? []))]
      const change = {
        thing: any,
        edits,
        risk: remedy?.risk ?? 'none',
        object: objectRef(any),
        hunk,
        ends: [{ rule, says: ended }],
        ...(from.length > 0 && { from }),
      }
      now.set(any, after)
      mended.push(change)
      last.set(any, change)
    } catch (error) {
      if (!(error instanceof Unspliceable)) throw error
      leave(error.message, ended)
    }
  }
  return { mended, further, forAPerson }
}

/** Whether a remedy is an edit of the thing itself, or nothing that a program could do. What is to be looked at before makes it more. */
function isEdit(remedy: Remedy | undefined, subject: Subject): boolean {
  const steps = remedy?.steps ?? []
  return steps.every((step) => step.do === 'tell') || steps.every((step) => step.do === 'patch' && refKey(step.on) === refKey(subject))
}

/** What a remedy tells a person to do. */
function toldBy(remedy: Remedy | undefined): string | undefined {
  const told = remedy?.steps.flatMap((step) => (step.do === 'tell' ? [step.text] : [])) ?? []
  return told.length === 0 ? undefined : told.join('\n')
}

interface Found {
  readonly thing: unknown
  readonly found: Finding[]
}

/** Findings of one control about one thing are mended together. */
function byThing(findings: readonly Finding[], controls: Controls, world: World): readonly Found[] {
  const groups = new Map<string, Found>()
  for (const finding of findings) {
    const { rule, subject } = finding
    const thing = thingOf(controls[rule] as AnyControl, subject, world)
    const line = isObject(thing) ? (world.origin(thing)?.line ?? '') : ''
    const key = `${rule} ${addressOf(subject, subject.source?.file)} ${line}`
    const group = groups.get(key)
    if (group) group.found.push(finding)
    else groups.set(key, { thing, found: [finding] })
  }
  return [...groups.values()]
}

const isObject = (thing: unknown): thing is KubeObject => typeof thing === 'object' && thing !== null && 'metadata' in thing

type Index = ReadonlyMap<string, readonly unknown[]>
const indexes = (_world: World) => new Map<string, Index>()
const addressOf = (ref: Ref, file: string | undefined): string => `${refKey(ref)}\u0000${file ?? ''}`

/** The thing that a finding is about, among those of its control's kind: of two that are called the same in one file, the one that holds its line. */
function thingOf({ about }: AnyControl, subject: Subject, world: World): unknown {
  const known = derive(world, indexes)
  let index = known.get(about)
  if (!index) {
    index = groupBy(world.seen(about).things as readonly unknown[], (one) => addressOf(refOf(about, one), world.origin(one as object)?.file))
    known.set(about, index)
  }
  const [first, ...others] = index.get(addressOf(subject, subject.source?.file)) ?? []
  return others.findLast((one) => (world.origin(one as object)?.line ?? 0) <= (subject.source?.line ?? 0)) ?? first
}

/** What differs between two texts, as one run of lines. */
export function hunkOf(before: string, after: string): Hunk {
  const shorter = Math.min(before.length, after.length)
  // Texts are long and their changes short, so what they share is found by halves.
  const head = farthest(shorter, (from, to) => before.slice(from, to) === after.slice(from, to))
  const from = head === 0 ? 0 : before.lastIndexOf('\n', head - 1) + 1
  const tail = farthest(shorter - from, (to, at) => before.slice(before.length - at, before.length - to) === after.slice(after.length - at, after.length - to))
  const [gone, come] = [linesOf(before, from, tail), linesOf(after, from, tail)]
  while (gone.length > 0 && come.length > 0 && gone.at(-1) === come.at(-1)) {
    gone.pop()
    come.pop()
  }
  return { line: lineAt(before, from), gone, come }
}

/** The lines from an offset up to and with the one in which the tail begins. */
function linesOf(text: string, from: number, tail: number): string[] {
  const end = text.indexOf('\n', text.length - tail)
  return text
    .slice(from, end === -1 ? text.length : end)
    .replace(/\r$/, '')
    .split(/\r?\n/)
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** How far two texts are the same, when asked piece by piece. */
function farthest(most: number, isSame: (from: number, to: number) => boolean): number {
  let [low, high] = [0, most + 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isSame(low, middle)) low = middle
    else high = middle
  }
  return low
}
