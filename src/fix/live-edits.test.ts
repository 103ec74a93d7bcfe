/** Edits of live objects: found, recognised, and taken back. */
import { expect, it } from 'vitest'
import { applyEdits } from '../model/edit.ts'
import { differences, inverse, jsonPatch, stateOf } from './live-edits.ts'

const before = { spec: { hostPID: true, containers: [{ name: 'a', securityContext: { capabilities: { add: ['NET_ADMIN', 'KILL'] } } }, { name: 'b' }] } }
const after = {
  spec: {
    containers: [
      { name: 'a', securityContext: { capabilities: { add: ['KILL'] } } },
      { name: 'b', securityContext: { privileged: false } },
    ],
  },
}
const edits = differences(before, after)

it('names the topmost thing that comes or goes, and whole lists where their length changes', () => {
  expect(edits).toEqual([
    { path: 'spec.hostPID', was: true },
    { path: 'spec.containers[0].securityContext.capabilities.add', was: ['NET_ADMIN', 'KILL'], value: ['KILL'] },
    { path: 'spec.containers[1].securityContext', value: { privileged: false } },
  ])
  expect(applyEdits(before, edits)).toEqual(after)
})

it('tells the state before from that after, with what the server fills in, and from any other', () => {
  expect(stateOf(before, edits)).toBe('before')
  expect(stateOf(applyEdits(after, [{ path: 'spec.containers[1].securityContext.procMount', value: 'Default' }]), edits)).toBe('after')
  expect(stateOf(applyEdits(before, [{ path: 'spec.hostPID' }]), edits)).toBe('neither')
})

it('knows that the server leaves out what is nothing, and fills in defaults', () => {
  const off = [
    { path: 'spec.hostPID', was: true, value: false },
    { path: 'spec.add', was: ['CHOWN'], value: [] },
    { path: 'spec.type', was: 'NodePort' },
  ]
  expect(stateOf({ spec: { type: 'ClusterIP' } }, off)).toBe('after')
  expect(stateOf({ spec: { hostPID: true, add: ['CHOWN'], type: 'NodePort' } }, off)).toBe('before')
  expect(stateOf({ spec: { hostPID: true, type: 'ClusterIP' } }, off)).toBe('neither')
})

it('takes them back', () => {
  expect(applyEdits(after, inverse(edits, after))).toEqual(before)
})

it('writes them as a JSON Patch', () => {
  expect(jsonPatch([{ path: 'metadata.labels[a.b/c~d]', value: 'x' }, ...edits.slice(0, 1)])).toEqual([
    { op: 'add', path: '/metadata/labels/a.b~1c~0d', value: 'x' },
    { op: 'remove', path: '/spec/hostPID' },
  ])
})
