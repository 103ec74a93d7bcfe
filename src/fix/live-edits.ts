/** Edits of a live object: what differs between two states of it, as a patch that tells at a glance whether it was made. */
import { joinPath, parsePath, valueAt } from '../model/path.ts'
import type { LiveEdit } from './write.ts'

type Loose = Readonly<Record<string, unknown>>
const isMap = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Lists of the same length are compared one element with another; of others the whole list is replaced, so that no index
 * of one edit depends on another edit. Where parents are missing, the topmost of them is what is put there.
 */
export function differences(before: unknown, after: unknown, path = ''): LiveEdit[] {
  if (before === after) return []
  if (isMap(before) && isMap(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], joinPath(path, key)))
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length === after.length) return before.flatMap((one, i) => differences(one, after[i], joinPath(path, i)))
    return [{ path, was: before, value: after }]
  }
  return [{ path, ...(before !== undefined && { was: before }), ...(after !== undefined && { value: after }) }]
}

/** What the API server leaves out when it writes an object: to it, `false` and "not set" are one for most fields. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === 0 ||
  value === '' ||
  (typeof value === 'object' && Object.values(value).every(isNothing))

/** Whether a value holds all that was put there; the server may have filled in more. */
function holds(value: unknown, put: unknown): boolean {
  if (isMap(put)) return Object.keys(put).every((key) => holds(isMap(value) ? value[key] : undefined, put[key]))
  if (isNothing(put)) return isNothing(value)
  if (Array.isArray(put)) return Array.isArray(value) && value.length === put.length && put.every((one, i) => holds(value[i], one))
  return value === put
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Whether an object is as before the edits, as after them, or neither. Where a field was taken away, the server may have put its default there. */
export function stateOf(object: unknown, edits: readonly LiveEdit[]): 'before' | 'after' | 'neither' {
  const isMade = ({ path, value, was }: LiveEdit) => (value === undefined ? !isSame(valueAt(object, path), was) : holds(valueAt(object, path), value))
  if (edits.every(({ path, was }) => isSame(valueAt(object, path), was))) return 'before'
  return edits.every(isMade) ? 'after' : 'neither'
}

/** The edits that take these back, in the object as it is now. */
export const inverse = (edits: readonly LiveEdit[], object: unknown): LiveEdit[] =>
  edits.map(({ path, was }) => ({ path, was: valueAt(object, path), ...(was !== undefined && { value: was }) }))

export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove' | 'test'
  readonly path: string
  readonly value?: unknown
}

/** `spec.containers[0].image` -> `/spec/containers/0/image` */
export const pointerOf = (path: string): string =>
  parsePath(path)
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')

/** As a JSON Patch (RFC 6902). */
export const jsonPatch = (edits: readonly LiveEdit[]): PatchStep[] =>
  edits.map(({ path, value, was }) => ({
    op: value === undefined ? 'remove' : was === undefined ? 'add' : 'replace',
    path: pointerOf(path),
    ...(value !== undefined && { value }),
  }))
