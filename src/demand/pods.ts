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

/** What a question about a pod alone may look at, and so all that its answer depends on. */
export interface PodAlone extends Podded {
  readonly pod: { readonly spec?: PodSpec }
}

/**
 * A question that is asked once of pods that are equal word for word, of which collectors keep one spec: thousands of
 * replicas of a template cost one look. The answer is shared, so nobody may change it.
 */
export function perPod<T>(ask: (pod: PodAlone) => T): (subject: Podded) => T {
  const plain = ({ pod: { spec }, podPath, os }: Podded): T => ask({ podPath, pod: spec === undefined ? {} : { spec }, ...(os && { os }) })
  const answer = remembering(plain)
  plains.set(answer, plain)
  return answer
}

type Question<T> = (subject: Podded) => T
const plains = new WeakMap<object, Question<unknown>>()

/** Whether a question was made by `perPod`. */
export const isPerPod = (ask: object | undefined): boolean => ask !== undefined && plains.has(ask)

/** The same question without its memory, for those who remember the answer themselves. */
export const unremembered = <F extends object>(ask: F): F => (plains.get(ask) as F | undefined) ?? ask

function remembering<T>(ask: Question<T>): Question<T> {
  const known = new WeakMap<PodSpec, { readonly podPath: string; readonly os: Podded['os']; readonly answer: T }[]>()
  return (subject) => {
    const {
      pod: { spec },
      podPath,
      os,
    } = subject
    // The spec of a broken manifest may be a text.
    if (typeof spec !== 'object' || spec === null) return ask(subject)
    const answers = known.get(spec) ?? []
    for (const one of answers) if (one.podPath === podPath && one.os === os) return one.answer
    const answer = ask(subject)
    answers.push({ podPath, os, answer })
    if (answers.length === 1) known.set(spec, answers)
    return answer
  }
}

/** Every container: init (sidecars among them), main and ephemeral. Entries that are no objects are passed over. */
export const containersOf: (subject: Podded) => readonly Placed<Container>[] = perPod((subject) => {
  return containerLists.flatMap((list) => placed<Container>(subject, subject.pod.spec?.[list], list))
})

export const volumesOf: (subject: Podded) => readonly Placed<Volume>[] = perPod((subject) => placed<Volume>(subject, subject.pod.spec?.volumes, 'volumes'))

function placed<T extends object>(subject: Podded, things: unknown, list: string): Placed<T>[] {
  if (!Array.isArray(things)) return []
  const found: Placed<T>[] = []
  for (const [i, thing] of things.entries()) {
    if (typeof thing === 'object' && thing !== null) found.push({ value: thing, at: podSpecPath(subject, `${list}[${i}]`) })
  }
  return found
}
