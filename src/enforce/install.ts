/** Which changes put a plan in force, take it a step further, or take it away again. */
import type { Change, Edit } from '../model/change.ts'
import type { ControlId } from '../model/assessment.ts'
import { joinPath } from '../model/path.ts'
import { objectRef, showRef } from '../model/ref.ts'
import { type PodSecurityLevel, podSecurityLevels } from '../reach/pod-security.ts'
import { Refused } from '../model/refused.ts'
import { type Count, countedFor, faultsSince } from './counted.ts'
import { type ApiObject, countedKey, type Installed, isAsPrinted, modeOf, sinceKey } from './installed.ts'
import type { NamespaceLevel } from './namespace-levels.ts'
import type { Enforcement } from './plan.ts'
import { actionsOf, type Manifest, type Mode, modes, ours, policyName } from './policy.ts'

/** The moment of a change, and what API servers had counted by then. */
export interface Moment {
  readonly time: string
  readonly counts: readonly Count[]
}

const annotation = (key: string): string => joinPath('metadata.annotations', key)
const marksOf = (name: string, { time, counts }: Moment) => ({ [sinceKey]: time, [countedKey]: countedFor(name, counts) })

/**
 * Changes that install what is planned, in its mode. What is there and as printed stays as it is. A policy comes before
 * its binding: alone it does nothing.
 *
 * @param all of the names that the cluster knows, ours or not
 * @throws Refused where one of our names is taken by somebody else's
 */
export function installing({ mode, policies }: Enforcement, all: Installed, moment: Moment): Change[] {
  return policies.flatMap(({ policy, binding }) => {
    const name = (policy as unknown as ApiObject).metadata.name
    const there = all.bindings.find(({ metadata }) => metadata.name === name)
    const isNew = !there || modeOf(there) !== mode
    const marks = isNew ? marksOf(name, moment) : {}
    return [...written(policy, all.policies, {}), ...written(binding, all.bindings, marks)]
  })
}

function written(printed: Manifest, present: readonly ApiObject[], marks: Readonly<Record<string, string>>): Change[] {
  const wanted = printed as unknown as ApiObject
  const there = present.find(({ metadata }) => metadata.name === wanted.metadata.name)
  if (!there) return [{ do: 'create', object: { ...printed, metadata: { ...wanted.metadata, annotations: { ...wanted.metadata.annotations, ...marks } } } }]
  if (!isOurs(there)) throw new Refused(`${there.kind} ${there.metadata.name} is there, and not of ekshield: rename or remove it first`)
  if (isAsPrinted(there, printed)) return []
  const told = { ...wanted.metadata.annotations, ...marks }
  const edits: Edit[] = [
    { path: 'spec', value: wanted.spec },
    ...Object.entries(told).map(([key, value]) => ({ path: annotation(key), value })),
    ...Object.keys(there.metadata.annotations ?? {})
      .filter((key) => key.startsWith('exempt.ekshield.io/') && !(key in told))
      .map((key) => ({ path: annotation(key) })),
  ]
  return [{ do: 'patch', on: objectRef(there), edits }]
}

/** Whether an object bears our label. */
export const isOurs = ({ metadata }: ApiObject): boolean => Object.entries(ours).every(([key, value]) => metadata.labels?.[key] === value)

export interface Promotion {
  readonly changes: readonly Change[]
  readonly promoted: readonly { readonly id: ControlId; readonly from: Mode; readonly to: Mode }[]
  /** Why the others stay where they are. */
  readonly kept: readonly { readonly id: ControlId; readonly mode: Mode; readonly because: string }[]
}

/**
 * One step up for each policy with no fault among present objects, and none counted since it came into its mode.
 *
 * @param plan for mode deny, so that it tells what a policy would break; of all that is installed
 * @param unread why the API servers' counts could not be read, where they could not
 */
export function promoting(plan: Enforcement, installed: Installed, moment: Moment, unread?: string): Promotion {
  const changes: Change[] = []
  const promoted: { id: ControlId; from: Mode; to: Mode }[] = []
  const kept: { id: ControlId; mode: Mode; because: string }[] = []
  for (const binding of installed.bindings) {
    const id = binding.metadata.annotations?.['ekshield.io/control']
    const mode = modeOf(binding)
    const to = mode && modes[modes.indexOf(mode) + 1]
    if (id === undefined || mode === undefined || to === undefined) continue
    const because = unread ?? whyNot(id, binding, plan, installed, moment)
    if (because !== undefined) {
      kept.push({ id, mode, because })
      continue
    }
    promoted.push({ id, from: mode, to })
    const marks = Object.entries(marksOf(binding.metadata.name, moment)).map(([key, value]) => ({ path: annotation(key), value }))
    changes.push({ do: 'patch', on: objectRef(binding), edits: [{ path: 'spec.validationActions', value: actionsOf[to] }, ...marks] })
  }
  return { changes, promoted, kept }
}

function whyNot(id: ControlId, binding: ApiObject, plan: Enforcement, { policies }: Installed, { counts }: Moment): string | undefined {
  const left = plan.leftOut.find((one) => one.id === id)
  if (left) return `${showRef(left.object.subject)} is ${left.because}`
  const planned = plan.policies.find((one) => one.id === id)
  if (!planned) return 'this program and configuration print no such policy'
  const policy = policies.find(({ metadata }) => metadata.name === policyName(id))
  if (!policy || !isAsPrinted(policy, planned.policy)) return 'it is not as printed; --apply first'
  const [gap] = plan.gaps
  if (gap) return `not all could be seen: ${gap.detail}`
  const since = faultsSince(binding.metadata.name, binding.metadata.annotations?.[countedKey], counts)
  if (since > 0)
    return `the API server counted ${since === 1 ? 'a fault' : `${since} faults`} since ${binding.metadata.annotations?.[sinceKey] ?? 'it started'}`
  return undefined
}

/** Takes away all that is ours, bindings first, and nothing else. */
export const removing = ({ policies, bindings }: Installed): Change[] =>
  [...bindings, ...policies].filter(isOurs).map((object) => ({ do: 'delete', on: objectRef(object) }))

/** Labels of namespaces that lack those of the level which all their pods keep to. A stricter level that is set stays. */
export function labelling(levels: readonly NamespaceLevel[], labelsOf: (namespace: string) => Readonly<Record<string, string>>): Change[] {
  return levels.flatMap(({ namespace, labels }) => {
    const present = labelsOf(namespace)
    const edits = Object.entries(labels)
      .filter(([key, value]) => strictness(present[key]) < strictness(value))
      .map(([key, value]) => ({ path: joinPath('metadata.labels', key), value }))
    return edits.length === 0 ? [] : [{ do: 'patch' as const, on: { kind: 'Namespace', apiVersion: 'v1', name: namespace }, edits }]
  })
}

const strictness = (level = 'privileged'): number => podSecurityLevels.indexOf(level as PodSecurityLevel)
