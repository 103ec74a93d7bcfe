/** Turns findings about files into changes of their text; what a program should not decide stays for a person. */
import type { Controls } from '../assess/assess.ts'
import type { Assessment } from '../model/assessment.ts'
import type { Edit } from '../model/change.ts'
import type { AnyControl } from '../model/control.ts'
import type { Finding, Subject } from '../model/finding.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { objectRef, type Ref, refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { mendOne } from './edits.ts'
import { openSheet, type Sheet, Unspliceable } from './splice.ts'
import type { Answer } from './values.ts'

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

/**
 * @param textOf the text of a file; undefined where it can only be read, not edited (stdin)
 * @param given answers to what remedies ask
 */
export function planOf(
  world: World,
  { findings }: Assessment,
  controls: Controls,
  textOf: (file: string) => string | undefined,
  given: readonly Answer[] = [],
): Plan {
  const changes: FileChange[] = []
  const sheets = new Map<string, { before: string; sheet: Sheet }>()
  const files = new Map<string, { before: string; after: string }>()
  const forAPerson: ForAPerson[] = []
  const now = new Map<KubeObject, KubeObject>()
  const last = new Map<KubeObject, FileChange>()
  for (const { thing, found } of byThing(
    findings.filter(({ waived }) => waived === undefined),
    controls,
    world,
  )) {
    const [{ rule, subject }] = found as [Finding]
    const says = found.map(({ evidence }) => evidence.says)
    const leave = (because: string, what = says) => forAPerson.push(...what.map((one) => ({ rule, subject, says: one, because })))
    const control = controls[rule] as AnyControl
    const origin = thing && world.origin(thing)
    const opened = origin && (sheets.get(origin.file) ?? open(textOf(origin.file)))
    if (!thing || !origin || !opened) {
      leave('it has no file that could be edited')
      continue
    }
    // Controls mend what others have left, so that no list index is out of date.
    const current = now.get(thing) ?? thing
    const { edits, after: mended, left, because } = mendOne(control, current, subject, world, given)
    const ended = says.filter((one) => !left.includes(one))
    if (ended.length < says.length)
      leave(
        because,
        says.filter((one) => left.includes(one)),
      )
    if (edits.length === 0) {
      // Mended by an earlier change.
      if (ended.length > 0) last.get(thing)?.ends.push({ rule, says: ended })
      continue
    }
    try {
      const { before, sheet } = opened
      sheets.set(origin.file, opened)
      const at = sheet.placeOf(origin.line)
      if (!at) throw new Unspliceable('its place in the file was not found')
      const { text } = sheet
      sheet.splice(at, edits)
      const after = sheet.text
      files.set(origin.file, { before, after })
      now.set(thing, mended)
      const change = { file: origin.file, object: objectRef(thing), edits, hunk: hunkOf(text, after), ends: [{ rule, says: ended }] }
      changes.push(change)
      last.set(thing, change)
    } catch (error) {
      if (!(error instanceof Unspliceable)) throw error
      leave(error.message, ended)
    }
  }
  return { changes: changes.sort(byPlace), files, forAPerson }
}

const keyOf = ({ file, object }: FileChange): string => `${file}\u0000${refKey(object)}`
/** All changes of one object together, in the order in which they are made. */
const byPlace = (one: FileChange, other: FileChange): number => (keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0)

interface Found {
  readonly thing: KubeObject | undefined
  readonly found: Finding[]
}

/** Findings of one control about one thing are mended together. */
function byThing(findings: readonly Finding[], controls: Controls, world: World): readonly Found[] {
  const groups = new Map<string, Found>()
  for (const finding of findings) {
    const { rule, subject } = finding
    const thing = thingOf(controls[rule] as AnyControl, subject, world)
    const origin = thing && world.origin(thing)
    const key = `${rule} ${addressOf(subject, subject.source?.file)} ${origin?.line ?? ''}`
    const group = groups.get(key)
    if (group) group.found.push(finding)
    else groups.set(key, { thing, found: [finding] })
  }
  return [...groups.values()]
}

const isObject = (thing: unknown): thing is KubeObject => typeof thing === 'object' && thing !== null && 'metadata' in thing

type Index = ReadonlyMap<string, readonly KubeObject[]>
const indexes = (_world: World) => new Map<string, Index>()
const addressOf = (ref: Ref, file: string | undefined): string => `${refKey(ref)}\u0000${file ?? ''}`

/** The thing that a finding is about, among those of its control's kind: of two that are called the same in one file, the one that holds its line. */
function thingOf({ about }: AnyControl, subject: Subject, world: World): KubeObject | undefined {
  const known = derive(world, indexes)
  let index = known.get(about)
  if (!index) {
    const things = new Map<string, KubeObject[]>()
    for (const one of (world.seen(about).things as readonly unknown[]).filter(isObject)) {
      const address = addressOf(objectRef(one), world.origin(one)?.file)
      things.set(address, [...(things.get(address) ?? []), one])
    }
    index = things
    known.set(about, index)
  }
  const [first, ...others] = index.get(addressOf(subject, subject.source?.file)) ?? []
  return others.findLast((one) => (world.origin(one)?.line ?? 0) <= (subject.source?.line ?? 0)) ?? first
}

const open = (text: string | undefined) => (text === undefined ? undefined : { before: text, sheet: openSheet(text) })

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
