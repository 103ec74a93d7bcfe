/** What the SDK's own clients are given by the stand-in is what the world holds, for every call that ekshield makes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../lab/aws/index.ts'
import { subjects } from '../../lab/aws/subjects.ts'
import { worlds } from '../../lab/aws/worlds.ts'
import { kinds } from '../../src/model/kinds.ts'
import { ask, same } from './aws-client.ts'

// Who calls is not the world's to say: see aws-callers.test.ts.
const calls = [...new Set(Object.values(kinds).flatMap((kind) => (kind.plane === 'aws' ? kind.calls : [])))].filter((call) => call !== 'sts:GetCallerIdentity')

describe.each(Object.keys(worlds))('%s', (name) => {
  let aws: Aws
  beforeAll(async () => {
    aws = await startAws({ world: name, pageSize: 3 })
  })
  afterAll(() => aws?.stop())

  it.each(calls)('%s', async (call) => {
    const stored = aws.store.all(call)
    // A call about one thing may have no answer where there are no such things; one about all things must have one.
    if (stored.length === 0) expect(Object.keys(subjects), `${name} does not say what ${call} answers`).toContain(call)
    for (const { name: argument, body } of stored) expect(same(await ask(aws, call, argument, body)), argument).toEqual(same(body))
  })
})
