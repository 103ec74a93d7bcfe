/** Whether the answers of a call are all there: what of them was not asked for, refused, failed, or cut short. */
import type { Gap } from '../../model/snapshot.ts'
import { type Answer, type Answers, errorOf, fileName, isCut, isDenial } from './answers.ts'
import { asks } from './asks.ts'

const notAsked = (call: string): Gap => ({ because: 'not asked', detail: `${call} was not called`, lacks: call })

/** Whether the error of an answer says that there is none. */
export function isAbsence(call: string, error: { readonly name: string; readonly message: string }): boolean {
  return asks[call]?.absent?.test(`${error.name}: ${error.message}`) === true
}

function gapOf(call: string, { body, name }: Answer): Gap | undefined {
  const error = errorOf(body)
  if (!error) {
    const of = name === '' ? '' : ` of ${name}`
    return isCut(body) ? { because: 'untold', detail: `${call}: there is more${of} than was read`, lacks: call } : undefined
  }
  if (isAbsence(call, error)) return undefined
  return isDenial(error)
    ? { because: 'denied', detail: `${call}: ${error.name}`, lacks: call }
    : { because: 'failed', detail: `${call}: ${error.name}: ${error.message}` }
}

/** What is missing of a call's answers, or of those that name its arguments; undefined where all is there. */
export function gapOfCall(call: string, answers: Answers): Gap | undefined {
  const ask = asks[call]
  if (!ask) return notAsked(call)
  for (const before of ask.after) {
    const gap = gapOfCall(before, answers)
    if (gap) return gap
  }
  const told = ask.gap?.(answers)
  if (told) return told
  const given = answers.of(call)
  for (const answer of given) {
    const gap = gapOf(call, answer)
    if (gap) return gap
  }
  const wanted = ask.wanted(answers)
  if (wanted === undefined) return given.length > 0 ? undefined : notAsked(call)
  if (ask.uncounted) return undefined
  // An answer without a name is about all there is.
  if (ask.once ? wanted.length === 0 || given.length > 0 : given.some(({ name }) => name === '')) return undefined
  const names = new Set(given.map(({ name }) => name))
  const missing = wanted.filter(({ name }) => !names.has(fileName(name)))
  if (missing.length === 0) return undefined
  for (const before of ask.with) {
    const gap = answers.of(before).flatMap((answer) => gapOf(before, answer) ?? [])[0]
    if (gap) return gap
  }
  if (ask.once) return notAsked(call)
  return {
    because: 'not asked',
    detail: `${call} was not called for ${missing
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}`,
    lacks: call,
  }
}
