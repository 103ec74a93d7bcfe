/** What a finding is about: how it is named, where it was written, on what it runs, who must act on it. */
import type { AnyControl } from '../model/control.ts'
import type { Compute, Facts, Kind, StoredKind } from '../model/facts.ts'
import type { Responsible, Subject } from '../model/finding.ts'
import { kinds } from '../model/kinds.ts'
import { placeOf } from '../model/path.ts'
import { refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { computeOf } from '../world/hosts.ts'
import { nameOf, namespaceOf } from '../world/view.ts'
import type { Alike, Way } from './alike.ts'

/** How the subject of a finding is named to people and programs. */
export function refOf(kind: Kind, thing: unknown): Subject {
  const info = kind in kinds ? kinds[kind as StoredKind] : undefined
  const name = nameOf(kind, thing)
  if (kind === 'hosts') {
    const host = thing as Facts['hosts']
    return host.node ? { kind: 'Node', apiVersion: 'v1', name } : { kind: 'AWS::EC2::Instance', name }
  }
  if (!info || info.plane === 'kubernetes') {
    const object = thing as Facts['workloads']
    const namespace = namespaceOf(thing)
    return { kind: object.kind, apiVersion: object.apiVersion, ...(namespace !== undefined && { namespace }), name }
  }
  return { kind: info.type, name: name === '' ? 'this account' : name }
}

function computeByNode(world: World): ReadonlyMap<string, readonly Compute[]> {
  return new Map(world.seen('nodes').things.map((node) => [node.metadata.name, [computeOf(node)]]))
}

/** The compute type a thing belongs to, where it belongs to one. */
function computesOf(kind: Kind, thing: unknown, world: World): readonly Compute[] {
  if (kind === 'hosts') return [(thing as Facts['hosts']).compute]
  if (kind === 'kubelets') return derive(world, computeByNode).get((thing as Facts['kubelets']).node) ?? []
  if (kind === 'workloads') return (thing as Facts['workloads']).computes
  if (kind === 'nodegroups') return ['managed']
  if (kind === 'fargateProfiles') return ['fargate']
  return []
}

/** Who must act on a fault of this thing; undefined when there is nothing to act on. */
export function responsibleFor({ responsible }: AnyControl, kind: Kind, thing: unknown, world: World): Responsible | undefined {
  if (kind === 'workloads' && (thing as Facts['workloads']).addon) return 'aws'
  if (!responsible) return 'customer'
  const computes = computesOf(kind, thing, world)
  if (computes.length === 0) return 'customer'
  let found: Responsible | undefined
  for (const compute of computes) {
    const answer = responsible[compute] ?? 'customer'
    if (answer === 'n/a') continue
    if (found !== undefined && found !== answer) return 'shared'
    found = answer
  }
  return found
}

/** The subject with the file and line of a field, where it was read from a file. */
export type Written = (at: string | undefined, way: Way | undefined) => Subject

interface Thing {
  readonly thing: unknown
  readonly subject: Subject
  readonly alike: Alike | undefined
}

/** The file that a thing was read from, and the line where it begins. */
export const sourceOf = ({ subject, thing }: Thing, world: World): { readonly file: string; readonly line: number } | undefined =>
  subject.kind === 'File' ? (thing as Facts['problems']) : world.origin(thing as object)

/** Not by a spread: V8 makes `{...a, b}` so that it outlives its use, which adds up over hundreds of thousands. */
export const writtenAt = (subject: Subject, file: string, line: number): Subject => Object.assign({}, subject, { source: { file, line } })

/** How faults of one thing write their subject: those of one line share it. */
export function writerOf({ subject, thing, alike }: Thing, world: World): Written {
  if (subject.kind === 'File') {
    const { file, line } = thing as Facts['problems']
    return () => writtenAt(subject, file, line)
  }
  const origin = world.origin(thing as object)
  if (!origin) return () => subject
  const { file, line: first, lines } = origin
  const known = new Map<number, Subject>()
  // Below the spec of a pod, places are counted once for all pods that are alike.
  let spec: number | undefined
  const placeIn = (at: string, way: Way | undefined): number => {
    if (!way || !alike) return placeOf(thing, at)
    spec ??= placeOf(thing, alike.path)
    way.depth ??= placeOf(thing, at) - spec
    return spec + way.depth
  }
  return (at, way) => {
    const line = at === undefined || !lines ? first : (lines[placeIn(at, way)] ?? first)
    let written = known.get(line)
    if (!written) {
      written = writtenAt(subject, file, line)
      known.set(line, written)
    }
    return written
  }
}

const orders = new WeakMap<World, Map<Kind, readonly unknown[]>>()

/** The things of a kind by kind, namespace and name, sorted once for all controls, so that findings need no sorting. */
export function inOrder(kind: Kind, world: World): readonly unknown[] {
  const known = orders.get(world) ?? new Map<Kind, readonly unknown[]>()
  orders.set(world, known)
  let order = known.get(kind)
  if (!order) {
    const keyed = world.seen(kind).things.map((thing) => ({ thing, key: refKey(refOf(kind, thing)) }))
    order = keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ thing }) => thing)
    known.set(kind, order)
  }
  return order
}
