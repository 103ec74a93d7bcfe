/** A control being tried on a world: what it found, what kept it from looking, and the verdict. */
import { isPerPod } from '../demand/pods.ts'
import type { ControlId, Verdict } from '../model/assessment.ts'
import type { AnyControl } from '../model/control.ts'
import type { Demand } from '../model/demand.ts'
import type { Kind } from '../model/facts.ts'
import type { Fault, Severity } from '../model/finding.ts'
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
  /** It asks about the pod alone, and need not ask again of a pod that is alike. */
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

/** What a trial found on one thing. Pods that are alike share it. */
export interface Charge extends Fault {
  readonly trial: Trial
  /** What of the thing could not be seen: there may be more wrong with it. */
  readonly beside?: { readonly kind: Kind; readonly gap: Gap }
}

/** What came of trying one thing: nothing at fault, faults, or what kept it from being told. */
export type Outcome = 'fine' | Charge | { readonly kind: Kind; readonly gap: Gap }

export function begin(id: ControlId, control: AnyControl, place: number, settings: Settings): Trial {
  const override = settings.overrides[id]
  return {
    id,
    place,
    control,
    severity: override?.severity ?? control.severity,
    ofPod: control.must ? isOfPod(control.must) : isPerPod(control.judge),
    inScope: scopeOf(override),
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
