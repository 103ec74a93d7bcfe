/** Demands and tests as words for people. */
import type { Demand, Scalar, Test } from '../model/demand.ts'

/** A value as a person reads it in a finding; long ones are cut. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'not set'
  const text = typeof value === 'string' ? (value === '' ? '""' : value) : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

const list = (values: readonly Scalar[]): string =>
  values.length < 2 ? values.map(showValue).join('') : `${values.slice(0, -1).map(showValue).join(', ')} or ${showValue(values.at(-1))}`

/** What the test wants: `true`, `not true`, `one of a, b or c`. */
export function sayTest(test: Test): string {
  const or = test.unset === 'good' && !['isNot', 'isNoneOf', 'isUnset'].includes(test.test) ? ', or not set' : ''
  switch (test.test) {
    case 'is':
      return showValue(test.value) + or
    case 'isNot':
      return `${test.unset === 'bad' ? 'set and ' : ''}not ${showValue(test.value)}`
    case 'isOneOf':
      return list(test.values) + or
    case 'isNoneOf':
      return `none of ${list(test.values)}`
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
  if ('only' in demand) return `${demand.only === 'linux' ? '(Linux pods)' : '(Pods without a user namespace of their own)'} ${say(demand.must)}`
  const where = { object: '', pod: 'In the pod, ', container: 'In every container, ', effective: 'For every container (its own value, else the pod\'s), ', volume: 'In every volume, ' }[demand.place]
  return `${where}${demand.path.replaceAll('!', '').replaceAll('[*]', '[]')} must be ${sayTest(demand.test)}.`
}
