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
  /** What trials that ask about the pod alone found, as far as it was told. */
  readonly told: Map<Trial, readonly Evidence[]>
  /** Of paths at or below the spec. */
  readonly ways: Map<string, Way>
}

/** Workloads whose pods are alike, and whose faults the same people must mend. */
export interface Sort {
  readonly alike: Alike
  workloads: number
  /** What the trials have against each, as far as they ask about the pod alone. */
  charges?: readonly Charge[]
}

/** What a path is reckoned as, found out when it is first asked for. */
export interface Way {
  /** Its words in a fingerprint. */
  readonly trail: readonly string[]
  /** How many places below that of the pod spec. */
  depth?: number
}

/**
 * Finds the sorts of workloads; some are of none. Specs are told apart by identity, never by a hash: collectors keep equal
 * parts once, and where they do not, each pod is a sort of its own.
 */
export function sortPods(workloads: readonly Workload[]): ReadonlyMap<Workload, Sort> {
  const known = new Map<PodSpec, Map<string, Sort>>()
  const sorts = new Map<Workload, Sort>()
  for (const workload of workloads) {
    const { spec } = workload.pod
    const path = podSpecPath(workload)
    // Of a debugged pod only a part is judged: what stands at its paths is not what was judged.
    if (!spec || valueAt(workload, path) !== spec) continue
    const ofSpec = known.get(spec) ?? new Map<string, Sort>()
    known.set(spec, ofSpec)
    const key = `${workload.os} ${path} ${workload.addon ? 'addon' : workload.computes.join()}`
    let sort = ofSpec.get(key)
    if (!sort) {
      sort = { alike: { path, told: new Map(), ways: new Map() }, workloads: 0 }
      ofSpec.set(key, sort)
    }
    sort.workloads += 1
    sorts.set(workload, sort)
  }
  return sorts
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
