/** How many of the findings on the workloads of a real cluster have a mend that heals: by itself, by evidence, by an answer. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assess } from '../src/assess/assess.ts'
import { collect } from '../src/collect/target.ts'
import { controls } from '../src/controls/index.ts'
import { mendOne } from '../src/fix/edits.ts'
import type { Answer } from '../src/fix/values.ts'
import type { Finding } from '../src/model/finding.ts'
import type { KubeObject } from '../src/model/kubernetes.ts'
import { objectRef, refKey, showRef } from '../src/model/ref.ts'
import type { Snapshot } from '../src/model/snapshot.ts'
import { view } from '../src/world/view.ts'
import { podOwners } from '../src/world/workloads.ts'
import { exampleAnswers } from './kit/answers.ts'

const target = join(import.meta.dirname, '../examples/shop-prod')
const snapshot = await collect([target], { now: '2026-11-26T00:00:00Z' })
const world = view(snapshot)
const workloads = new Map((world.seen('workloads').things as readonly KubeObject[]).map((one) => [refKey(objectRef(one)), one]))
const { findings } = assess(world, controls)
const all = [...findings].filter(({ subject }) => workloads.has(refKey(subject)))
const keyOf = ({ rule, subject, evidence }: Finding) => `${rule} at ${showRef(subject)}: ${evidence.says}`

/** All of them mended, one after the other, as a plan does it. */
function mendEach(given: readonly Answer[]) {
  const now = new Map<string, KubeObject>()
  const ended = new Map<string, boolean>()
  const done = new Set<string>()
  for (const finding of all) {
    const { rule, subject } = finding
    const group = `${rule} ${refKey(subject)}`
    if (done.has(group)) continue
    done.add(group)
    const key = refKey(subject)
    const { edits, after, left } = mendOne(controls[rule]!, now.get(key) ?? workloads.get(key)!, subject, world, given)
    if (edits.length > 0) now.set(key, after)
    for (const one of all.filter((other) => other.rule === rule && refKey(other.subject) === key && !left.includes(other.evidence.says)))
      ended.set(
        keyOf(one),
        edits.some(({ from }) => from !== undefined && !from.startsWith('--set')),
      )
  }
  return { now, ended }
}

/** The cluster with the changed owners in it. */
function changed(now: ReadonlyMap<string, KubeObject>): { readonly snapshot: Snapshot; readonly owners: number } {
  let owners = 0
  const shelves = Object.keys({ ...podOwners, pods: '' }).map((kind) => {
    const shelf = snapshot.facts[kind as 'pods']
    const things = shelf.things.map((thing) => {
      const after = now.get(refKey(objectRef(thing)))
      if (!after) return thing
      owners++
      const { podPath, pod, pods, os, computes, addon, ...object } = after as KubeObject & Record<string, unknown>
      return object
    })
    return [kind, { ...shelf, things }]
  })
  return { snapshot: { ...snapshot, facts: { ...snapshot.facts, ...Object.fromEntries(shelves) } }, owners }
}

it('mends at least seven of ten, and every one that it counts is gone when the cluster is judged again', () => {
  const alone = mendEach([])
  const { now, ended } = mendEach(exampleAnswers)
  const next = changed(now)
  expect(next.owners).toBe(now.size)
  const after = new Set([...assess(view(next.snapshot), controls).findings].map(keyOf))
  const had = new Set([...findings].map(keyOf))
  // What leaves the network of its node, or needs no rights over it any more, is asked this for the first time.
  const firstAsked = /^(network\/|pod\/missing-baseline-enforcement |response\/quarantine-missing )/
  expect([...after].filter((key) => !had.has(key) && !firstAsked.test(key))).toEqual([])
  expect([...ended.keys()].filter((key) => after.has(key))).toEqual([])
  const byEvidence = [...alone.ended.values()].filter(Boolean).length
  const shares = { byItself: alone.ended.size - byEvidence, byEvidence, byAnswer: ended.size - alone.ended.size, of: all.length }
  console.log(JSON.stringify(shares))
  expect(ended.size / all.length).toBeGreaterThanOrEqual(0.7)
  expect(byEvidence).toBeGreaterThan(50)
})
