/** Writes of Kubernetes objects: planned on the object as it is, tried on the server first, made with a precondition, looked at afterwards. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kube } from '../doors/kube.ts'
import { KubeError } from '../doors/kube-errors.ts'
import { canonical } from '../model/canonical.ts'
import type { Edit } from '../model/change.ts'
import { applyEdits } from '../model/edit.ts'
import { kinds } from '../model/kinds.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { objectRef, type Ref, showRef } from '../model/ref.ts'
import { Refused } from '../model/refused.ts'
import { differences, inverse, jsonPatch, stateOf } from './live-edits.ts'
import { readiness } from './readiness.ts'
import type { Hand, Look, ObjectWrite } from './write.ts'

/** The object as it is in the API: all of it, unlike what a snapshot keeps. */
export type LiveObject = Omit<KubeObject, 'metadata'> & {
  readonly metadata: KubeObject['metadata'] & { readonly uid: string; readonly resourceVersion: string }
}

/** `resource.group` of an object, as `kubectl auth can-i patch` takes it. Throws `Refused` for kinds that nothing here writes. */
export function resourceOf({ kind, apiVersion }: Ref): { readonly resource: string; readonly namespaced: boolean } {
  const group = groupOf(apiVersion)
  for (const info of Object.values(kinds)) {
    if (info.plane !== 'kubernetes' || groupOf(info.apiVersion) !== group) continue
    if (info.kind === kind) return info
    if ('also' in info && info.also.kind === kind) return info.also
  }
  throw new Refused(`nothing here writes objects of kind ${kind}`)
}

const groupOf = (apiVersion = ''): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '')

/** Path of an object in the API, or of the collection it is in. */
export function apiPath(ref: Ref, isCollection = false): string {
  const { resource, namespaced } = resourceOf(ref)
  const { apiVersion = 'v1' } = ref
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const inside = namespaced ? `/namespaces/${encodeURIComponent(ref.namespace ?? 'default')}` : ''
  const one = isCollection ? '' : `/${encodeURIComponent(ref.name)}`
  return `${root}${inside}/${resource.split('.')[0]}${one}`
}

/** What an object is apart from what the server itself keeps there. */
function own({ metadata, status: _, ...rest }: LiveObject & { readonly status?: unknown }): Readonly<Record<string, unknown>> {
  const { resourceVersion: _version, managedFields: _fields, generation: _generation, ...kept } = metadata as unknown as Record<string, unknown>
  return { ...rest, metadata: kept }
}

/** The same for two states of an object that differ in nothing that is its owner's, as a hash. */
export const fingerprintOf = (object: LiveObject): string =>
  createHash('sha256')
    .update(canonical(own(object)))
    .digest('hex')

/** Reads a whole object; undefined where there is none. Throws `KubeError`. */
export async function readObject(kube: Kube, ref: Ref): Promise<LiveObject | undefined> {
  try {
    return (await kube.get(apiPath(ref))) as unknown as LiveObject
  } catch (error) {
    if (error instanceof KubeError && error.fault === 'absent') return undefined
    throw error
  }
}

/** A patch of an object as it is; undefined where the edits change nothing. */
export function patchOf(object: LiveObject, edits: readonly Edit[]): ObjectWrite | undefined {
  const changed = differences(object, applyEdits(object, edits))
  const on = objectRef(object)
  return changed.length === 0
    ? undefined
    : { to: 'object', verb: 'patch', on, path: apiPath(on), uid: object.metadata.uid, before: fingerprintOf(object), edits: changed }
}

export function creationOf(object: Readonly<Record<string, unknown>>): ObjectWrite {
  const on = objectRef(object as unknown as KubeObject)
  return { to: 'object', verb: 'create', on, path: apiPath(on), object }
}

/** Throws `Refused` for Secrets: to put one back, its values would have to be kept. */
export function deletionOf(object: LiveObject): ObjectWrite {
  const on = objectRef(object)
  if (object.kind === 'Secret') throw new Refused(`${showRef(on)} is not deleted: its values are kept nowhere, so that it could not be put back`)
  return { to: 'object', verb: 'delete', on, path: apiPath(on), uid: object.metadata.uid, before: fingerprintOf(object), object: bare(object) }
}

/** As it would be made anew. */
function bare({ metadata, status: _, ...rest }: LiveObject & { readonly status?: unknown }): Readonly<Record<string, unknown>> {
  const { name, namespace, labels, annotations, finalizers } = metadata as unknown as Record<string, unknown>
  return { ...rest, metadata: { name, ...(namespace !== undefined && { namespace }), labels, annotations, finalizers } }
}

/** Under this name the server keeps which fields are ekshield's. */
const owner = 'fieldManager=ekshield'
const patchType = 'application/json-patch+json'
const dryRun = '&dryRun=All'

