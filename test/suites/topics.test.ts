/** The table of topics names controls that are there. */
import { expect, it } from 'vitest'
import { controls } from '../../src/controls/index.ts'
import { topics } from './topics.ts'

it('names controls that exist', () => {
  const named = Object.values(topics).flatMap((rules) => Object.values(rules).flatMap((topic) => ('controls' in topic ? topic.controls : topic)))
  expect([...new Set(named)].filter((id) => !controls[id])).toEqual([])
})
