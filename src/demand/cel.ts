/**
 * Prints a demand in the Common Expression Language of Kubernetes, for a ValidatingAdmissionPolicy. What cannot be said
 * exactly is refused with the reason. An API server drops nulls from its own kinds before policies see them, so absent is
 * the only "not set" here.
 */
import type { Demand, Scalar, Test } from '../model/demand.ts'
import { type Leaf, type Step, stepsOf } from './obeys.ts'

/** A demand, or a part of it, that CEL cannot say. */
export class Unsayable extends Error {
  override readonly name = 'Unsayable'
}

/** The CEL expressions by which a policy calls the subject: the object, and its pod spec (an empty map where there is none). */
export interface Called {
  readonly object: string
  readonly spec: string
}

/** The parts of a demand, each of which must hold, as boolean CEL. @throws Unsayable */
export function celOf(demand: Demand, called: Called): { readonly part: Demand; readonly cel: string }[] {
  if ('all' in demand) return demand.all.flatMap((part) => celOf(part, called))
  if ('only' in demand) {
    const spared = sparedBy[demand.only](called.spec)
    return celOf(demand.must, called).map(({ part, cel }) => ({ part: { only: demand.only, must: part }, cel: `${spared} || ${cel}` }))
  }
  return [{ part: demand, cel: leafOf(demand, called) }]
}

const sparedBy: Readonly<Record<'linux' | 'host-users', (spec: string) => string>> = {
  linux: (spec) => `${spec}.?os.?name.or(${spec}.?nodeSelector[?"kubernetes.io/os"]).orValue("") == "windows"`,
  'host-users': (spec) => `${spec}.?hostUsers.orValue(true) == false`,
}

function leafOf({ place, path, test }: Leaf, { object, spec }: Called): string {
  const steps = stepsOf(path)
  if (place === 'object') return walk(test, object, steps)
  if (place === 'pod') return walk(test, spec, steps)
  if (place === 'volume') return `${spec}.?volumes.orValue([]).all(v, ${walk(test, 'v', steps)})`
  const each =
    place === 'container'
      ? walk(test, 'c', steps)
      : testOf(test, `${optionalAt('c', withoutLists(steps, path))}.or(${optionalAt(spec, withoutLists(steps, path))})`)
  return ['initContainers', 'containers', 'ephemeralContainers'].map((list) => `${spec}.?${list}.orValue([]).all(c, ${each})`).join(' && ')
}

function withoutLists(steps: readonly Step[], path: string): readonly Step[] {
  if (steps.some(({ each }) => each)) throw new Unsayable(`${path} leads into a list, and the pod's value has no place in it`)
  return steps
}

/** Every value that the path leads to from here; `[*]` is one more `all`, with a variable of its own. */
function walk(test: Test, from: string, steps: readonly Step[], depth = 0): string {
  const list = steps.findIndex(({ each }) => each)
  if (list === -1) return steps.length === 0 ? testOfPresent(test, from) : testOf(test, optionalAt(from, steps))
  const element = `e${depth === 0 ? '' : depth}`
  return `${optionalAt(from, steps.slice(0, list + 1))}.orValue([]).all(${element}, ${walk(test, element, steps.slice(list + 1), depth + 1)})`
}

/** Words that CEL keeps to itself: fields of these names are read as keys. */
const reserved = new Set('as break const continue else false for function if import in let loop namespace null package return true var void while'.split(' '))
const selectOf = ({ key }: Step): string => (/^[A-Za-z_]\w*$/.test(key) && !reserved.has(key) ? `.?${key}` : `[?${JSON.stringify(key)}]`)

/** The value at a path, as an optional. */
function optionalAt(from: string, steps: readonly Step[]): string {
  let at = from
  for (const step of steps) {
    // The Go reading of a pointer to a struct: where it is there and its field is not, the field reads as "".
    at = step.pointed ? `(${at}.hasValue() ? optional.of(${at}.value()${selectOf(step)}.orValue("")) : optional.none())` : `${at}${selectOf(step)}`
  }
  return at
}

/** A test of an optional: what an absent value counts as is said in the shortest way that is exact. */
function testOf(test: Test, at: string): string {
  if (test.test === 'isSet') return `${at}.hasValue()`
  if (test.test === 'isUnset') return `!${at}.hasValue()`
  // What is found by a key has, to the API server's type checker, the type of what stands in for it.
  const absent = at.endsWith(']') ? 'dyn(null)' : 'null'
  if (test.test === 'is') return `${at}.orValue(${test.unset === 'good' ? literal(test.value) : absent}) == ${literal(test.value)}`
  if (test.test === 'isNot' && test.unset === 'good') return `${at}.orValue(${absent}) != ${literal(test.value)}`
  const present = testOfPresent(test, `${at}.value()`)
  return test.unset === 'good' ? `(!${at}.hasValue() || ${present})` : `(${at}.hasValue() && ${present})`
}

function testOfPresent(test: Test, value: string): string {
  switch (test.test) {
    case 'is':
      return `${value} == ${literal(test.value)}`
    case 'isNot':
      return `${value} != ${literal(test.value)}`
    case 'isOneOf':
      return `${value} in ${listOf(test.values)}`
    case 'isNoneOf':
      return `!(${value} in ${listOf(test.values)})`
    case 'holds':
      return `${literal(test.value)} in ${value}`
    case 'isSet':
      return 'true'
    case 'isUnset':
      return 'false'
    case 'matches':
      return `${value}.matches(${JSON.stringify(checked(test.pattern))})`
    case 'isAtLeast':
      return `${value} >= ${literal(test.value)}`
    case 'isAtMost':
      return `${value} <= ${literal(test.value)}`
  }
}

const literal = (value: Scalar): string => JSON.stringify(value)

/** Kubernetes takes lists of one type alone. */
function listOf(values: readonly Scalar[]): string {
  if (new Set(values.map((value) => typeof value)).size > 1) throw new Unsayable('its values are of several types, and a list in CEL has one')
  return `[${values.map(literal).join(', ')}]`
}

/** A pattern that RE2, which CEL uses, reads as JavaScript does. */
function checked(pattern: string): string {
  const bare = pattern.replace(/\\[^sSbBkpPuxc1-9]/g, '').replace(/\[[^\]\\]*\]/g, '')
  if (/\(\?(?!:)|\\|\./.test(bare)) throw new Unsayable(`RE2 may read the pattern ${pattern} otherwise than JavaScript`)
  return pattern
}
