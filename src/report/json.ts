/** The assessment itself, pretty, in pieces: the same bytes as JSON.stringify(assessment, null, 2). */
import type { Assessment } from '../model/assessment.ts'

export function* json(assessment: Assessment): Generator<string> {
  let open = '{'
  for (const [key, value] of Object.entries(assessment)) {
    if (value === undefined) continue
    yield `${open}\n  ${JSON.stringify(key)}: `
    open = ','
    if (Array.isArray(value)) yield* list(value)
    else yield JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
  }
  yield '\n}\n'
}

function* list(items: readonly unknown[]): Generator<string> {
  if (items.length === 0) {
    yield '[]'
    return
  }
  let open = '['
  for (const item of items) {
    yield `${open}\n    ${JSON.stringify(item, null, 2).replaceAll('\n', '\n    ')}`
    open = ','
  }
  yield '\n  ]'
}
