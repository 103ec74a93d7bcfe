/** Where an owner was not seen, one of its pods stands for it: one that shows its containers, or none. */
import { expect, it } from 'vitest'
import type { Gap } from '../../src/model/snapshot.ts'
import { view } from '../../src/world/view.ts'
import { exampleWorld } from '../kit/example-world.ts'

const pod = (name: string, day: number, spec: string) => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: kube-system, creationTimestamp: "2026-11-0${day}T00:00:00Z", ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: u, controller: true}]}
spec: ${spec}
`
const gap: Gap = { because: 'denied', detail: 'taken away', lacks: 'list daemonsets.apps' }
const seen = (yaml: string) => {
  const { snapshot } = exampleWorld(yaml)
  return view({ ...snapshot, facts: { ...snapshot.facts, daemonSets: { things: [], gap } } }).seen('workloads')
}

it('is the pod whose spec was kept, however new the others are', () => {
  const { things } = seen(pod('a', 1, '{nodeName: a, containers: [{name: agent, image: agent:1}]}') + pod('b', 2, '{nodeName: b}'))
  expect(things).toMatchObject([{ kind: 'DaemonSet', metadata: { name: 'agent' }, pod: { spec: { containers: [{ name: 'agent' }] } } }])
  expect(things[0]?.pods).toHaveLength(2)
})

it('is nothing where no spec was kept: the gap tells that there is one', () => {
  expect(seen(pod('a', 1, '{nodeName: a}') + pod('b', 2, '{nodeName: b}'))).toEqual({ things: [], from: [], gap })
})
