/** Answers on the command line: what they hold for, and what is wrong with others. */
import { describe, expect, it } from 'vitest'
import { type Question, questions } from '../model/asked.ts'
import { answersFor, answersFrom } from './values.ts'

const ui = { kind: 'Deployment', namespace: 'retail', name: 'ui' }

describe('answersFrom', () => {
  it.each([
    ['memory-limit=256Mi', 'retail/ui:memory-limit=1Gi', '1Gi'],
    ['retail/ui:memory-limit=1Gi', 'memory-limit=256Mi', '256Mi'],
    ['memory-limit=256Mi', 'retail/cart:memory-limit=1Gi', '256Mi'],
    ['memory-limit=256Mi', 're*/*:memory-limit=1Gi', '1Gi'],
    ['memory-limit=256Mi', 'u*:memory-limit=1Gi', '1Gi'],
    ['memory-limit=256Mi', 'retail/ui/app:memory-limit=1Gi', '1Gi'],
    ['memory-limit=256Mi', 'retail/ui/proxy:memory-limit=1Gi', '256Mi'],
    ['memory-limit=256Mi', 'ui/app:memory-limit=1Gi', '256Mi'],
    ['memory-limit=256Mi', 'r.tail/ui:memory-limit=1Gi', '256Mi'],
  ])('%s, then %s', (first, second, value) => {
    expect(answersFor(answersFrom([first, second]), ui, 'app')).toEqual({ 'memory-limit': value })
  })

  it('reads numbers, lists and keys', () => {
    const sets = [
      'run-as-user=1000',
      'endpoint-networks=10.0.0.0/8,203.0.113.0/24',
      'registry-mirror=docker.io=a.example/hub',
      'registry-mirror=quay.io=b.example:5000/q',
    ]
    expect(answersFor(answersFrom(sets), ui)).toEqual({
      'run-as-user': 1000,
      'endpoint-networks': ['10.0.0.0/8', '203.0.113.0/24'],
      'registry-mirror': { 'docker.io': 'a.example/hub', 'quay.io': 'b.example:5000/q' },
    })
  })

  it('takes every example, each in its place', () => {
    for (const [name, { example, single }] of Object.entries(questions as Readonly<Record<string, Question>>))
      expect(answersFrom([`${single ? 'retail/ui/app:' : ''}${name}=${example}`])).toHaveLength(1)
  })

  it.each([
    ['memory-limit', 'wanted [WHERE:]NAME=VALUE'],
    ['memori-limit=1Gi', 'did you mean memory-limit?'],
    ['=1Gi', 'a value without a name'],
    ['memory-limit=', 'for example memory-limit=256Mi'],
    ['memory-limit=256', 'for example memory-limit=256Mi'],
    ['memory-limit=256m', 'for example memory-limit=256Mi'],
    ['cpu-limit=0', 'for example cpu-limit=1'],
    ['run-as-user=0', 'for example run-as-user=10001'],
    ['endpoint-networks=10.0.0.0/8,all', 'for example'],
    ['registry-mirror=a.example', 'registry-mirror=docker.io='],
    ['a/b/c/d:memory-limit=1Gi', 'is no NAME'],
    ['/ui:memory-limit=1Gi', 'is no NAME'],
    [`image-digest=${questions['image-digest'].example}`, 'say for which container'],
    [`retail/ui/*:image-digest=${questions['image-digest'].example}`, 'say for which container'],
  ])('refuses %s in one line', (set, words) => {
    expect(() => answersFrom([set])).toThrow(words)
  })
})
