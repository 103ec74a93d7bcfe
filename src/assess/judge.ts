/** Judges things by controls: one thing at a time, so that one odd thing spoils nothing else. */
import { check, mend } from '../demand/check.ts'
import type { ControlId, Verdict } from '../model/assessment.ts'
import type { Remedy } from '../model/change.ts'
import type { AnyControl, Judgement } from '../model/control.ts'
import type { Demand } from '../model/demand.ts'
import type { Facts, Kind } from '../model/facts.ts'
import type { Evidence, Finding, Responsible, Severity, Subject } from '../model/finding.ts'
import { showRef } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import { Unseen, type World } from '../model/world.ts'
import { type Alike, isOfPod, shareEvidence, sharedWay, sortPods } from './alike.ts'
import { digestOf, fingerprint, trailOf } from './fingerprint.ts'
import { globs } from './globs.ts'
import type { Override, Settings } from './settings.ts'
import { inOrder, refOf, responsibleFor, type Written, writerOf } from './subject.ts'

/** A control being tried on a world, and what has come of it so far. */
export interface Trial {
  readonly id: ControlId
  readonly control: AnyControl
  readonly severity: Severity
  /** Its demand is of the pod alone, and need not be asked again of a pod that is alike. */
  readonly ofPod: boolean
  readonly inScope: ((namespace: string | undefined) => boolean) | undefined
  readonly findings: Finding[]
  /** Gaps that left a subject undecided, each once, with the kind that was asked for. */
  readonly gaps: Map<string, { readonly kind: Kind; readonly gap: Gap }>
  examined: number
  /** Things that this sort of target cannot show enough of. */
  beyond: number
  outOfScope?: Gap
}

