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

/** Every container: init (sidecars among them), main and ephemeral. Entries that are no objects are passed over. */
export function containersOf(subject: Podded): Placed<Container>[] {
  const found: Placed<Container>[] = []
  const spec: PodSpec | undefined = subject.pod.spec
  if (!spec) return found
  for (const list of containerLists) {
    const containers = spec[list]
    if (!Array.isArray(containers)) continue
    for (let i = 0; i < containers.length; i++) {
      const container = containers[i] as Container | null
      if (typeof container === 'object' && container !== null) found.push({ value: container, at: podSpecPath(subject, `${list}[${i}]`) })
    }
  }
  return found
}

export function volumesOf(subject: Podded): Placed<Volume>[] {
  const found: Placed<Volume>[] = []
  const volumes = subject.pod.spec?.volumes
  if (!Array.isArray(volumes)) return found
  for (let i = 0; i < volumes.length; i++) {
    const volume = volumes[i] as Volume | null
    if (typeof volume === 'object' && volume !== null) found.push({ value: volume, at: podSpecPath(subject, `volumes[${i}]`) })
  }
  return found
}
