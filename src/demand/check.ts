/** Judges a demand, and mends what it found: the same walk gives the fault, its path and the value that would be good. */
import type { Edit } from '../model/change.ts'
import type { Demand } from '../model/demand.ts'
import type { Evidence } from '../model/finding.ts'
import { joinPath } from '../model/path.ts'
import { containersOf, type Podded, podSpecPath, volumesOf } from './pods.ts'
import { childOf, type Leaf, obeys, passes, readAt, type Step, stepsOf } from './obeys.ts'
import { sayTest, showValue } from './say.ts'

interface Fault {
  /** Path from the root of the subject. */
  readonly at: string
  readonly actual: unknown
  /** `container app: `, `volume data: `, or ''. */
  readonly who: string
  /** The part of the demand that it goes against. */
  readonly leaf: Leaf
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
    where = where === '' ? joinPath('', step.key) : where + step.suffix
    current = childOf(current, step)
    if (step.each) {
      if (!Array.isArray(current)) return
      for (let n = 0; n < current.length; n++) walk(current[n], path, i + 1, `${where}[${n}]`, visit)
      return
    }
  }
  visit(current, where)
}

function faultsOf(leaf: Leaf, root: unknown, base: string, who: string, faults: Fault[]): void {
  visitAt(root, leaf.path, base, (value, at) => {
    // Two parts of a demand may meet in one field; it is one fault.
    if (!passes(leaf.test, value) && !faults.some((fault) => fault.at === at)) faults.push({ at, actual: value, who, leaf })
  })
}

const named = (sort: string, { name }: { readonly name?: string }): string => `${sort} ${name ?? 'without a name'}: `

function collect(demand: Demand, subject: object, faults: Fault[]): void {
  if (obeys(demand, subject)) return
  if ('all' in demand) {
    for (const part of demand.all) collect(part, subject, faults)
    return
  }
  if ('only' in demand) {
    collect(demand.must, subject, faults)
    return
  }
  if (demand.place === 'object') {
    faultsOf(demand, subject, '', '', faults)
    return
  }
  const podded = subject as Podded
  const { spec } = podded.pod
  if (demand.place === 'pod') {
    faultsOf(demand, spec, podSpecPath(podded), '', faults)
    return
  }
  if (demand.place === 'volume') {
    for (const { value, at } of volumesOf(podded)) faultsOf(demand, value, at, named('volume', value), faults)
    return
  }
  const path = stepsOf(demand.path)
  const fromPod = demand.place === 'effective' ? readAt(spec, path) : undefined
  for (const { value, at } of containersOf(podded)) {
    if (fromPod === undefined || readAt(value, path) !== undefined) faultsOf(demand, value, at, named('container', value), faults)
    // What a container takes from the pod is the pod's fault, once.
    else faultsOf(demand, spec, podSpecPath(podded), '', faults)
  }
}

function allFaults(demand: Demand, subject: object): Fault[] {
  const faults: Fault[] = []
  collect(demand, subject, faults)
  return faults
}

interface Words {
  readonly name: string
  /** What would be good, in short and in full. */
  readonly brief: string
  readonly wanted: string
}

const known = new WeakMap<Leaf, Words>()

/** What every fault against a part of a demand says, made once. */
function wordsOf(leaf: Leaf): Words {
  let words = known.get(leaf)
  if (!words) {
    const { path, test } = leaf
    words = { name: path.replaceAll('!', '').replaceAll('[*]', ''), brief: sayTest(test, true), wanted: sayTest(test) }
    known.set(leaf, words)
  }
  return words
}

/** Every fault of the subject against the demand; none when it is as demanded. */
export function check(demand: Demand, subject: object): Evidence[] {
  return allFaults(demand, subject).map(({ at, actual, who, leaf }) => {
    const { name, brief, wanted } = wordsOf(leaf)
    const says = `${who}${name} is ${showValue(actual)}; wanted: ${brief}`
    return actual === undefined ? { says, at, wanted } : { says, at, actual, wanted }
  })
}

/** How many faults `check` would tell of. */
export const countFaults = (demand: Demand, subject: object): number => allFaults(demand, subject).length

/** The path of what to take away so that a bad value is gone: the element of the list it stands in, or the field. */
function removable({ at, leaf }: Fault): string {
  const behindList = /\[\*\]([^*]*)$/.exec(leaf.path)?.[1]
  return behindList === undefined ? at : at.slice(0, at.length - behindList.length)
}

/**
 * The edits after which the subject is as demanded, in the order in which to make them (elements of a list from the
 * last to the first); empty where only a person can know the right value.
 */
export function mend(demand: Demand, subject: object): Edit[] {
  const edits: Edit[] = []
  for (const fault of allFaults(demand, subject).reverse()) {
    const { at, actual } = fault
    const { test, path } = fault.leaf
    if (test.test === 'is') edits.push({ path: at, value: test.value })
    else if (test.test === 'isUnset') edits.push({ path: at })
    else if (test.test === 'isOneOf') {
      // A struct that is there must hold a good value: taking the bad one away would leave "".
      const isRemoved = path.includes('[*]') || (test.unset === 'good' && !path.includes('!'))
      edits.push(isRemoved ? { path: removable(fault) } : { path: at, value: test.values[0] })
    } else if (test.test === 'isNot' || test.test === 'isNoneOf')
      edits.push(typeof actual === 'boolean' ? { path: at, value: !actual } : { path: removable(fault) })
    else if (test.test === 'holds') edits.push({ path: at, value: [...(Array.isArray(actual) ? actual : []), test.value] })
    else if (test.test === 'isAtLeast' || test.test === 'isAtMost') edits.push({ path: at, value: test.value })
    else return []
  }
  return edits
}
