/** A write as lines that go and lines that come. */
import type { AwsWrite, Hunk, ObjectWrite } from './write.ts'

export function sayEdits({ verb, edits = [], object }: ObjectWrite): Hunk {
  if (verb === 'create') return { gone: [], come: JSON.stringify(object, null, 2).split('\n') }
  if (verb === 'delete') return { gone: ['(the whole object)'], come: [] }
  const line = (path: string, value: unknown) => `${path}: ${JSON.stringify(value)}`
  return {
    gone: edits.flatMap(({ path, was }) => (was === undefined ? [] : [line(path, was)])),
    come: edits.flatMap(({ path, value }) => (value === undefined ? [] : [line(path, value)])),
  }
}

export function sayCall({ was, is }: AwsWrite): Hunk {
  const lines = (state: unknown) => Object.entries(state as object).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  const [gone, come] = [lines(was), lines(is)]
  return { gone: gone.filter((line) => !come.includes(line)), come: come.filter((line) => !gone.includes(line)) }
}
