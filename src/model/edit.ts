/** Carries out edits on a copy of an object, as a patch would. */
import type { Edit } from './change.ts'
import { parsePath, type Segment } from './path.ts'

type Node = Record<Segment, unknown>

/**
 * @returns a changed copy; the object itself stays as it was. Missing parents are made; a list index that no value is
 * given for is taken out of its list (last first, so that the others keep their places).
 */
export function applyEdits<T>(object: T, edits: readonly Edit[]): T {
  const copy = structuredClone(object)
  const removals: { list: unknown[]; index: number }[] = []
  for (const { path, value } of edits) {
    const segments = parsePath(path)
    let node = copy as Node
    for (let i = 0; i < segments.length - 1; i++) {
      const key = segments[i] as Segment
      if (typeof node[key] !== 'object' || node[key] === null) node[key] = typeof segments[i + 1] === 'number' ? [] : {}
      node = node[key] as Node
    }
    const last = segments.at(-1)
    if (last === undefined) continue
    if (value !== undefined) node[last] = structuredClone(value)
    else if (Array.isArray(node)) removals.push({ list: node, index: Number(last) })
    else delete node[last]
  }
  for (const { list, index } of removals.sort((a, b) => b.index - a.index)) list.splice(index, 1)
  return copy
}
