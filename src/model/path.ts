/**
 * Paths into objects, as findings print them: `spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`.
 * A segment that holds a dot, or no letter at its start, stands in brackets; a number in brackets is a list index.
 */

export type Segment = string | number

const parsed = new Map<string, readonly Segment[]>()

/** `a.b[0][x.y/z]` -> `['a', 'b', 0, 'x.y/z']`. The empty path is the object itself. */
export function parsePath(path: string): readonly Segment[] {
  const known = parsed.get(path)
  if (known) return known
  const segments: Segment[] = []
  for (const [, inBrackets, plain] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    if (plain !== undefined) segments.push(plain)
    else if (inBrackets !== undefined) segments.push(/^\d+$/.test(inBrackets) ? Number(inBrackets) : inBrackets)
  }
  if (parsed.size > 50_000) parsed.clear()
  parsed.set(path, segments)
  return segments
}

/** Adds a key or an index to a path. */
export function joinPath(path: string, ...segments: readonly Segment[]): string {
  let joined = path
  for (const segment of segments) {
    if (typeof segment === 'number') joined += `[${segment}]`
    else if (/^[A-Za-z_][\w-]*$/.test(segment)) joined += joined === '' ? segment : `.${segment}`
    else joined += `[${segment}]`
  }
  return joined
}

/** Puts one path behind another: `spec.template` + `spec.hostPID`. */
export function concatPath(head: string, tail: string): string {
  if (head === '') return tail
  if (tail === '' || tail.startsWith('[')) return head + tail
  return `${head}.${tail}`
}

/** The value at a path, or undefined. Never reads inherited properties. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root
  for (const segment of parsePath(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = (value as Record<Segment, unknown>)[segment]
  }
  return value
}

/** How many nodes a value is made of: itself, and all below it. */
export function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  if (Array.isArray(value)) for (const child of value) count += countNodes(child)
  else for (const key in value) count += countNodes((value as Record<string, unknown>)[key])
  return count
}

/**
 * The place of a path in a depth-first walk of the object (the root is 0). Where the path leads on beyond what exists,
 * the place of the last node that does.
 */
export function placeOf(root: unknown, path: string): number {
  let place = 0
  let value = root
  for (const segment of parsePath(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return place
    place += 1
    const parent = value as Record<Segment, unknown>
    const key = String(segment)
    for (const sibling in parent) {
      if (sibling === key) break
      place += countNodes(parent[sibling])
    }
    value = parent[segment]
  }
  return place
}
