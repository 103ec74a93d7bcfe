/** The pod inside a subject, and its containers and volumes with their paths; the one place that knows the three lists. */
import type { Container, PodSpec, PodTemplate, Volume } from '../model/kubernetes.ts'
import { concatPath } from '../model/path.ts'

/** Anything that carries a pod template: a workload, or a bare `{podPath: '', pod}`. */
export interface Podded {
  /** Path of the template in the object; '' for a pod itself. */
  readonly podPath: string
  readonly pod: PodTemplate
  readonly os?: 'linux' | 'windows'
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const

export interface Placed<T> {
  readonly value: T
  /** Path from the root of the subject. */
  readonly at: string
}

/** Path of a field of the pod spec from the root of the subject. */
export function podSpecPath(subject: Podded, path = ''): string {
  return concatPath(subject.podPath, path === '' ? 'spec' : concatPath('spec', path))
}

/**
 * Remembers the answer for the last pod only: a scan asks some sixty controls about one pod before it goes on to the
 * next, and each wants its containers.
 */
function ofLastPod<T>(find: (subject: Podded) => readonly T[]): (subject: Podded) => readonly T[] {
  let spec: PodSpec | undefined
  let path = ''
  let found: readonly T[] = []
  return (subject) => {
    if (!subject.pod.spec) return []
    if (subject.pod.spec !== spec || subject.podPath !== path) {
      found = find(subject)
      spec = subject.pod.spec
      path = subject.podPath
    }
    return found
  }
}

/** Every container: init (sidecars among them), main and ephemeral. Entries that are no objects are passed over. */
export const containersOf: (subject: Podded) => readonly Placed<Container>[] = ofLastPod((subject) => {
  return containerLists.flatMap((list) => placed<Container>(subject, subject.pod.spec?.[list], list))
})

export const volumesOf: (subject: Podded) => readonly Placed<Volume>[] = ofLastPod((subject) => placed<Volume>(subject, subject.pod.spec?.volumes, 'volumes'))

function placed<T extends object>(subject: Podded, things: unknown, list: string): Placed<T>[] {
  if (!Array.isArray(things)) return []
  const found: Placed<T>[] = []
  for (const [i, thing] of things.entries()) {
    if (typeof thing === 'object' && thing !== null) found.push({ value: thing, at: podSpecPath(subject, `${list}[${i}]`) })
  }
  return found
}
