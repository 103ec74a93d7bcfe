/** A write of an object as lines that go and lines that come. */
import type { Hunk, ObjectWrite } from './write.ts'

export function sayEdits({ verb, edits = [], object }: ObjectWrite): Hunk {
  if (verb === 'create') return { gone: [], come: JSON.stringify(object, null, 2).split('\n') }
  if (verb === 'delete') return { gone: ['(the whole object)'], come: [] }
  const line = (path: string, value: unknown) => `${path}: ${JSON.stringify(value)}`
  return {
    gone: edits.flatMap(({ path, was }) => (was === undefined ? [] : [line(path, was)])),
    come: edits.flatMap(({ path, value }) => (value === undefined ? [] : [line(path, value)])),
  }
}
