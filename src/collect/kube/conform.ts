/** Leaves out of an object what the API server would refuse for its type, so that no control meets it. */
import type { StoredKind } from '../../model/facts.ts'
import { metadata } from './pod-shapes.ts'
import { object, type Shape } from './shape.ts'
import { shapes } from './shapes.ts'

type Loose = Record<string, unknown>

/** A field of the wrong type: where it stood, and what is wrong, as the API server says it. */
export interface Misfit {
  readonly path: readonly (string | number)[]
  readonly says: string
}

/**
 * Mends the object in place: fields of a wrong type go, and so do nulls, which mean "not set"; names that must be there
 * and are not become `(no name)`.
 * @returns what the API server would refuse it for
 */
export function conform(kind: StoredKind, thing: Loose): readonly Misfit[] {
  misfits.length = 0
  path.length = 0
  conformTo(thing, root)
  const shape = shapes[kind as keyof typeof shapes] as Shape | undefined
  if (shape) conformTo(thing, shape)
  return misfits.length === 0 ? none : [...misfits]
}

const root = object({ metadata })
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
  return 'map' in shape ? fitMap(value as Loose, shape.map) : fitFields(value as Loose, shape)
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
          : sort === (type === 'required' ? 'string' : type)
  return fits ? value : refuse(value, type === 'quantity' ? 'number or string' : type === 'required' ? 'string' : type)
}

function fitFields(object: Loose, { fields, needs }: Extract<Shape, { fields: unknown }>): unknown {
  for (const key in object) {
    const shape = fields.get(key)
    if (shape === undefined) continue
    path.push(key)
    const value = object[key]
    if (conformTo(value, shape) === gone) {
      if (shape === 'required' && value !== null) object[key] = `(no ${key})`
      else delete object[key]
    }
    path.pop()
  }
  for (const name of needs) {
    if (object[name] !== undefined) continue
    misfits.push({ path: [...path, name], says: 'missing' })
    object[name] = `(no ${name})`
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
