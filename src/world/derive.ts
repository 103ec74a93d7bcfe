/** Work done once per world, or per thing of one: `derive(world, fn)` calls `fn` the first time and remembers its answer. */

const memory = new WeakMap<object, Map<unknown, unknown>>()

/** The answer of `compute(world)`; a throw is not remembered. `compute` is the key, so pass a named function. */
export function derive<W extends object, T>(world: W, compute: (world: W) => T): T {
  let known = memory.get(world)
  if (!known) {
    known = new Map()
    memory.set(world, known)
  }
  if (known.has(compute)) return known.get(compute) as T
  const value = compute(world)
  known.set(compute, value)
  return value
}
