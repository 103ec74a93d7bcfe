/** The edits of one thing that end the findings of one control about it, and what of them only a person can say. */
import { remedyFor } from '../assess/remedy.ts'
import { check, mend } from '../demand/check.ts'
import { containersOf, type Podded } from '../demand/pods.ts'
import { askedIn, blanksIn, fill, isBlank, sayHow } from '../model/asked.ts'
import type { Edit } from '../model/change.ts'
import type { AnyControl } from '../model/control.ts'
import { applyEdits } from '../model/edit.ts'
import type { Evidence } from '../model/finding.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { valueAt } from '../model/path.ts'
import { type Ref, refKey } from '../model/ref.ts'
import { Unseen, type World } from '../model/world.ts'
import { lessThanRequested } from '../reach/resources.ts'
import { type Answer, answersFor } from './values.ts'

export interface Mended {
  readonly edits: readonly Edit[]
  /** The thing as the edits leave it. */
  readonly after: KubeObject
  /** What is still wrong with it then. */
  readonly left: readonly string[]
  /** Why. */
  readonly because: string
}

/**
 * By the remedy of the control where that changes nothing but this thing, else by its demand.
 * @param thing as what was planned before leaves it
 */
export function mendOne(control: AnyControl, thing: KubeObject, on: Ref, world: World, given: readonly Answer[] = []): Mended {
  const was = faultsOf(control, thing, world)
  let best: Mended = { edits: [], after: thing, left: was, because: 'only a person can know the right value' }
  for (const wanted of waysOf(control, thing, on, world)) {
    if (best.left.length === 0) break
    const { edits, because } = answered(wanted, thing, on, given)
    const after = edited(thing, edits)
    const wrong = 'podPath' in after ? lessThanRequested(after as KubeObject & Podded) : undefined
    const left = wrong === undefined ? faultsOf(control, after, world) : was
    if (left.length < best.left.length) best = { edits, after, left, because: because ?? best.because }
    else if (best.edits.length === 0 && (wrong ?? because) !== undefined) best = { ...best, because: wrong ?? because ?? '' }
  }
  return best
}

function waysOf(control: AnyControl, thing: KubeObject, on: Ref, world: World): (readonly Edit[])[] {
  const steps = remedyFor(control, thing, world)?.steps ?? []
  const edits = steps.flatMap((step) => (step.do === 'patch' && refKey(step.on) === refKey(on) ? [step.edits] : []))
  const ways = edits.length > 0 && edits.length === steps.length ? [edits.flat()] : []
  return control.must ? [...ways, mend(control.must, thing)] : ways
}

/** What can be edited, with the answers in it; and what is to be said for the rest. */
function answered(wanted: readonly Edit[], thing: KubeObject, on: Ref, given: readonly Answer[]): { readonly edits: Edit[]; readonly because?: string } {
  const edits: Edit[] = []
  const open: string[] = []
  for (const edit of wanted) {
    const value = fill(edit.value, answersFor(given, on, containerAt(thing, edit.path)))
    const blanks = blanksIn(value)
    if (blanks.length === 0)
      edits.push(blanksIn(edit.value).length === 0 ? edit : { ...edit, value, from: [...(edit.from ? [edit.from] : []), sourceOf(edit.value)].join(', ') })
    else if (!(isBlank(value) && value.optional)) open.push(...blanks.map(sayHow))
  }
  return open.length === 0 ? { edits } : { edits, because: [...new Set(open)].join('; ') }
}

const sourceOf = (value: unknown): string => `--set ${askedIn(value).join(', ')}`

function containerAt(thing: KubeObject, path: string): string | undefined {
  return 'podPath' in thing ? containersOf(thing as Podded & KubeObject).find(({ at }) => path.startsWith(`${at}.`))?.value.name : undefined
}

/** What the control finds wrong with a thing, whether or not it still concerns it; what cannot be seen is not wrong. */
function faultsOf(control: AnyControl, thing: KubeObject, world: World): string[] {
  try {
    const judgement = control.must ? check(control.must, thing) : (control.judge?.(thing as never, world as never) ?? [])
    const told = Array.isArray(judgement) ? judgement : [judgement]
    return told.flatMap((one: Evidence | Unseen | object) => ('says' in one ? [one.says] : []))
  } catch (error) {
    if (error instanceof Unseen) return []
    throw error
  }
}

/** A workload carries its pod beside its fields: both are to be as the edits leave them. Its live pods are as they were. */
function edited(thing: KubeObject, edits: readonly Edit[]): KubeObject {
  if (edits.length === 0) return thing
  const { pods, pod: _, ...fields } = thing as KubeObject & { readonly pods?: unknown; readonly pod?: unknown }
  const after = applyEdits(fields as KubeObject, edits)
  const podPath = (after as { podPath?: string }).podPath
  return podPath === undefined ? after : ({ ...after, pods, pod: podPath === '' ? after : valueAt(after, podPath) } as KubeObject)
}
