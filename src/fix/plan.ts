/** Turns findings about files into changes of their text; what a program should not decide stays for a person. */
import { check, mend } from '../demand/check.ts'
import type { Controls } from '../assess/assess.ts'
import type { Assessment } from '../model/assessment.ts'
import type { Edit } from '../model/change.ts'
import type { AnyControl } from '../model/control.ts'
import { applyEdits } from '../model/edit.ts'
import type { Finding, Subject } from '../model/finding.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { valueAt } from '../model/path.ts'
import { objectRef, type Ref, refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { placeOf, splice, Unspliceable } from './splice.ts'

/** Lines that go and lines that come, from a line of the text as it is before this change. */
export interface Hunk {
  readonly line: number
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

export interface FileChange {
  readonly file: string
  readonly object: Ref
  readonly edits: readonly Edit[]
  readonly hunk: Hunk
  /** The findings that it ends. */
  readonly ends: { readonly rule: string; readonly says: readonly string[] }[]
}

export interface ForAPerson {
  readonly rule: string
  readonly subject: Ref
  readonly says: string
  /** Why no program does it. */
  readonly because: string
}

export interface Plan {
  readonly changes: readonly FileChange[]
  /** The text of each changed file, before and after all changes. */
  readonly files: ReadonlyMap<string, { readonly before: string; readonly after: string }>
  readonly forAPerson: readonly ForAPerson[]
}

/** @param textOf the text of a file; undefined where it can only be read, not edited (stdin) */
export function planOf(world: World, { findings }: Assessment, controls: Controls, textOf: (file: string) => string | undefined): Plan {
  const changes: FileChange[] = []
  const files = new Map<string, { before: string; after: string }>()
  const forAPerson: ForAPerson[] = []
  const now = new Map<KubeObject, KubeObject>()
  for (const found of byThing(findings.filter(({ waived }) => waived === undefined))) {
    const [{ rule, subject }] = found as [Finding]
    const says = found.map(({ evidence }) => evidence.says)
    const leave = (because: string) => forAPerson.push(...says.map((one) => ({ rule, subject, says: one, because })))
    const control = controls[rule] as AnyControl
    const thing = thingOf(control, subject, world)
    const origin = thing && world.origin(thing)
    const before = origin && (files.get(origin.file)?.before ?? textOf(origin.file))
    if (!thing || !origin || before === undefined) {
      leave('it has no file that could be edited')
      continue
    }
    // Controls mend what others have left, so that no list index is out of date.
    const current = now.get(thing) ?? thing
    const edits = editsOf(control, subject, current, world)
    if (edits.length === 0) {
      if (current !== thing && isGood(control, current, world))
        changes.findLast(({ file, object }) => file === origin.file && refKey(object) === refKey(subject))?.ends.push({ rule, says })
      else leave('only a person can know the right value')
      continue
    }
    try {
      const at = placeOf(before, origin.line)
      if (!at) throw new Unspliceable('its place in the file was not found')
      const text = files.get(origin.file)?.after ?? before
      const after = splice(text, at.document, at.base, edits)
      files.set(origin.file, { before, after })
      now.set(thing, edited(current, edits))
      changes.push({ file: origin.file, object: objectRef(thing), edits, hunk: hunkOf(text, after), ends: [{ rule, says }] })
    } catch (error) {
      if (!(error instanceof Unspliceable)) throw error
      leave(error.message)
    }
  }
  return { changes: changes.sort(byPlace), files, forAPerson }
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

/** A workload carries its pod beside its fields: both are to be as the edits leave them. */
function edited(thing: KubeObject, edits: readonly Edit[]): KubeObject {
  const after = applyEdits(thing, edits)
  const podPath = (after as { podPath?: string }).podPath
  return podPath === undefined ? after : ({ ...after, pod: podPath === '' ? after : valueAt(after, podPath) } as KubeObject)
}

const keyOf = ({ file, object }: FileChange): string => `${file}\u0000${refKey(object)}`
/** All changes of one object together, in the order in which they are made. */
const byPlace = (one: FileChange, other: FileChange): number => (keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0)

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

type Index = ReadonlyMap<string, KubeObject>
const indexes = (_world: World) => new Map<string, Index>()
const addressOf = (ref: Ref, file: string | undefined): string => `${refKey(ref)}\u0000${file ?? ''}`

/** The thing that a finding is about, among those of its control's kind. */
function thingOf({ about }: AnyControl, subject: Subject, world: World): KubeObject | undefined {
  const known = derive(world, indexes)
  let index = known.get(about)
  if (!index) {
    const things = (world.seen(about).things as readonly unknown[]).filter(isObject)
    // Of two that are called the same in one file, the first is meant.
    index = new Map(things.reverse().map((one) => [addressOf(objectRef(one), world.origin(one)?.file), one]))
    known.set(about, index)
  }
  return index.get(addressOf(subject, subject.source?.file))
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
