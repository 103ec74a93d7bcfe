/** Whether a subject is as demanded: the quick way, which builds nothing and so says nothing of where the fault is. */
import type { Demand, Test } from '../model/demand.ts'
import { joinPath } from '../model/path.ts'
import type { Podded } from './pods.ts'

export type Leaf = Extract<Demand, { place: string }>

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
      return typeof value === 'string' && patternOf(test.pattern).test(value)
    case 'isAtLeast':
      return typeof value === 'number' && value >= test.value
    case 'isAtMost':
      return typeof value === 'number' && value <= test.value
  }
}

const patterns = new Map<string, RegExp>()

function patternOf(source: string): RegExp {
  let known = patterns.get(source)
  if (!known) {
    known = new RegExp(source)
    patterns.set(source, known)
  }
  return known
}

export interface Step {
  readonly key: string
  /** What it adds to a path: `.image`, `[app.kubernetes.io/name]`. */
  readonly suffix: string
  readonly each: boolean
  /** It follows an `x!`: it reads as "" where it is absent from a present `x`. */
  readonly pointed: boolean
}

const steps = new Map<string, readonly Step[]>()

/** The path of a demand, taken apart once. */
export function stepsOf(path: string): readonly Step[] {
  let known = steps.get(path)
  if (!known) {
    known = [...path.matchAll(/(!\.)?(?:\[([^\]*]+)\]|([^.[\]!]+))(\[\*\])?/g)].map(([, pointer, bracketed, plain, each]) => ({
      key: bracketed ?? plain ?? '',
      suffix: joinPath('x', bracketed ?? plain ?? '').slice(1),
      each: each !== undefined,
      pointed: pointer !== undefined,
    }))
    steps.set(path, known)
  }
  return known
}

/** The child of a value on the way of a path; null and what is not there are undefined. */
export function childOf(value: unknown, { key, pointed }: Step): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const child = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
  return child ?? (pointed ? '' : undefined)
}

/** The value at a path without lists. */
export function readAt(root: unknown, path: readonly Step[]): unknown {
  let current = root
  for (const step of path) current = childOf(current, step)
  return current
}

/** Whether every value the path leads to passes. An absent value counts once, as undefined. */
function allPass(test: Test, value: unknown, path: readonly Step[], from: number): boolean {
  let current = value
  for (let i = from; i < path.length; i++) {
    const step = path[i] as Step
    current = childOf(current, step)
    if (step.each) {
      if (!Array.isArray(current)) return true
      for (const element of current) if (!allPass(test, element, path, i + 1)) return false
      return true
    }
  }
  return passes(test, current)
}

type Judge = (subject: object) => boolean
const judges = new WeakMap<Demand, Judge>()

/** Whether the subject is as demanded. Most subjects are, and this is the hot path of a scan: a demand becomes a function once. */
export function obeys(demand: Demand, subject: object): boolean {
  return judgeOf(demand)(subject)
}

function judgeOf(demand: Demand): Judge {
  let judge = judges.get(demand)
  if (!judge) {
    judge = 'all' in demand ? judgeAll(demand.all.map(judgeOf)) : 'only' in demand ? judgeOnly(demand.only, judgeOf(demand.must)) : judgeLeaf(demand)
    judges.set(demand, judge)
  }
  return judge
}

function judgeAll(parts: readonly Judge[]): Judge {
  return (subject) => {
    for (const part of parts) if (!part(subject)) return false
    return true
  }
}

function judgeOnly(only: 'linux' | 'host-users', must: Judge): Judge {
  return (subject) => {
    const { pod, os } = subject as Podded
    const isSpared = only === 'linux' ? (os ?? pod.spec?.os?.name) === 'windows' : pod.spec?.hostUsers === false
    return isSpared || must(subject)
  }
}

function judgeLeaf({ place, path, test }: Leaf): Judge {
  const steps = stepsOf(path)
  if (place === 'object') return (subject) => allPass(test, subject, steps, 0)
  if (place === 'pod') {
    return (subject) => {
      const { spec } = (subject as Podded).pod
      return !spec || allPass(test, spec, steps, 0)
    }
  }
  const everyOne = (things: unknown, fromPod: unknown): boolean => {
    if (!Array.isArray(things)) return true
    for (const thing of things) {
      if (typeof thing !== 'object' || thing === null) continue
      if (place === 'effective' ? !passes(test, readAt(thing, steps) ?? fromPod) : !allPass(test, thing, steps, 0)) return false
    }
    return true
  }
  if (place === 'volume') return (subject) => everyOne((subject as Podded).pod.spec?.volumes, undefined)
  return (subject) => {
    const { spec } = (subject as Podded).pod
    if (!spec) return true
    const fromPod = place === 'effective' ? readAt(spec, steps) : undefined
    return everyOne(spec.initContainers, fromPod) && everyOne(spec.containers, fromPod) && everyOne(spec.ephemeralContainers, fromPod)
  }
}
