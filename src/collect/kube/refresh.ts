/** Brings a snapshot up to date after a write: the object anew, and the pods of its namespace. */
import type { Kube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredKind } from '../../model/facts.ts'
import type { KubeObject } from '../../model/kubernetes.ts'
import { objectRef, type Ref, refKey } from '../../model/ref.ts'
import type { Shelf, Snapshot } from '../../model/snapshot.ts'
import type { Listing } from './discovery.ts'
import { listAll } from './pages.ts'
import { shelfFor } from './shelve.ts'
import { taking } from './take.ts'

/** What controllers make anew when a template changes. */
const made: readonly Listing[] = [
  { kind: 'replicaSets', resource: 'replicasets.apps', apiVersion: 'apps/v1', itemKind: 'ReplicaSet', path: '/apis/apps/v1/namespaces/NAMESPACE/replicasets' },
  { kind: 'pods', resource: 'pods', apiVersion: 'v1', itemKind: 'Pod', path: '/api/v1/namespaces/NAMESPACE/pods' },
]

/**
 * @param path of the object in the API
 * @param restarts its pods were made anew
 */
export async function refresh(kube: Kube, snapshot: Snapshot, on: Ref, path: string, restarts: boolean): Promise<Snapshot> {
  const kind = shelfFor(on.apiVersion ?? 'v1', on.kind)
  if (!kind) return snapshot
  const facts: Record<string, Shelf<unknown>> = { ...snapshot.facts }
  const put = (shelf: StoredKind, isGone: (thing: KubeObject) => boolean, come: readonly unknown[]) => {
    const before = facts[shelf] as Shelf<KubeObject>
    facts[shelf] = { ...before, things: [...before.things.filter((thing) => !isGone(thing)), ...come] }
  }
  const object = await kube.get(path).catch((error: unknown) => {
    if (error instanceof KubeError && error.fault === 'absent') return undefined
    throw error
  })
  const take = taking(kind, on.apiVersion ?? 'v1', on.kind)
  put(kind, (thing) => refKey(objectRef(thing)) === refKey(on), object ? [take(structuredClone(object) as Record<string, unknown>)] : [])
  if (restarts && on.namespace !== undefined) {
    for (const { kind: shelf, ...listing } of made) {
      // What could not be listed before is not asked for now.
      if (facts[shelf]?.gap) continue
      const path = listing.path.replace('NAMESPACE', encodeURIComponent(on.namespace))
      const list = await listAll(kube, { kind: shelf, ...listing, path }, () => undefined)
      if (!list.gap) put(shelf, (thing) => thing.metadata.namespace === on.namespace, list.things)
    }
  }
  return { ...snapshot, facts: facts as unknown as Snapshot['facts'] }
}