export function begin(id: ControlId, control: AnyControl, settings: Settings): Trial {
  const override = settings.overrides[id]
  return {
    id,
    control,
    severity: override?.severity ?? control.severity,
    ofPod: control.must !== undefined && isOfPod(control.must),
    inScope: scopeOf(override),
    findings: [],
    gaps: new Map(),
    examined: 0,
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

/** Tries all controls that are about one kind: each thing is looked at once, by all of them. */
export function judgeKind(kind: Kind, trials: readonly Trial[], world: World, settings: Settings): void {
  const { gap } = world.seen(kind)
  if (gap) for (const trial of trials) note(trial, kind, gap)
  const alikeTo = sortPods()
  for (const thing of inOrder(kind, world)) {
    const subject = refOf(kind, thing)
    const alike = kind === 'workloads' ? alikeTo(thing as Facts['workloads']) : undefined
    const sight: Sight = { kind, thing, subject, alike, digest: digestOf(subject), world, write: undefined }
    const namespace = kind === 'namespaces' ? subject.name : subject.namespace
    for (const trial of trials) if (!trial.inScope || trial.inScope(namespace)) judgeThing(trial, sight, settings)
  }
}

/** One thing in the sight of all controls that are about its kind. */
interface Sight {
  readonly kind: Kind
  readonly thing: unknown
  readonly subject: Subject
  /** What is known of workloads with the same pod. */
  readonly alike: Alike | undefined
  readonly digest: ReturnType<typeof digestOf>
  readonly world: World
  /** Made when the first fault is found. */
  write: Written | undefined
}

function note(trial: Trial, kind: Kind, gap: Gap): void {
  if (gap.because === 'out of scope') trial.outOfScope = gap
  else trial.gaps.set(`${gap.because} ${gap.detail} ${gap.lacks ?? ''}`, { kind, gap })
}

/** One thing could not be decided. What this sort of target can never show is counted, so that a pass does not speak of it. */
function undecide(trial: Trial, kind: Kind, gap: Gap): void {
  if (gap.because === 'out of scope') trial.beyond += 1
  note(trial, kind, gap)
}

const isGap = (judgement: object): judgement is Gap => !Array.isArray(judgement) && 'because' in judgement

function judgeThing(trial: Trial, sight: Sight, settings: Settings): void {
  const { control } = trial
  const { kind, thing, subject, world } = sight
  const responsible = responsibleFor(control, kind, thing, world)
  if (responsible === undefined) return
  try {
    if (control.applies && !control.applies(thing as never, world as never)) return
    const judgement: Judgement = control.must ? demanded(control.must, trial, sight) : control.judge?.(thing as never, world as never)
    if (judgement !== undefined && isGap(judgement)) {
      undecide(trial, kind, judgement)
      return
    }
    trial.examined += 1
    const faults = judgement === undefined ? [] : Array.isArray(judgement) ? (judgement as readonly Evidence[]) : [judgement as Evidence]
    if (faults.length > 0) record(trial, sight, faults, responsible, settings.remedies ? remedyOf(control, thing, subject, world) : undefined)
  } catch (error) {
    if (error instanceof Unseen) undecide(trial, error.kind, error.gap)
    else
      note(trial, kind, {
        because: 'failed',
        detail: `${trial.id} could not judge ${showRef(subject)}: ${error instanceof Error ? error.message : String(error)}`,
      })
  }
}

function demanded(demand: Demand, { ofPod }: Trial, { thing, alike }: Sight): readonly Evidence[] {
  if (!ofPod || !alike) return check(demand, thing as object)
  const known = alike.faults.get(demand)
  if (known) return known
  const faults = check(demand, thing as object)
  alike.faults.set(demand, faults)
  return faults
}

function record(trial: Trial, sight: Sight, faults: readonly Evidence[], responsible: Responsible, remedy: Remedy | undefined): void {
  const { id, severity, findings } = trial
  const { subject, thing, world, alike, digest } = sight
  const first = findings.length
  sight.write ??= writerOf(subject, thing, world, alike)
  for (const evidence of faults) {
    const { at, says } = evidence
    const way = at === undefined ? undefined : sharedWay(at, thing, alike)
    let print = fingerprint(digest, id, way?.trail ?? (at === undefined ? [says] : trailOf(thing, at)))
    for (let again = 2; isTaken(findings, first, print); again++) print = fingerprint(digest, id, [`${at ?? ''} ${says} ${again}`])
    const finding = { rule: id, severity, subject: sight.write(at, way), evidence: shareEvidence(evidence, way), print, responsible }
    findings.push(remedy ? { ...finding, remedy } : finding)
  }
}

function isTaken(findings: readonly Finding[], from: number, print: string): boolean {
  for (let i = from; i < findings.length; i++) if (findings[i]?.print === print) return true
  return false
}

function remedyOf(control: AnyControl, thing: unknown, subject: Subject, world: World): Remedy | undefined {
  if (control.remedy) return control.remedy(thing as never, world as never)
  if (!control.must) return undefined
  const edits = mend(control.must, thing as object)
  // Only what the API server keeps can be patched there; the field of a kubelet or an AWS resource is told by `fix`.
  if (edits.length === 0 || subject.apiVersion === undefined) return undefined
  return { says: control.fix, risk: 'podPath' in (thing as object) ? 'restart' : 'none', steps: [{ do: 'patch', on: subject, edits }] }
}

/** What came of a trial. A gap forbids a pass; faults that were found stay found. */
export function verdictOf({ control, examined, beyond, findings, gaps: noted, outOfScope }: Trial): Verdict {
  const gaps = [...noted.values()].map(({ gap }) => gap)
  if (findings.length > 0) return { status: 'fail', examined, ...(gaps.length > 0 && { gaps }) }
  if (gaps.length > 0) return { status: 'unknown', examined, gaps }
  if (examined > 0) return { status: 'pass', examined, ...(beyond > 0 && { beyond }) }
  return { status: 'n/a', because: outOfScope ? outOfScope.detail : `there is nothing of the kind (${control.about}) that it concerns` }
}
