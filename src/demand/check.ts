/** Judges a demand, and mends what it found: the same walk gives the fault, its path and the value that would be good. */
import type { Edit } from '../model/change.ts'
import type { Demand, Test } from '../model/demand.ts'
import type { Evidence } from '../model/finding.ts'
import { joinPath } from '../model/path.ts'
import { containersOf, type Podded, podSpecPath, volumesOf } from './pods.ts'
import { sayTest, showValue } from './say.ts'

type Leaf = Extract<Demand, { place: string }>

interface Fault {
  /** Path from the root of the subject. */
  readonly at: string
  readonly actual: unknown
  readonly test: Test
  /** `container app: `, `volume data: `, or ''. */
  readonly who: string
  /** The path as the demand states it. */
  readonly path: string
}

/** Whether the value is as the test wants it. */
export function passes(test: Test, value: unknown): boolean {
  if (value === undefined || value === null) return test.test === 'isUnset' || (test.test !== 'isSet' && test.unset === 'good')
  switch (test.test) {
    case 'is':
      return value === test.value
    case 'isNot':
      return value !== test.value
    case 'isOneOf':
      return test.values.includes(value as string)
    case 'isNoneOf':
      return !test.values.includes(value as string)
    case 'holds':
      return Array.isArray(value) && value.includes(test.value)
    case 'isSet':
      return true
    case 'isUnset':
      return false
    case 'matches':
      return typeof value === 'string' && new RegExp(test.pattern).test(value)
    case 'isAtLeast':
      return typeof value === 'number' && value >= test.value
    case 'isAtMost':
      return typeof value === 'number' && value <= test.value
  }
}

interface Step {
  readonly key: string
  readonly each: boolean
  /** `x!`: the next segment reads as "" where it is absent from a present `x`. */
  readonly pointer: boolean
}

const steps = new Map<string, readonly Step[]>()

function stepsOf(path: string): readonly Step[] {
  let known = steps.get(path)
  if (!known) {
    known = [...path.matchAll(/\[([^\]*]+)\](\[\*\])?|([^.[\]!]+)(!)?(\[\*\])?/g)].map(([, bracketed, each1, plain, pointer, each2]) => ({
      key: bracketed ?? plain ?? '',
      each: each1 !== undefined || each2 !== undefined,
      pointer: pointer !== undefined,
    }))
    steps.set(path, known)
  }
  return known
}

/** Calls `visit` with each value the path leads to, and where it is. An absent value is visited once, as undefined. */
function visitAt(root: unknown, path: string, base: string, visit: (value: unknown, at: string) => void): void {
  walk(root, stepsOf(path), 0, base, visit)
}

function walk(value: unknown, path: readonly Step[], from: number, at: string, visit: (value: unknown, at: string) => void): void {
  let current = value
  let where = at
  for (let i = from; i < path.length; i++) {
    const step = path[i] as Step
    const present = typeof current === 'object' && current !== null && Object.hasOwn(current, step.key)
    const pointed = i > 0 && path[i - 1]?.pointer === true && typeof current === 'object' && current !== null
    where = joinPath(where, step.key)
    current = present ? (current as Record<string, unknown>)[step.key] : pointed ? '' : undefined
    if (step.each) {
      if (!Array.isArray(current)) return
      for (let n = 0; n < current.length; n++) walk(current[n], path, i + 1, joinPath(where, n), visit)
      return
    }
  }
  visit(current, where)
}

/** The same walk without building paths; most values are good, and this is the hot path of a scan. */
function allPass(test: Test, value: unknown, path: readonly Step[], from: number): boolean {
  let current = value
  for (let i = from; i < path.length; i++) {
    const step = path[i] as Step
    if (typeof current === 'object' && current !== null) {
      if (Object.hasOwn(current, step.key)) current = (current as Record<string, unknown>)[step.key]
      else current = i > 0 && path[i - 1]?.pointer === true ? '' : undefined
    } else current = undefined
    if (step.each) {
      if (!Array.isArray(current)) return true
      for (const element of current) if (!allPass(test, element, path, i + 1)) return false
      return true
    }
  }
  return passes(test, current)
}

function faultsOf(leaf: Leaf, root: unknown, base: string, who: string, faults: Fault[]): void {
  if (allPass(leaf.test, root, stepsOf(leaf.path), 0)) return
  visitAt(root, leaf.path, base, (value, at) => {
    if (!passes(leaf.test, value)) faults.push({ at, actual: value, test: leaf.test, who, path: leaf.path })
  })
}

function firstValue(root: unknown, path: string): unknown {
  let first: unknown
  visitAt(root, path, '', (value) => {
    first ??= value
  })
  return first
}

function collect(demand: Demand, subject: object, faults: Fault[]): void {
  if ('all' in demand) {
    for (const part of demand.all) collect(part, subject, faults)
    return
  }
  if ('only' in demand) {
    const { pod, os } = subject as Podded
    if (demand.only === 'linux' ? (os ?? pod.spec?.os?.name) === 'windows' : pod.spec?.hostUsers === false) return
    collect(demand.must, subject, faults)
    return
  }
  if (demand.place === 'object') {
    faultsOf(demand, subject, '', '', faults)
    return
  }
  const podded = subject as Podded
  const spec = podded.pod.spec
  if (!spec) return
  if (demand.place === 'pod') {
    faultsOf(demand, spec, podSpecPath(podded), '', faults)
    return
  }
  if (demand.place === 'volume') {
    for (const { value, at } of volumesOf(podded)) faultsOf(demand, value, at, `volume ${value.name}: `, faults)
    return
  }
  for (const { value, at } of containersOf(podded)) {
    if (demand.place === 'effective' && firstValue(value, demand.path) == null) {
      const fromPod = firstValue(spec, demand.path)
      if (fromPod != null && passes(demand.test, fromPod)) continue
    }
    faultsOf(demand, value, at, `container ${value.name}: `, faults)
  }
}

/** Every fault of the subject against the demand; none when it is as demanded. */
export function check(demand: Demand, subject: object): Evidence[] {
  const faults: Fault[] = []
  collect(demand, subject, faults)
  return faults.map(({ at, actual, test, who, path }) => {
    const wanted = sayTest(test)
    const name = path.replaceAll('!', '').replaceAll('[*]', '')
    return { says: `${who}${name} is ${showValue(actual)}; wanted: ${wanted}`, at, ...(actual !== undefined && { actual }), wanted }
  })
}

/** The edits after which the subject is as demanded; empty where only a person can know the right value. */
export function mend(demand: Demand, subject: object): Edit[] {
  const faults: Fault[] = []
  collect(demand, subject, faults)
  const edits: Edit[] = []
  for (const { at, actual, test } of faults) {
    if (test.test === 'is') edits.push({ path: at, value: test.value })
    else if (test.test === 'isUnset') edits.push({ path: at })
    else if (test.test === 'isOneOf' && test.values.length > 0) edits.push(test.unset === 'good' ? { path: at } : { path: at, value: test.values[0] })
    else if (test.test === 'isNot' || test.test === 'isNoneOf') edits.push(typeof actual === 'boolean' ? { path: at, value: !actual } : { path: at })
    else if (test.test === 'holds') edits.push({ path: at, value: [...(Array.isArray(actual) ? actual : []), test.value] })
    else if (test.test === 'isAtLeast' || test.test === 'isAtMost') edits.push({ path: at, value: test.value })
    else return []
  }
  return edits
}
