/** Judges things by controls: one thing at a time, so that one odd thing spoils nothing else. */
import { check, countFaults } from '../demand/check.ts'
import { obeys } from '../demand/obeys.ts'
import type { AnyControl, Judgement } from '../model/control.ts'
import type { Facts, Kind } from '../model/facts.ts'
import type { Evidence, Responsible, Subject } from '../model/finding.ts'
import { showRef } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import { Unseen, type World } from '../model/world.ts'
import { type Alike, sortPods } from './alike.ts'
import { inOrder, refOf, responsibleFor } from './subject.ts'
import { byTrial, type Charge, type Outcome, type Trial } from './trial.ts'

/** A thing at fault, and all that is wrong with it, in the order of the trials. */
export interface Case {
  readonly kind: Kind
  readonly thing: unknown
  readonly subject: Subject
  /** What is known of workloads with the same pod. */
  readonly alike: Alike | undefined
  faults: readonly Charge[]
}

/** Tries all controls that are about one kind: each thing is looked at once, by all of them. @returns the things at fault, in their order */
export function judgeKind(kind: Kind, trials: readonly Trial[], world: World): Case[] {
  const { gap } = world.seen(kind)
  if (gap) for (const trial of trials) note(trial, kind, gap)
  const things = inOrder(kind, world)
  const sorts = kind === 'workloads' ? sortPods(things as readonly Facts['workloads'][]) : undefined
  const ofPod = trials.filter((trial) => trial.ofPod)
  const others = trials.filter((trial) => !trial.ofPod)
  const cases: Case[] = []
  for (const thing of things) {
    const subject = refOf(kind, thing)
    const sort = sorts?.get(thing as Facts['workloads'])
    // What is asked about the pod alone is asked of the first of a sort, for all of them.
    if (sort) sort.charges ??= chargesOf(ofPod, kind, thing, subject, world, sort.workloads)
    const shared = sort?.charges ?? []
    const own = chargesOf(sort ? others : trials, kind, thing, subject, world)
    const faults = own.length > 0 ? [...shared, ...own].sort(byTrial) : shared
    if (faults.length > 0) cases.push({ kind, thing, subject, alike: sort?.alike, faults })
  }
  return cases
}

/** What several trials find, in their order. @param times how many things it stands for */
function chargesOf(trials: readonly Trial[], kind: Kind, thing: unknown, subject: Subject, world: World, times = 1): Charge[] {
  const namespace = kind === 'namespaces' ? subject.name : subject.namespace
  const charges: Charge[] = []
  for (const trial of trials) {
    const charge = !trial.inScope || trial.inScope(namespace) ? judgeThing(trial, kind, thing, subject, world, times) : undefined
    if (charge) charges.push(charge)
  }
  return charges
}

function note(trial: Trial, kind: Kind, gap: Gap): void {
  if (gap.because === 'out of scope') trial.outOfScope = gap
  else trial.gaps.set(`${gap.because} ${gap.detail} ${gap.lacks ?? ''}`, { kind, gap })
}

/** Whether a thing concerns a control at all. */
export function concerns({ applies }: AnyControl, thing: unknown, world: World): boolean {
  if (applies === undefined) return true
  return typeof applies === 'function' ? applies(thing as never, world as never) : obeys(applies, thing as object)
}

/** @returns what it found, if it did; the trial keeps count of the rest */
function judgeThing(trial: Trial, kind: Kind, thing: unknown, subject: Subject, world: World, times: number): Charge | undefined {
  const responsible = responsibleFor(trial.control, kind, thing, world)
  if (responsible === undefined) return undefined
  let outcome: Outcome
  try {
    if (!concerns(trial.control, thing, world)) return undefined
    outcome = outcomeOf(trial, kind, thing, responsible, world)
  } catch (error) {
    outcome = caught(error, trial, kind, subject)
  }
  if (outcome !== 'fine' && 'gap' in outcome) {
    // What this sort of target can never show is counted, so that a pass does not speak of it.
    if (outcome.gap.because === 'out of scope') trial.beyond += times
    note(trial, outcome.kind, outcome.gap)
    return undefined
  }
  trial.examined += times
  if (outcome === 'fine') return undefined
  trial.found += outcome.count * times
  if (outcome.beside) note(trial, outcome.beside.kind, outcome.beside.gap)
  return outcome
}

const isGap = (judgement: object): judgement is Gap => !Array.isArray(judgement) && 'because' in judgement

const isEvidence = (one: Evidence | Unseen): one is Evidence => !(one instanceof Unseen)

function outcomeOf(trial: Trial, kind: Kind, thing: unknown, responsible: Responsible, world: World): Outcome {
  const { control, id: rule, severity } = trial
  if (control.must) {
    const count = countFaults(control.must, thing as object)
    return count === 0 ? 'fine' : { trial, rule, severity, responsible, count }
  }
  const judgement = trial.judge(thing as never, world as never)
  if (judgement === undefined) return 'fine'
  if (isGap(judgement)) return { kind, gap: judgement }
  const told = listed(judgement)
  const beside = told.find((one) => one instanceof Unseen)
  const count = told.filter(isEvidence).length
  return count === 0 ? (beside ?? 'fine') : { trial, rule, severity, responsible, count, ...(beside && { beside }) }
}

const listed = (judgement: NonNullable<Judgement>): readonly (Evidence | Unseen)[] =>
  Array.isArray(judgement) ? (judgement as readonly (Evidence | Unseen)[]) : [judgement as Evidence]

/** What a charge is about: asked of the control again, which answers as it did. */
export function evidenceOf({ trial, told }: Charge, { thing, alike }: Case, world: World): readonly Evidence[] {
  if (told) return told
  const shared = trial.ofPod ? alike : undefined
  const known = shared?.told.get(trial)
  if (known) return known
  const { must } = trial.control
  const judgement = must ? check(must, thing as object) : trial.judge(thing as never, world as never)
  const evidence = judgement === undefined ? [] : listed(judgement).filter(isEvidence)
  shared?.told.set(trial, evidence)
  return evidence
}

function caught(error: unknown, { id }: Trial, kind: Kind, subject: Subject): Outcome {
  if (error instanceof Unseen) return { kind: error.kind, gap: error.gap }
  const detail = `${id} could not judge ${showRef(subject)}: ${error instanceof Error ? error.message : String(error)}`
  return { kind, gap: { because: 'failed', detail } }
}
