/** Makes a world of an example: its YAML documents as Kubernetes objects, AWS answers, kubelets and attestations. */
import { loadAll } from 'js-yaml'
import { errorOf } from '../../src/collect/aws/answers.ts'
import { readers, shelfOf, type AwsKind } from '../../src/collect/aws/calls.ts'
import { Gathering } from '../../src/collect/gathering.ts'
import { project, shelfFor } from '../../src/collect/kube/shelve.ts'
import type { Attestation } from '../../src/model/facts.ts'
import { kinds } from '../../src/model/kinds.ts'
import type { Shelf, Snapshot } from '../../src/model/snapshot.ts'
import type { World } from '../../src/model/world.ts'
import { view } from '../../src/world/view.ts'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape; each use tests what it reads
type Loose = Record<string, any>

export interface Example {
  readonly snapshot: Snapshot
  readonly world: World
  readonly attestations: readonly Attestation[]
}

/** The time of every example, so that ages in them mean something. */
export const exampleTime = '2026-11-23T12:00:00.000Z'

/**
 * Kinds of which an example says nothing are empty. A call answered by `__error` is a gap as in a dump; a call that
 * is not there is "none", not "not asked". `files: true` makes it a folder of manifests in place of a cluster.
 */
export function exampleWorld(yaml: string): Example {
  const gathering = new Gathering()
  const attestations: Attestation[] = []
  let isFiles = false
  for (const document of loadAll(yaml) as Loose[]) {
    if (!document) continue
    if (typeof document['kind'] === 'string') {
      const kind = shelfFor(String(document['apiVersion']), document['kind'])
      if (!kind) throw new Error(`no shelf for ${document['apiVersion']} ${document['kind']}`)
      gathering.add(kind, project(kind, document) as never)
      continue
    }
    for (const [key, value] of Object.entries(document)) {
      if (key === 'attest')
        for (const [control, told] of Object.entries(value as Loose))
          attestations.push({ control, ...told, until: new Date(told.until).toISOString().slice(0, 10) })
      else if (key === 'kubelet') for (const [node, body] of Object.entries(value as Loose)) gathering.add('kubelets', { node, ...body })
      else if (key === 'files') isFiles = value === true
      else if (key === 'version') gathering.add('kubeVersions', value)
      else if (key === 'problem') gathering.problem(value)
      else {
        const [, call, name] = /^([a-z0-9-]+:[A-Za-z0-9]+)(?:\.(.+))?$/.exec(key) ?? []
        if (!call) throw new Error(`an example says "${key}", which is neither an object nor an AWS call`)
        gathering.answers.add(call, (name ?? '').replaceAll('/', '_'), value)
      }
    }
  }
  const snapshot = gathering.finish(
    isFiles ? { scope: 'files', target: 'example', collector: 'manifests' } : { scope: 'cluster', target: 'example', collector: 'dump' },
    exampleTime,
    () => undefined,
  )
  const facts: Record<string, Shelf<unknown>> = { ...snapshot.facts }
  for (const kind of Object.keys(readers) as AwsKind[]) {
    const { gap, ...shelf } = shelfOf(kind, gathering.answers)
    const refused = kinds[kind].calls.some((call) => gathering.answers.of(call).some(({ body }) => errorOf(body)))
    facts[kind] = gap && refused && gap.because !== 'not asked' ? { ...shelf, gap } : shelf
  }
  const whole = { ...snapshot, facts: facts as Snapshot['facts'] }
  return { snapshot: whole, world: view(whole), attestations }
}
