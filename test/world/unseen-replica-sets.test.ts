/** Where ReplicaSets cannot be seen, a pod still leads to its Deployment. */
import { expect, it } from 'vitest'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { view } from '../../src/world/view.ts'
import { exampleWorld } from '../kit/example-world.ts'

const pod = `{apiVersion: v1, kind: Pod, metadata: {name: web-7f9-abc, namespace: shop, labels: {pod-template-hash: 7f9}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-7f9, controller: true}]}, spec: {containers: [{name: a, image: a:1}]}}`
const deployment = `---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: [{name: a, image: a:1}]}}}}`
const gap = { because: 'denied', detail: 'no' } as const

const workloads = (yaml: string, ...unseen: (keyof Snapshot['facts'])[]) => {
  const { snapshot } = exampleWorld(yaml)
  const facts = { ...snapshot.facts, ...Object.fromEntries(unseen.map((kind) => [kind, { things: [], gap }])) }
  return view({ ...snapshot, facts })
    .seen('workloads')
    .things.map(({ kind, metadata, pods }) => `${kind} ${metadata.name} of ${pods.length}`)
}

it('counts the Deployment once, with its pods', () => {
  expect(workloads(`${pod}\n${deployment}`, 'replicaSets')).toEqual(['Deployment web of 1'])
})

it('names the Deployment that was not seen either', () => {
  expect(workloads(pod, 'replicaSets', 'deployments')).toEqual(['Deployment web of 1'])
})

it('takes a ReplicaSet that was seen to be missing at its word', () => {
  expect(workloads(pod)).toEqual(['ReplicaSet web-7f9 of 1'])
})
