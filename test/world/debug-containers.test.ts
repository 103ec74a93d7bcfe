/** A container that was put into a live pod to debug it is judged, though no template has it. */
import { expect, it } from 'vitest'
import { assess } from '../../src/assess/assess.ts'
import { controls } from '../../src/controls/index.ts'
import { exampleWorld } from '../kit/example-world.ts'

const yaml = (debugger_: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {hostPID: true, containers: [{name: web, image: web:1}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}
spec: {hostPID: true, containers: [{name: web, image: web:1}]${debugger_}}
`
const judged = (text: string, ...ids: string[]) =>
  assess(exampleWorld(text).world, Object.fromEntries(ids.map((id) => [id, controls[id]!]))).findings.map(
    ({ subject, evidence }) => `${subject.kind} ${subject.name} ${evidence.at}`,
  )

it('is judged by itself, and the rest of the pod by its template', () => {
  const debugged = yaml(', ephemeralContainers: [{name: debugger, image: busybox:1, securityContext: {privileged: true}}]')
  expect(judged(debugged, 'pod/privileged-container')).toEqual(['Pod web-1 spec.ephemeralContainers[0].securityContext.privileged'])
  expect(judged(debugged, 'pod/host-pid')).toEqual(['Deployment web spec.template.spec.hostPID'])
})

it('makes nothing of a pod that nobody debugs', () => {
  expect(exampleWorld(yaml('')).world.seen('workloads').things).toHaveLength(1)
  expect(exampleWorld(yaml(', ephemeralContainers: []')).world.seen('workloads').things).toHaveLength(1)
})
