/** The assessment itself, pretty, in pieces: the same bytes as JSON.stringify(assessment, null, 2). */
import type { Assessed } from '../model/assessment.ts'

export function* json(assessment: Assessed): Generator<string> {
  let open = '{'
  for (const [key, value] of Object.entries(assessment)) {
    if (value === undefined) continue
    yield `${open}\n  ${JSON.stringify(key)}: `
    open = ','
    if (isList(value)) yield* list(value)
    else yield JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
  }
  yield '\n}\n'
}

const isList = (value: object | string | number): value is Iterable<unknown> => typeof value === 'object' && Symbol.iterator in value

function* list(items: Iterable<unknown>): Generator<string> {
  let open = '['
  for (const item of items) {
    yield `${open}\n    ${JSON.stringify(item, null, 2).replaceAll('\n', '\n    ')}`
    open = ','
  }
  yield open === '[' ? '[]' : '\n  ]'
}
