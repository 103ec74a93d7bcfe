/** Judges things by controls: one thing at a time, so that one odd thing spoils nothing else. */
import { check } from '../demand/check.ts'
import { obeys } from '../demand/obeys.ts'
import type { AnyControl, Judgement } from '../model/control.ts'
import type { Facts, Kind } from '../model/facts.ts'
import type { Evidence, Subject } from '../model/finding.ts'
import { showRef } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import { Unseen, type World } from '../model/world.ts'
import { type Alike, sortPods } from './alike.ts'
import { inOrder, refOf, responsibleFor } from './subject.ts'
import type { Charge, Outcome, Trial } from './trial.ts'

/** A thing at fault, and all that is wrong with it, in the order of the trials. */
export interface Case {
  readonly kind: Kind
  readonly thing: unknown
  readonly subject: Subject
  /** What is known of workloads with the same pod. */
  readonly alike: Alike | undefined
  readonly faults: Charge[]
}

/** Tries all controls that are about one kind: each thing is looked at once, by all of them. @returns the things at fault, in their order */
export function judgeKind(kind: Kind, trials: readonly Trial[], world: World): Case[] {
  const { gap } = world.seen(kind)
  if (gap) for (const trial of trials) note(trial, kind, gap)
  const alikeTo = sortPods(trials.length)
  const cases: Case[] = []
  for (const thing of inOrder(kind, world)) {
    const subject = refOf(kind, thing)
    const alike = kind === 'workloads' ? alikeTo(thing as Facts['workloads']) : undefined
    const one: Case = { kind, thing, subject, alike, faults: [] }
    const namespace = kind === 'namespaces' ? subject.name : subject.namespace
    for (let i = 0; i < trials.length; i++) {
      const trial = trials[i] as Trial
      if (!trial.inScope || trial.inScope(namespace)) judgeThing(trial, i, one, world)
    }
    // A list that has grown has room to spare; of many thousands of things it is worth giving back.
    if (one.faults.length > 0) cases.push({ kind, thing, subject, alike, faults: one.faults.slice() })
  }
  return cases
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

function judgeThing(trial: Trial, i: number, one: Case, world: World): void {
  const { kind, thing, alike } = one
  const responsible = responsibleFor(trial.control, kind, thing, world)
  if (responsible === undefined) return
  let outcome: Outcome | undefined = trial.ofPod ? alike?.outcomes[i] : undefined
  try {
    if (!concerns(trial.control, thing, world)) return
    if (!outcome) {
      outcome = outcomeOf(trial, one, world)
      if (trial.ofPod && alike) alike.outcomes[i] = outcome
    }
  } catch (error) {
    outcome = caught(error, trial, one)
  }
  if (outcome !== 'fine' && 'gap' in outcome) {
    // What this sort of target can never show is counted, so that a pass does not speak of it.
    if (outcome.gap.because === 'out of scope') trial.beyond += 1
    note(trial, outcome.kind, outcome.gap)
    return
  }
  trial.examined += 1
  if (outcome === 'fine') return
  trial.found += outcome.evidence.length
  if (outcome.beside) note(trial, outcome.beside.kind, outcome.beside.gap)
  one.faults.push(outcome.responsible === responsible ? outcome : { ...outcome, responsible })
}

const isGap = (judgement: object): judgement is Gap => !Array.isArray(judgement) && 'because' in judgement

function outcomeOf(trial: Trial, { kind, thing }: Case, world: World): Outcome {
  const { control, id: rule, severity } = trial
  const judgement: Judgement = control.must ? check(control.must, thing as object) : control.judge?.(thing as never, world as never)
  if (judgement === undefined) return 'fine'
  if (isGap(judgement)) return { kind, gap: judgement }
  const told = Array.isArray(judgement) ? (judgement as readonly (Evidence | Unseen)[]) : [judgement as Evidence]
  const evidence = told.filter((one): one is Evidence => !(one instanceof Unseen))
  const beside = told.find((one) => one instanceof Unseen)
  if (evidence.length === 0) return beside ?? 'fine'
  return { trial, rule, severity, responsible: 'customer', evidence, ...(beside && { beside }) }
}

function caught(error: unknown, { id }: Trial, { kind, subject }: Case): Outcome {
  if (error instanceof Unseen) return { kind: error.kind, gap: error.gap }
  const detail = `${id} could not judge ${showRef(subject)}: ${error instanceof Error ? error.message : String(error)}`
  return { kind, gap: { because: 'failed', detail } }
}
