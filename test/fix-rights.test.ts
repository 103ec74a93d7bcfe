/** The rights that `doctor --fix` names are those of the remedies: no kind is edited, made or taken away without one. */
import { expect, it } from 'vitest'
import { assess } from '../src/assess/assess.ts'
import { made, mendable, mendingCalls, removed } from '../src/cli/live/rights.ts'
import { shelfFor } from '../src/collect/kube/shelve.ts'
import { controls } from '../src/controls/index.ts'
import { rowOf } from '../src/fix/aws/calls.ts'
import { mendAll } from '../src/fix/plan.ts'
import type { Kind } from '../src/model/facts.ts'
import { exampleAnswers } from './kit/answers.ts'
import { exampleWorld } from './kit/example-world.ts'

it('names the kinds that remedies edit, make and take away, the calls that they make, and no other', () => {
  const is = { edited: new Set<Kind>(), made: new Set<string | undefined>(), removed: new Set<string | undefined>() }
  const calls = new Map<string, Set<string>>()
  const carrier = { refuses: () => undefined, edit: () => ({ gone: [], come: [] }) }
  for (const [id, control] of Object.entries(controls))
    for (const yaml of control.examples.bad) {
      const { world } = exampleWorld(yaml)
      const { mended, further } = mendAll(world, assess(world, { [id]: control }).findings, controls, carrier, exampleAnswers)
      if (mended.length > 0) is.edited.add(control.about)
      for (const step of further.flatMap(({ remedy }) => remedy.steps)) {
        if (step.do === 'create') is.made.add(shelfFor(String(step.object['apiVersion']), String(step.object['kind'])))
        if (step.do === 'delete') is.removed.add(shelfFor(step.on.apiVersion ?? '', step.on.kind))
        if (step.do === 'patch') is.edited.add(control.about)
        if (step.do === 'aws' && rowOf(step.call)) calls.set(step.call, (calls.get(step.call) ?? new Set()).add(id))
      }
    }
  expect([...is.edited].sort()).toEqual(Object.keys(mendable).sort())
  expect([...is.made].sort()).toEqual([...made].sort())
  expect(Object.fromEntries([...calls].sort().map(([call, ids]) => [call, [...ids].sort()]))).toEqual(mendingCalls)
  expect([...is.removed].sort()).toEqual([...removed].sort())
})
