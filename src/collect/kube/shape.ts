/** A small language for the types that the API server insists on. */

export type Shape =
  /** `quantity` is `1`, `500m` or `10%`: a number or text. */
  | 'string'
  /** A string that must be there, as a container's name. */
  | 'required'
  | 'boolean'
  | 'integer'
  | 'quantity'
  /** An object of any fields. */
  | 'object'
  | { readonly list: Shape }
  /** An object whose keys are free. */
  | { readonly map: Shape }
  | { readonly fields: ReadonlyMap<string, Shape>; readonly needs: readonly string[] }

export const list = (item: Shape): Shape => ({ list: item })
export const map = (value: Shape): Shape => ({ map: value })
export const object = (fields: Readonly<Record<string, Shape>>): Shape => ({
  fields: new Map(Object.entries(fields)),
  needs: Object.keys(fields).filter((name) => fields[name] === 'required'),
})
/** Fields of one type, by their names. */
export const all = (type: Shape, ...names: readonly string[]): Record<string, Shape> => Object.fromEntries(names.map((name) => [name, type]))
export const texts = (...names: readonly string[]) => all('string', ...names)
export const required = (...names: readonly string[]) => all('required', ...names)
export const flags = (...names: readonly string[]) => all('boolean', ...names)
export const integers = (...names: readonly string[]) => all('integer', ...names)
export const strings = list('string')
export const labels = map('string')
export const named = object(texts('name', 'namespace', 'kind', 'apiGroup'))
