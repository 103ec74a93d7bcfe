/** Laws over all controls, so that none can be forgotten. */
import { describe, expect, it } from 'vitest'
import { assess } from '../src/assess/assess.ts'
import { concerns } from '../src/assess/judge.ts'
import { defaultSettings } from '../src/assess/settings.ts'
import { controls } from '../src/controls/index.ts'
import { check, mend } from '../src/demand/check.ts'
import { layers } from '../src/model/control.ts'
import { applyEdits } from '../src/model/edit.ts'
import { kinds } from '../src/model/kinds.ts'
import { valueAt } from '../src/model/path.ts'
import { Unseen } from '../src/model/world.ts'
import { kindsRead } from '../src/world/permissions.ts'
import { view } from '../src/world/view.ts'
import { exampleWorld } from './kit/example-world.ts'

const judged = (id: string, yaml: string) => {
  const { world, attestations } = exampleWorld(yaml)
  const assessment = assess(world, { [id]: controls[id]! }, {}, { ...defaultSettings, attestations })
  return { world, assessment, verdict: assessment.verdicts[id]!, findings: assessment.findings }
}

/** Nothing, each thing alone, and all but each. */
const partsOf = <T>(things: readonly T[]): readonly T[][] => [
  [],
  ...(things.length > 1 ? things.map((thing) => [thing]) : []),
  ...(things.length > 2 ? things.map((thing) => things.filter((one) => one !== thing)) : []),
]

describe.each(Object.keys(controls))('%s', (id) => {
  const control = controls[id]!

  it('is told in full', () => {
    expect(layers).toContain(id.split('/')[0])
    expect(id).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(control.title).toMatch(/^[A-Z].*[^.]$/)
    expect(control.title.length).toBeLessThanOrEqual(72)
    expect(control.why.trim().length).toBeGreaterThan(60)
    expect(control.fix.trim().length).toBeGreaterThan(10)
    expect(control.examples.good.length).toBeGreaterThanOrEqual(1)
    expect(control.examples.bad.length).toBeGreaterThanOrEqual(2)
    for (const ref of control.refs ?? []) expect(ref).toMatch(/^https:\/\//)
  })

  it.each(control.examples.good.map((yaml, i) => [i, yaml] as const))('passes good example %i', (_, yaml) => {
    const { verdict, findings } = judged(id, yaml)
    expect(findings.map((finding) => finding.evidence.says)).toEqual([])
    // Input without problems is nothing that a control about problems could examine.
    expect(verdict.status).toBe(control.about === 'problems' ? 'n/a' : 'pass')
  })

  it.each(control.examples.bad.map((yaml, i) => [i, yaml] as const))('fails bad example %i', (_, yaml) => {
    const { verdict, findings, world } = judged(id, yaml)
    if (control.ask !== undefined) {
      expect(['fail', 'manual']).toContain(verdict.status)
      return
    }
    expect(verdict).toMatchObject({ status: 'fail' })
    expect(verdict).not.toHaveProperty('gaps')
    for (const { evidence, subject } of findings) {
      expect(evidence.says).not.toMatch(/undefined|\[object|\n/)
      if (evidence.at === undefined) continue
      // The path, or what it hangs from, is there: a missing field is told by its nearest parent.
      const thing = world.seen(control.about).things.find((one) => JSON.stringify(one).includes(JSON.stringify(subject.name)))
      const parent = evidence.at.replace(/(\.[^.[\]]+|\[[^\]]*\])$/, '')
      if (evidence.actual !== undefined && typeof evidence.actual !== 'object') expect(valueAt(thing, evidence.at), evidence.at).toEqual(evidence.actual)
      else if (parent !== evidence.at && parent.includes('containers['))
        expect(valueAt(thing, parent.replace(/\.securityContext.*/, '')), evidence.at).toBeDefined()
    }
  })

  it('cannot pass when it cannot see', () => {
    if (control.ask !== undefined) return
    for (const yaml of [...control.examples.good, ...control.examples.bad]) {
      const { snapshot } = exampleWorld(yaml)
      const blind = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { things: [], gap: { because: 'denied', detail: 'taken away', lacks: kind } }]))
      const assessment = assess(view({ ...snapshot, facts: blind as unknown as typeof snapshot.facts }), { [id]: control })
      expect(assessment.verdicts[id]).toMatchObject({ status: 'unknown' })
    }
  })

  it('says less when it sees less, and nothing else', () => {
    if (control.ask !== undefined) return
    for (const yaml of [...control.examples.good, ...control.examples.bad]) {
      const { snapshot } = exampleWorld(yaml)
      const whole = assess(view(snapshot), { [id]: control })
      const was = whole.verdicts[id]!
      for (const kind of kindsRead(control)) {
        for (const things of partsOf<unknown>(snapshot.facts[kind].things)) {
          const shelf = { things, gap: { because: 'denied', detail: 'taken away', lacks: kind } }
          const part = assess(view({ ...snapshot, facts: { ...snapshot.facts, [kind]: shelf } }), { [id]: control })
          const is = part.verdicts[id]!
          const how = `${things.length} of ${snapshot.facts[kind].things.length} ${kind}: ${is.status} ${part.findings[0]?.evidence.says}\n${yaml}`
          expect([was.status, 'unknown'], how).toContain(is.status)
          expect(part.findings.length, how).toBeLessThanOrEqual(whole.findings.length)
          if (is.status === 'fail' && part.findings.length < whole.findings.length) expect(is, how).toHaveProperty('gaps')
        }
      }
    }
  })

  it('is healed by what it mends, and needs no second mending', () => {
    if (!control.must) return
    for (const yaml of control.examples.bad) {
      for (const thing of exampleWorld(yaml).world.seen(control.about).things) {
        const edits = mend(control.must, thing)
        if (edits.length === 0) continue
        const healed = applyEdits(thing, edits)
        const pod = 'podPath' in healed ? { ...healed, pod: valueAt(healed, healed.podPath) } : healed
        expect(check(control.must, pod)).toEqual([])
        expect(mend(control.must, pod)).toEqual([])
      }
    }
  })

  it('declares every kind that it reads', () => {
    const declared = new Set<string>([control.about, ...(control.needs ?? [])])
    for (const yaml of [...control.examples.good, ...control.examples.bad]) {
      const { world } = exampleWorld(yaml)
      const read = new Set<string>()
      const spy = { ...world } as typeof world
      for (const method of ['all', 'find', 'some', 'inside', 'seen'] as const) {
        // biome-ignore lint/suspicious/noExplicitAny: a spy over five methods of different types
        ;(spy as any)[method] = (kind: string, ...rest: unknown[]) => {
          read.add(kind)
          // biome-ignore lint/suspicious/noExplicitAny: as above
          return (world as any)[method](kind, ...rest)
        }
      }
      for (const thing of world.seen(control.about).things) {
        try {
          if (!concerns(control, thing, spy)) continue
          control.judge?.(thing as never, spy as never)
          control.remedy?.(thing as never, spy as never)
        } catch (error) {
          if (!(error instanceof Unseen)) throw error
        }
      }
      expect([...read].filter((kind) => !declared.has(kind))).toEqual([])
    }
  })
})
