/** A control being tried on a world: what it found, what kept it from looking, and the verdict. */
import { isPerPod, unremembered } from '../demand/pods.ts'
import type { ControlId, Verdict } from '../model/assessment.ts'
import type { AnyControl, Judgement } from '../model/control.ts'
import type { Demand } from '../model/demand.ts'
import type { Kind } from '../model/facts.ts'
import type { Evidence, Fault, Severity } from '../model/finding.ts'
import type { Gap } from '../model/snapshot.ts'
import { globs } from './globs.ts'
import type { Override, Settings } from './settings.ts'

/** A control being tried on a world, and what has come of it so far. */
export interface Trial {
  readonly id: ControlId
  /** Among the trials of this assessment. */
  readonly place: number
  readonly control: AnyControl
  readonly severity: Severity
  /** What the control asks of a thing, without a memory: what pods that are alike come to is remembered for all trials. */
  readonly judge: (thing: never, world: never) => Judgement
  /** All that it asks is about the pod alone: what comes of it, comes of every pod that is alike. */
  readonly ofPod: boolean
  readonly inScope: ((namespace: string | undefined) => boolean) | undefined
  /** Gaps that left a subject undecided, each once, with the kind that was asked for. */
  readonly gaps: Map<string, { readonly kind: Kind; readonly gap: Gap }>
  examined: number
  /** Pieces of evidence against all things. */
  found: number
  /** Things that this sort of target cannot show enough of. */
  beyond: number
  outOfScope?: Gap
}

/** That a trial found something on one thing. Pods that are alike share it. What it found is told by asking again: few are ever asked. */
export interface Charge extends Fault {
  readonly trial: Trial
  /** What of the thing could not be seen: there may be more wrong with it. */
  readonly beside?: Blind
  /** What was found, where asking again would not tell. */
  readonly told?: readonly Evidence[]
}

/** The order in which findings are told. */
export const byTrial = (a: Charge, b: Charge): number => a.trial.place - b.trial.place

/** What kept a control from looking. */
export interface Blind {
  readonly kind: Kind
  readonly gap: Gap
}

/** What came of trying one thing: nothing at fault, faults, or what kept it from being told. */
export type Outcome = 'fine' | Charge | Blind

export function begin(id: ControlId, control: AnyControl, place: number, settings: Settings): Trial {
  const override = settings.overrides[id]
  const inScope = scopeOf(override)
  return {
    id,
    place,
    control,
    severity: override?.severity ?? control.severity,
    judge: unremembered(control.judge ?? (() => undefined)),
    ofPod: asksOfPod(control.must ?? control.judge) && (control.applies === undefined || asksOfPod(control.applies)) && inScope === undefined,
    inScope,
    gaps: new Map(),
    examined: 0,
    found: 0,
    beyond: 0,
  }
}

/** Which namespaces a control is judged in; undefined: everywhere. Things without a namespace are always in scope. */
function scopeOf(override: Override | undefined): ((namespace: string | undefined) => boolean) | undefined {
  if (!override?.namespaces && !override?.exceptNamespaces) return undefined
  const inside = globs(override.namespaces ?? ['*'])
  const outside = globs(override.exceptNamespaces ?? [])
  return (namespace) => namespace === undefined || (inside(namespace) && !outside(namespace))
}

const asksOfPod = (asked: Demand | object | undefined): boolean =>
  typeof asked === 'function' ? isPerPod(asked) : asked !== undefined && isOfPod(asked as Demand)

/** Whether all that a demand reads of a workload is its pod spec, the spec's path and the operating system. */
function isOfPod(demand: Demand): boolean {
  if ('all' in demand) return demand.all.every(isOfPod)
  return 'only' in demand ? isOfPod(demand.must) : demand.place !== 'object'
}

/** What came of a trial. A gap forbids a pass; faults that were found stay found. */
export function verdictOf({ control, examined, found, beyond, gaps: noted, outOfScope }: Trial): Verdict {
  const gaps = [...noted.values()].map(({ gap }) => gap)
  if (found > 0) return { status: 'fail', examined, ...(gaps.length > 0 && { gaps }) }
  if (gaps.length > 0) return { status: 'unknown', examined, gaps }
  if (examined > 0) return { status: 'pass', examined, ...(beyond > 0 && { beyond }) }
  return { status: 'n/a', because: outOfScope ? outOfScope.detail : `there is nothing of the kind (${control.about}) that it concerns` }
}
