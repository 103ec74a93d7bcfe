/** The Pod Security Standards: whether a pod is allowed at a level and version, and by which checks it is not. */
import { check as faultsAgainst } from '../demand/check.ts'
import type { Podded } from '../demand/pods.ts'
import type { Demand } from '../model/demand.ts'
import type { Evidence } from '../model/finding.ts'
import type { PodTemplate } from '../model/kubernetes.ts'
import { type Check, podSecurityChecks, type Revision } from './pod-security-checks.ts'

export const podSecurityLevels = ['privileged', 'baseline', 'restricted'] as const
export type PodSecurityLevel = (typeof podSecurityLevels)[number]

/** The minor of the newest version of the standards known here. */
export const newestPodSecurity = 37

export interface Violation {
  /** `hostNamespaces`, `capabilities_restricted`: as the source of Pod Security admission calls it. */
  readonly check: string
  /** As Pod Security admission words it in a refusal. */
  readonly reason: string
  readonly evidence: readonly Evidence[]
}

export interface PodSecurityVerdict {
  readonly allowed: boolean
  readonly violations: readonly Violation[]
}

const allowed: PodSecurityVerdict = { allowed: true, violations: [] }

/** The minor that a version names, at most the newest known; undefined where it is no version. */
export function minorOf(version: string): number | undefined {
  if (version === 'latest') return newestPodSecurity
  const minor = /^v?1\.(0|[1-9]\d*)$/.exec(version)?.[1]
  return minor === undefined ? undefined : Math.min(Number(minor), newestPodSecurity)
}

type InForce = readonly { readonly check: Check; readonly revision: Revision }[]
const plans: Record<'baseline' | 'restricted', InForce[]> = { baseline: [], restricted: [] }

/** The checks of a level and the revision of each that a version has. */
function inForce(level: 'baseline' | 'restricted', minor: number): InForce {
  let plan = plans[level][minor]
  if (!plan) {
    const active = podSecurityChecks.flatMap((check) => {
      const revision = check.revisions.findLast(({ since }) => since <= minor)
      return revision && (level === 'restricted' || check.level === level) ? [{ check, revision }] : []
    })
    const overridden = new Set(active.flatMap(({ revision }) => revision.overrides ?? []))
    plan = active.filter(({ check }) => !overridden.has(check.id))
    plans[level][minor] = plan
  }
  return plan
}

function faultsOf({ must, judge }: Revision, subject: Podded): readonly Evidence[] {
  const faults = must ? faultsAgainst(must, subject) : []
  return judge ? [...faults, ...judge(subject)] : faults
}

/**
 * Judges a pod, or a pod template, as Pod Security admission would. Of its operating system only `spec.os.name` counts.
 *
 * @param version `latest`, `v1.N` or `1.N`; one newer than the newest known counts as that
 * @param podPath where the template lies in its object, for the paths in the evidence
 * @throws RangeError for a level or version that is none
 */
export function podSecurity(pod: PodTemplate, level: PodSecurityLevel, version = 'latest', podPath = ''): PodSecurityVerdict {
  const minor = minorOf(version)
  if (minor === undefined || !podSecurityLevels.includes(level)) throw new RangeError(`there is no Pod Security level "${level}" at version "${version}"`)
  if (level === 'privileged') return allowed
  const subject: Podded = { podPath, pod }
  const violations: Violation[] = []
  for (const { check, revision } of inForce(level, minor)) {
    const evidence = faultsOf(revision, subject)
    if (evidence.length > 0) violations.push({ check: check.id, reason: check.reason, evidence })
  }
  return violations.length === 0 ? allowed : { allowed: false, violations }
}

function newestOf(id: string): Revision {
  const revision = podSecurityChecks.find((check) => check.id === id)?.revisions.at(-1)
  if (!revision) throw new RangeError(`there is no Pod Security check "${id}"`)
  return revision
}

/** Whether the newest revision of one check finds fault with a workload; for what a demand alone cannot say. */
export function podSecurityFaults(id: string, subject: Podded): readonly Evidence[] {
  return faultsOf(newestOf(id), subject)
}

/**
 * What the newest revision of a check demands, so that a control need not say it again.
 *
 * @param paths where given, only the parts that speak of these fields
 */
export function podSecurityDemand(id: string, ...paths: string[]): Demand {
  const demand = newestOf(id).must
  const wanted = demand && (paths.length === 0 ? demand : partOf(demand, paths))
  if (!wanted) throw new RangeError(`Pod Security check "${id}" demands nothing of ${paths.join(', ')}`)
  return wanted
}

function partOf(demand: Demand, paths: readonly string[]): Demand | undefined {
  if ('all' in demand) {
    const parts = demand.all.flatMap((part) => partOf(part, paths) ?? [])
    return parts.length > 1 ? { all: parts } : parts[0]
  }
  if ('only' in demand) {
    const must = partOf(demand.must, paths)
    return must && { only: demand.only, must }
  }
  return paths.includes(demand.path) ? demand : undefined
}
