/** Findings that are written as they are read are the same findings. */
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { assess, assessLazily } from '../../src/assess/assess.ts'
import { collect } from '../../src/collect/target.ts'
import { controls } from '../../src/controls/index.ts'
import { atFault } from '../../src/model/finding.ts'
import { json } from '../../src/report/json.ts'
import { view } from '../../src/world/view.ts'

const world = view(await collect([resolve(import.meta.dirname, '../../examples/shop-prod')], { now: '2026-11-26T00:00:00Z' }))
const lazy = assessLazily(world, controls)
const listed = assess(world, controls)

it('reads the same each time, in the order of a list', () => {
  expect(listed.findings.length).toBeGreaterThan(1000)
  expect([...lazy.findings]).toEqual([...lazy.findings])
  expect(lazy.findings).toHaveLength(listed.findings.length)
  expect([...json(lazy)].join('')).toBe([...json(listed)].join(''))
  expect(JSON.parse(JSON.stringify(lazy))).toEqual(JSON.parse(JSON.stringify(listed)))
})

it('sorts by the thing at fault as a list is sorted', () => {
  const told = (things: Iterable<ReturnType<typeof one>>) => new Map([...things].map((thing) => [thing.name, thing]))
  const one = (thing: ReturnType<typeof atFault> extends Iterable<infer T> ? T : never) => ({
    name: `${thing.subject.kind} ${thing.subject.namespace ?? ''}/${thing.subject.name}`,
    faults: thing.faults.map(({ rule, severity, responsible, count }) => ({ rule, severity, responsible, count })),
    prints: thing
      .findings()
      .map(({ print }) => print)
      .sort(),
  })
  const mine = told([...atFault(lazy.findings)].map(one))
  expect(mine).toEqual(told([...atFault(listed.findings)].map(one)))
  expect(mine.size).toBeGreaterThan(50)
})
