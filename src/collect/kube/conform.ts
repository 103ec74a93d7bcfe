/** Leaves out of an object what the API server would refuse for its type, so that no control meets it. */
import type { StoredKind } from '../../model/facts.ts'
import { metadata, type Shape, shapes } from './shapes.ts'

type Loose = Record<string, unknown>

/** A field of the wrong type: where it stood, and what is wrong, as the API server says it. */
export interface Misfit {
  readonly path: readonly (string | number)[]
  readonly says: string
}

/**
 * Mends the object in place: fields of a wrong type go, and so do nulls, which mean "not set".
 * @returns what went for its type
 */
export function conform(kind: StoredKind, object: Loose): readonly Misfit[] {
  misfits.length = 0
  path.length = 0
  conformTo(object, root)
  const shape = shapes[kind as keyof typeof shapes] as Shape | undefined
  if (shape) conformTo(object, shape)
  return misfits.length === 0 ? none : [...misfits]
}

const root: Shape = { fields: new Map([['metadata', metadata]]) }
const none: readonly Misfit[] = []
/** Of the object in hand; objects are many, and few have any. */
const misfits: Misfit[] = []
const path: (string | number)[] = []
/** What `conformTo` returns for a value that must go. */
const gone = Symbol('gone')

function conformTo(value: unknown, shape: Shape): unknown {
  if (typeof shape === 'string') return fitPlain(value, shape)
  if (value === null) return gone
  if ('list' in shape) return Array.isArray(value) ? fitList(value, shape.list) : refuse(value, 'list')
  if (typeof value !== 'object' || Array.isArray(value)) return refuse(value, 'object')
  return 'map' in shape ? fitMap(value as Loose, shape.map) : fitFields(value as Loose, shape.fields)
}

function fitPlain(value: unknown, type: string): unknown {
  if (value === null) return gone
  const sort = typeof value
  const fits =
    type === 'integer'
      ? Number.isInteger(value)
      : type === 'quantity'
        ? sort === 'string' || sort === 'number'
        : type === 'object'
          ? sort === 'object' && !Array.isArray(value)
          : sort === type
  return fits ? value : refuse(value, type === 'quantity' ? 'number or string' : type)
}

function fitFields(object: Loose, fields: ReadonlyMap<string, Shape>): unknown {
  for (const key in object) {
    const shape = fields.get(key)
    if (shape === undefined) continue
    path.push(key)
    if (conformTo(object[key], shape) === gone) delete object[key]
    path.pop()
  }
  return object
}

/** A null in a map of strings is an empty string, to the API server as to us. */
function fitMap(object: Loose, shape: Shape): unknown {
  for (const key in object) {
    const value = object[key]
    if (value === null && shape === 'string') object[key] = ''
    else if (typeof value !== shape) {
      path.push(key)
      if (conformTo(value, shape) === gone) delete object[key]
      path.pop()
    }
  }
  return object
}

function fitList(items: unknown[], shape: Shape): unknown {
  let kept = 0
  for (let i = 0; i < items.length; i++) {
    path.push(i)
    const item = conformTo(items[i], shape)
    path.pop()
    if (item !== gone) items[kept++] = item
  }
  items.length = kept
  return items
}

function refuse(value: unknown, expected: string): typeof gone {
  misfits.push({ path: [...path], says: `expected ${expected}, found ${Array.isArray(value) ? 'list' : typeof value}` })
  return gone
}