/** @returns what the server answers: of a patch, the object as it has become */
async function sendTo(kube: Kube, write: ObjectWrite, object: LiveObject | undefined, query: '' | typeof dryRun): Promise<unknown> {
  const { verb, on } = write
  try {
    if (verb === 'create') return await kube.write('POST', `${apiPath(on, true)}?${owner}${query}`, write.object)
    // Of a DELETE with a body, the server heeds nothing that its query says.
    if (verb === 'delete')
      return await kube.write('DELETE', write.path, {
        ...preconditionsOf(object),
        propagationPolicy: 'Background',
        ...(query === dryRun && { dryRun: ['All'] }),
      })
    return await kube.write('PATCH', `${write.path}?${owner}${query}`, [...atVersion(object), ...jsonPatch(write.edits ?? [])], patchType)
  } catch (error) {
    throw inWords(error, `${verb} ${resourceOf(on).resource}`, write)
  }
}

/**
 * Has the server try a write out. @returns the write with what the server makes of it: its defaults, and what its webhooks add
 * @throws Refused where it would refuse it
 */
export async function triedOut(kube: Kube, write: ObjectWrite, object: LiveObject | undefined): Promise<ObjectWrite> {
  const answer = await sendTo(kube, write, object, dryRun)
  if (write.verb !== 'patch' || !object) return write
  return { ...write, edits: differences(own(object), own(answer as LiveObject)) }
}

/** @param readyTimeout how long a rollout may take, in seconds */
export function objectHand(kube: Kube, readyTimeout: number): Hand<ObjectWrite> {
  const read = async (write: ObjectWrite): Promise<LiveObject | undefined> => {
    try {
      return await readObject(kube, write.on)
    } catch (error) {
      throw inWords(error, `get ${resourceOf(write.on).resource}`, write)
    }
  }
  const send = (write: ObjectWrite, object: LiveObject | undefined, query: '' | typeof dryRun): Promise<unknown> => sendTo(kube, write, object, query)
  /** The object, where it is as it was planned on. */
  const planned = async (write: ObjectWrite): Promise<LiveObject | undefined> => {
    const object = await read(write)
    const state = look(write, object)
    const isAsPlanned = write.verb === 'create' ? !object : object?.metadata.uid === write.uid && object !== undefined && fingerprintOf(object) === write.before
    if (!isAsPlanned)
      throw new Refused(
        `${showRef(write.on)} is not as it was planned on: ${typeof state === 'object' ? state.moved : state === 'after' ? 'this is done already' : 'it has changed'}; plan anew`,
      )
    return object
  }
  const takeBack = async (write: ObjectWrite): Promise<void> => {
    const object = await read(write)
    const state = look(write, object)
    if (state === 'before') return
    // What others have changed beside it stays; what they changed of it is theirs.
    if (state !== 'after') throw new Refused(`${showRef(write.on)} was not put back: ${state.moved}`)
    if (write.verb === 'delete') await send({ ...write, verb: 'create' }, undefined, '')
    else if (write.verb === 'create') await send({ ...write, verb: 'delete' }, object, '')
    else await send({ ...write, edits: inverse(write.edits ?? [], object) }, object, '')
  }
  return {
    look: async (write) => look(write, await read(write)),
    tryOut: async (write) => void (await send(write, await planned(write), dryRun)),
    make: async (write) => void (await send(write, await planned(write), '')),
    takeBack,
    async settle(write) {
      if (write.unready) return
      const until = Date.now() + readyTimeout * 1000
      for (let pause = shortest; ; pause = Math.min(pause * 2, longest)) {
        const object = await read(write)
        const state = object ? readiness(object) : 'ready'
        if (state === 'ready') return
        if (Date.now() >= until) throw new Refused(`${showRef(write.on)} is not ready after ${readyTimeout} s: ${state.waits}`)
        await sleep(pause)
      }
    },
  }
}

/** What others have changed beside the write does not count. */
function look(write: ObjectWrite, object: LiveObject | undefined): Look {
  if (write.verb === 'create') {
    if (!object) return 'before'
    return stateOf(object, [{ path: '', value: write.object }]) === 'after' ? 'after' : { moved: 'another of that name is there' }
  }
  if (write.verb === 'delete') return object && object.metadata.uid === write.uid ? 'before' : 'after'
  if (!object) return { moved: 'it is gone' }
  if (object.metadata.uid !== write.uid) return { moved: 'it was made anew' }
  const state = stateOf(object, write.edits ?? [])
  return state === 'neither' ? { moved: 'it has changed' } : state
}

/** Between two looks at a rollout, in milliseconds. */
const [shortest, longest] = [50, 1000]

/** Nobody has changed the object between our look and our write. */
const atVersion = (object: LiveObject | undefined) =>
  object ? [{ op: 'replace', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion }] : []
const preconditionsOf = (object: LiveObject | undefined) =>
  object ? { preconditions: { uid: object.metadata.uid, resourceVersion: object.metadata.resourceVersion } } : {}

/** What the server refuses is refused; of anything else nobody knows whether it was done. */
function inWords(error: unknown, right: string, { on }: ObjectWrite): unknown {
  if (!(error instanceof KubeError)) return error
  const where = on.namespace === undefined ? '' : ` in ${on.namespace}`
  if (error.fault === 'denied' && /cannot (get|list|create|patch|delete) resource/.test(error.message))
    return new Refused(`you may not ${right}${where} (${showRef(on)})`)
  return error.fault === 'denied' || error.fault === 'refused' || error.fault === 'absent' || error.fault === 'unknown caller'
    ? new Refused(`${showRef(on)}: the API server refuses it: ${error.message}`)
    : error
}
