/** Pods that are equal word for word: what is asked of the pod alone is asked of each sort once. */
import { podSpecPath } from '../demand/pods.ts'
import type { Workload } from '../model/facts.ts'
import type { PodSpec } from '../model/kubernetes.ts'
import { valueAt } from '../model/path.ts'
import { trailOf } from './fingerprint.ts'
import type { Evidence } from '../model/finding.ts'
import type { Charge, Trial } from './trial.ts'

/** What is known of one sort of pod: true of every workload that has this very pod spec at this path. */
export interface Alike {
  /** Path of the pod spec in the object. */
  readonly path: string
  /** What came of the trials that ask about the pod alone, by who must act on it. */
  readonly settled: Map<string, Settled>
  /** What they found, as far as it was told. */
  readonly told: Map<Trial, readonly Evidence[]>
  /** Of paths at or below the spec. */
  readonly ways: Map<string, Way>
}

/** What came of the trials that ask about the pod alone, of one workload and so of each that has its pod. */
export interface Settled {
  readonly charges: readonly Charge[]
  /** What the one workload added to the count of each trial. */
  readonly counts: readonly Count[]
  workloads: number
}

export interface Count {
  readonly trial: Trial
  readonly examined: number
  readonly found: number
  readonly beyond: number
}

/** What a path is reckoned as, found out when it is first asked for. */
export interface Way {
  /** Its words in a fingerprint. */
  readonly trail: readonly string[]
  /** How many places below that of the pod spec. */
  depth?: number
}

/**
 * Finds the sort of a workload's pod. Specs are told apart by identity, never by a hash: collectors keep equal parts
 * once, and where they do not, each pod is a sort of its own.
 */
export function sortPods(): (workload: Workload) => Alike | undefined {
  const sorts = new Map<string, Map<PodSpec, Alike>>()
  return (workload) => {
    const { spec } = workload.pod
    const path = podSpecPath(workload)
    // Of a debugged pod only a part is judged: what stands at its paths is not what was judged.
    if (!spec || valueAt(workload, path) !== spec) return undefined
    const key = `${workload.os} ${path}`
    let known = sorts.get(key)
    if (!known) {
      known = new Map()
      sorts.set(key, known)
    }
    let alike = known.get(spec)
    if (!alike) {
      alike = { path, settled: new Map(), told: new Map(), ways: new Map() }
      known.set(spec, alike)
    }
    return alike
  }
}

const isWithin = (path: string, at: string): boolean => at.startsWith(path) && (at.length === path.length || at[path.length] === '.')

/** What is known of the way to a field, where it leads below the spec and so is the same for all pods that are alike. */
export function sharedWay(at: string, thing: unknown, alike: Alike | undefined): Way | undefined {
  if (!alike) return undefined
  let way = alike.ways.get(at)
  if (!way && isWithin(alike.path, at)) {
    way = { trail: trailOf(thing, at) }
    alike.ways.set(at, way)
  }
  return way
}
