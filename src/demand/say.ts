/** Demands and tests as words for people. */
import type { Demand, Scalar, Test } from '../model/demand.ts'

/** A value as a person reads it in a finding; long ones are cut. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'not set'
  const text = typeof value === 'string' ? (value === '' ? '""' : value) : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

/** `a, b or c`; of many, when `brief`, only the first few. An empty value is said by "not set". */
function list(values: readonly Scalar[], brief: boolean): string {
  const names = values.filter((value) => value !== '').map(showValue)
  if (brief && names.length > 6) return `${names.slice(0, 3).join(', ')} or one of ${names.length - 3} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** What the test wants: `true`, `not true`, `a, b or c`. */
export function sayTest(test: Test, brief = false): string {
  const or = test.unset === 'good' && !['isNot', 'isNoneOf', 'isUnset'].includes(test.test) ? ', or not set' : ''
  switch (test.test) {
    case 'is':
      return test.value === '' && or !== '' ? 'not set' : showValue(test.value) + or
    case 'isNot':
      return `${test.unset === 'bad' ? 'set and ' : ''}not ${showValue(test.value)}`
    case 'isOneOf':
      return list(test.values, brief) + or
    case 'isNoneOf':
      return `none of ${list(test.values, brief)}`
    case 'holds':
      return `a list with ${showValue(test.value)}${or}`
    case 'isSet':
      return 'set'
    case 'isUnset':
      return 'not set'
    case 'matches':
      return test.words + or
    case 'isAtLeast':
      return `at least ${test.value}${or}`
    case 'isAtMost':
      return `at most ${test.value}${or}`
  }
}

/** The demand as a sentence: `In every container, securityContext.privileged must be not true.` */
export function say(demand: Demand): string {
  if ('all' in demand) return demand.all.map(say).join(' ')
  if ('only' in demand) return sayOf(new Set([demand.only]), demand.must)
  const where = {
    object: '',
    pod: 'In the pod, ',
    container: 'In every container, ',
    effective: "For every container (its own value, else the pod's), ",
    volume: 'In every volume, ',
  }[demand.place]
  return `${where}${demand.path.replaceAll('!', '').replaceAll('[*]', '[]')} must be ${sayTest(demand.test)}.`
}

/** Conditions within conditions are said as one. */
function sayOf(only: Set<'linux' | 'host-users'>, must: Demand): string {
  if ('only' in must) return sayOf(only.add(must.only), must.must)
  return `(${only.has('linux') ? 'Linux pods' : 'Pods'}${only.has('host-users') ? ' without a user namespace of their own' : ''}) ${say(must)}`
}
