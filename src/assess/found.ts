/** All findings of an assessment, each written when it is read: a large scan has hundreds of thousands. */
import { mend } from '../demand/check.ts'
import type { Remedy } from '../model/change.ts'
import type { AtFault, Finding, Findings, Subject } from '../model/finding.ts'
import type { Kind } from '../model/facts.ts'
import { addTo } from '../model/groups.ts'
import { refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { sharedWay } from './alike.ts'
import { digestOf, fingerprint, trailOf } from './fingerprint.ts'
import { type Case, evidenceOf } from './judge.ts'
import { remedyFor } from './remedy.ts'
import { sourceOf, writerOf, writtenAt } from './subject.ts'
import { byTrial, type Charge, type Trial } from './trial.ts'

export class Found implements Findings {
  readonly length: number
  readonly #trials: readonly Trial[]
  readonly #cases: readonly Case[]
  readonly #world: World
  readonly #commonest: Kind | undefined
  #things: readonly (Case | readonly Case[])[] | undefined

  /** @param trials in the order of their findings  @param cases those of one kind stand together, in the order of its things */
  constructor(trials: readonly Trial[], cases: readonly Case[], world: World) {
    this.#trials = trials
    this.#cases = cases
    this.#world = world
    const counts = new Map<Kind, number>()
    for (const { kind } of cases) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    this.#commonest = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
    this.length = trials.reduce((sum, { found }) => sum + found, 0)
  }

  *[Symbol.iterator](): Generator<Finding> {
    // Each case holds its charges in the order of the trials: the next of each is all there is to look at.
    const next = new Uint32Array(this.#cases.length)
    for (const trial of this.#trials) {
      if (trial.found === 0) continue
      for (const [i, one] of this.#cases.entries()) {
        const charge = one.faults[next[i] as number]
        if (charge?.trial !== trial) continue
        next[i] = (next[i] as number) + 1
        yield* write(one, [charge], this.#world)
      }
    }
  }

  *atFault(): Generator<AtFault> {
    this.#things ??= this.#byThing()
    for (const cases of this.#things) yield new Together(Array.isArray(cases) ? cases : [cases as Case], this.#world)
  }

  /** The cases by the thing at fault, most of which have one. */
  #byThing(): (Case | readonly Case[])[] {
    const elsewhere = this.#elsewhere()
    // Few things are of several kinds: most names need no key to be told apart.
    const names = new Set(Array.from(elsewhere.values(), ([first]) => first?.subject.name))
    const things: (Case | readonly Case[])[] = []
    const add = (cases: readonly Case[]) => {
      const [first] = cases as [Case]
      const key = names.has(first.subject.name) ? keyOf(first, this.#world) : ''
      const others = elsewhere.get(key) ?? []
      elsewhere.delete(key)
      things.push(cases.length + others.length === 1 ? first : [...cases, ...others])
    }
    let before: Case[] = []
    for (const one of this.#cases) {
      if (one.kind !== this.#commonest) continue
      // In the order of a kind's things, those of one name stand together: a file may write the same object twice.
      if (before[0] && isSame(before[0], one, this.#world)) before.push(one)
      else {
        if (before.length > 0) add(before)
        before = [one]
      }
    }
    if (before.length > 0) add(before)
    for (const cases of elsewhere.values()) things.push(cases.length === 1 ? (cases[0] as Case) : cases)
    return things
  }

  /** The cases of all kinds but the commonest, by subject: an object may be a thing of several kinds. */
  #elsewhere(): Map<string, Case[]> {
    const bySubject = new Map<string, Case[]>()
    for (const one of this.#cases) if (one.kind !== this.#commonest) addTo(bySubject, keyOf(one, this.#world), one)
    return bySubject
  }

  /** As a list, for JSON. */
  toJSON(): Finding[] {
    return [...this]
  }
}

/** A thing at fault; its subject and its findings are written when they are asked for. */
class Together implements AtFault {
  readonly #cases: readonly Case[]
  readonly #world: World
  readonly faults: readonly Charge[]

  constructor(cases: readonly Case[], world: World) {
    const [first] = cases as [Case]
    this.#cases = cases
    this.#world = world
    this.faults = cases.length === 1 ? first.faults : cases.flatMap(({ faults }) => faults).sort(byTrial)
  }

  get subject(): Subject {
    const [first] = this.#cases as [Case]
    const { file, line } = sourceOf(first, this.#world) ?? {}
    return file === undefined || line === undefined ? first.subject : writtenAt(first.subject, file, line)
  }

  findings(): Finding[] {
    return this.#cases.flatMap((one) => [...write(one, one.faults, this.#world)])
  }
}

function* write(one: Case, charges: readonly Charge[], world: World): Generator<Finding> {
  const { thing, subject, alike } = one
  const written = writerOf(one, world)
  const digest = digestOf(subject)
  for (const charge of charges) {
    const { rule, severity, responsible, waived } = charge
    const remedy = remedyOf(one, charge, world)
    const prints = new Set<string>()
    for (const evidence of evidenceOf(charge, one, world)) {
      const { at, says } = evidence
      const way = at === undefined ? undefined : sharedWay(at, thing, alike)
      let print = fingerprint(digest, rule, way?.trail ?? (at === undefined ? [says] : trailOf(thing, at)))
      for (let again = 2; prints.has(print); again++) print = fingerprint(digest, rule, [`${at ?? ''} ${says} ${again}`])
      prints.add(print)
      yield { rule, severity, subject: written(at, way), evidence, print, responsible, ...(remedy && { remedy }), ...(waived && { waived }) }
    }
  }
}

const keyOf = (one: Case, world: World): string => `${refKey(one.subject)}\u0000${sourceOf(one, world)?.file ?? ''}`

const isSame = (a: Case, b: Case, world: World): boolean =>
  a.subject.name === b.subject.name &&
  a.subject.kind === b.subject.kind &&
  a.subject.namespace === b.subject.namespace &&
  sourceOf(a, world)?.file === sourceOf(b, world)?.file

/** What would mend the faults, where ekshield can tell. */
function remedyOf({ thing, subject }: Case, { trial: { control } }: Charge, world: World): Remedy | undefined {
  if (control.remedy) return remedyFor(control, thing, world)
  if (!control.must) return undefined
  const edits = mend(control.must, thing as object)
  // Only what the API server keeps can be patched there; the field of a kubelet or an AWS resource is told by `fix`.
  if (edits.length === 0 || subject.apiVersion === undefined) return undefined
  return { says: control.fix, risk: 'podPath' in (thing as object) ? 'restart' : 'none', steps: [{ do: 'patch', on: subject, edits }] }
}
