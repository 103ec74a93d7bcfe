/** What the API server would refuse is left out, so that no control stumbles over it: any field of any example, made into something else. */
import { describe, expect, it } from 'vitest'
import { assess } from '../../src/assess/assess.ts'
import { defaultSettings } from '../../src/assess/settings.ts'
import { conform } from '../../src/collect/kube/conform.ts'
import { project } from '../../src/collect/kube/shelve.ts'
import { controls } from '../../src/controls/index.ts'
import type { StoredKind } from '../../src/model/facts.ts'
import { kinds } from '../../src/model/kinds.ts'
import type { Shelf } from '../../src/model/snapshot.ts'
import { view } from '../../src/world/view.ts'
import { exampleWorld } from '../kit/example-world.ts'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind, whose fields are made wrong
type Any = any
type Path = readonly (string | number)[]

const wrongs: readonly unknown[] = ['abc', 7, [], {}, null, true, ['x'], [null], { a: 1 }, [{ a: [1] }]]
/** Not the object's own: what it is, and what the door adds. */
const spared = new Set<string | number>(['kind', 'apiVersion', 'keys', 'credentials', 'placeholders'])

function* pathsIn(value: Any, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path
  if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) yield* pathsIn(value[key], [...path, Array.isArray(value) ? Number(key) : key])
}

function spoilt(kind: StoredKind, thing: Any, path: Path, wrong: unknown): Any {
  const copy = structuredClone(thing)
  let parent = copy
  for (const step of path.slice(0, -1)) parent = parent[step]
  parent[path.at(-1) as string] = structuredClone(wrong)
  conform(kind, copy)
  copy.metadata ??= {}
  copy.metadata.name ??= ''
  return project(kind, copy)
}

/** Each field of the kubernetes objects of an example, spoilt in one of the ways, in turn. */
function* spoiltWorlds(yaml: string, turn: { count: number }) {
  const { snapshot, attestations } = exampleWorld(yaml)
  for (const [kind, shelf] of Object.entries(snapshot.facts) as [StoredKind, Shelf<Any>][]) {
    if (kinds[kind].plane !== 'kubernetes') continue
    for (const [i, thing] of shelf.things.entries()) {
      for (const path of pathsIn(thing)) {
        if (spared.has(path[0] as string)) continue
        const wrong = wrongs[turn.count++ % wrongs.length]
        const things = shelf.things.with(i, spoilt(kind, thing, path, wrong))
        yield {
          told: `${kind} ${path.join('.')} = ${JSON.stringify(wrong)}`,
          attestations,
          world: view({ ...snapshot, facts: { ...snapshot.facts, [kind]: { ...shelf, things } } }),
        }
      }
    }
  }
}

it('no control stumbles over a field of a wrong type', () => {
  const turn = { count: 0 }
  const stumbled: string[] = []
  for (const [id, control] of Object.entries(controls)) {
    if (control.ask !== undefined) continue
    for (const yaml of [...control.examples.bad, ...control.examples.good]) {
      for (const { told, world, attestations } of spoiltWorlds(yaml, turn)) {
        const verdict = assess(world, { [id]: control }, {}, { ...defaultSettings, attestations }).verdicts[id]
        for (const gap of verdict && 'gaps' in verdict ? (verdict.gaps ?? []) : [])
          if (gap.because === 'failed' && gap.detail.includes('could not judge')) stumbled.push(`${told}: ${gap.detail}`)
      }
    }
  }
  expect(turn.count).toBeGreaterThan(1000)
  expect(stumbled).toEqual([])
})

describe('conform', () => {
  const told = (kind: StoredKind, object: object) => conform(kind, object as Record<string, unknown>).map(({ path, says }) => `${path.join('.')}: ${says}`)

  it('drops nulls, which mean "not set", without a word', () => {
    const pod = {
      metadata: { creationTimestamp: null, labels: null, annotations: { a: null } },
      spec: { containers: null, volumes: [null], securityContext: null },
    }
    expect(told('pods', pod)).toEqual([])
    expect(pod).toEqual({ metadata: { annotations: { a: '' } }, spec: { volumes: [] } })
  })

  it('keeps what it does not know', () => {
    const pod = { spec: { containers: [{ name: 'a', brandNew: [{ x: 1 }], resources: { limits: { cpu: 1, memory: '1Gi' } } }], other: null } }
    expect([told('pods', pod), pod]).toEqual([[], structuredClone(pod)])
  })

  it('gives a name to what must have one', () => {
    const pod = { spec: { containers: [{ image: 'a' }, { name: 7, env: [{ value: 'x' }] }] } }
    expect(told('pods', pod)).toEqual([
      'spec.containers.0.name: missing',
      'spec.containers.1.name: expected string, found number',
      'spec.containers.1.env.0.name: missing',
    ])
    expect(pod.spec.containers).toEqual([
      { image: 'a', name: '(no name)' },
      { name: '(no name)', env: [{ value: 'x', name: '(no name)' }] },
    ])
  })
})
