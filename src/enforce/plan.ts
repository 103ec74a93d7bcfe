/** What enforcing would install, what it would refuse today, and which policies it must not install. */
import { obeys } from '../demand/obeys.ts'
import { check } from '../demand/check.ts'
import { choose, type Controls } from '../assess/assess.ts'
import { concerns } from '../assess/judge.ts'
import type { Settings } from '../assess/settings.ts'
import { refOf } from '../assess/subject.ts'
import type { ControlId } from '../model/assessment.ts'
import type { Facts } from '../model/facts.ts'
import { objectRef, type Ref } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { madeByCluster } from './made-by-cluster.ts'
import { exemptionsOf } from './scope.ts'
import { type Exemption, type Mode, type Policy, policyOf, whyNotEnforceable } from './policy.ts'

/** An object that a policy would refuse if it were made again today. */
export interface Refusal {
  readonly subject: Ref
  readonly says: string
}

export interface Planned extends Policy {
  readonly id: ControlId
  readonly refuses: readonly Refusal[]
}

export interface LeftOut {
  readonly id: ControlId
  readonly because: string
  readonly object: Refusal
  /** All that is present and would be refused. */
  readonly refuses: readonly Refusal[]
}

export interface Enforcement {
  readonly mode: Mode
  readonly exemptions: readonly Exemption[]
  readonly policies: readonly Planned[]
  /** Policies that would break what runs, with the worst of what they would refuse. */
  readonly leftOut: readonly LeftOut[]
  /** Controls that the API server cannot enforce, and why. */
  readonly unenforceable: readonly { readonly id: ControlId; readonly because: string }[]
  /** What could not be seen: in deny mode nobody knows what a policy would break there. */
  readonly gaps: readonly Gap[]
}

/**
 * @param exemptions of every policy; those of the settings come on top
 * @param standing further ones of one policy: those with which it was installed
 */
export function enforcement(
  world: World,
  controls: Controls,
  settings: Settings,
  mode: Mode,
  exemptions: readonly Exemption[],
  standing: (id: ControlId) => readonly Exemption[] = () => [],
): Enforcement {
  const policies: Planned[] = []
  const leftOut: LeftOut[] = []
  const unenforceable: { id: ControlId; because: string }[] = []
  const gaps = new Map<string, Gap>()
  for (const [id, control] of choose(controls, settings)) {
    const scope = whyNotEnforceable(control) ?? exemptionsOf(id, settings, world.time.slice(0, 10), [...exemptions, ...standing(id)])
    if (typeof scope === 'string' || !control.must) {
      unenforceable.push({ id, because: String(scope) })
      continue
    }
    const exempt = new Set(scope.map(({ namespace }) => namespace))
    const { things, gap } = world.seen(control.about)
    if (gap) gaps.set(gap.detail, gap)
    const refuses: Refusal[] = []
    let brick: { because: string; object: Refusal } | undefined
    for (const thing of things as readonly Facts['workloads'][]) {
      if (exempt.has(thing.metadata.namespace ?? '') || !concerns(control, thing, world) || obeys(control.must, thing)) continue
      const refusal = { subject: refOf(control.about, thing), says: check(control.must, thing)[0]?.says ?? '' }
      const part = partOfCluster(thing)
      if (part !== undefined) brick ??= { because: part, object: refusal }
      refuses.push(refusal)
    }
    for (const [kind, thing, because] of madeByCluster)
      if (kind === control.about && concerns(control, thing, world) && !obeys(control.must, thing))
        brick ??= { because, object: { subject: objectRef(thing), says: check(control.must, thing)[0]?.says ?? '' } }
    // Updates of what is at fault pass, but its next pods would not: the next node that fails makes it an outage.
    const [inUse] = refuses
    if (inUse) brick ??= { because: 'in use, and would not come back', object: inUse }
    // A policy that only audits or warns breaks nothing.
    if (brick && mode === 'deny') leftOut.push({ id, ...brick, refuses })
    else policies.push({ id, ...policyOf(id, control, mode, scope), refuses })
  }
  return { mode, exemptions, policies, leftOut, unenforceable, gaps: [...gaps.values()] }
}

const systemNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

/** What an object is to the cluster, where the cluster would suffer without it. */
function partOfCluster({ metadata, addon, pod }: Facts['workloads']): string | undefined {
  if (systemNamespaces.has(metadata.namespace ?? '')) return 'a component of the cluster'
  if (addon) return 'an EKS add-on'
  if (pod?.spec?.priorityClassName === 'system-node-critical' || pod?.spec?.priorityClassName === 'system-cluster-critical')
    return 'critical to the cluster by its priority class'
  return undefined
}
