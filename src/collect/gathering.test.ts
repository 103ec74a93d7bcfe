/** What a snapshot says of answers that did not come. */
import { expect, it } from 'vitest'
import { exampleWorld } from '../../test/kit/example-world.ts'
import { Answers } from './aws/answers.ts'
import { shelfOf } from './aws/calls.ts'

it('holds a gap for nodes whose kubelet did not answer', () => {
  const nodes = `{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Node, metadata: {name: b}}
---
`
  const whole = exampleWorld(`${nodes}kubelet: {a: {kubeletconfig: {}}, b: {kubeletconfig: {}}}`)
  expect(whole.world.seen('kubelets')).toMatchObject({ things: [{ node: 'a' }, { node: 'b' }] })
  expect(whole.world.seen('kubelets').gap).toBeUndefined()
  const half = exampleWorld(`${nodes}kubelet: {a: {kubeletconfig: {}}}`)
  expect(half.world.seen('kubelets').gap).toMatchObject({ because: 'not asked', lacks: 'get nodes/configz' })
  expect(half.world.seen('kubelets').gap?.detail).toContain('1 of 2 nodes')
  const fargate = `{apiVersion: v1, kind: Node, metadata: {name: f, labels: {eks.amazonaws.com/compute-type: fargate}}}\n---\n`
  expect(exampleWorld(`${fargate}${nodes}kubelet: {a: {kubeletconfig: {}}, b: {kubeletconfig: {}}}`).world.seen('kubelets').gap).toBeUndefined()
})

const answered = (call: string, body: unknown, ...more: readonly (readonly [string, unknown])[]) => {
  const answers = new Answers()
  for (const [name, one] of [[call, body] as const, ...more]) answers.add(name, '', one)
  return answers
}

it('holds a gap for machine images that are in use and were not described', () => {
  const instances = [
    { InstanceId: 'i-1', ImageId: 'ami-1' },
    { InstanceId: 'i-2', ImageId: 'ami-gone' },
    { InstanceId: 'i-3', ImageId: 'ami-auto', Operator: { Managed: true } },
  ]
  const answers = answered('ec2:DescribeImages', { Images: [{ ImageId: 'ami-1' }] }, ['ec2:DescribeInstances', { Reservations: [{ Instances: instances }] }])
  expect(shelfOf('machineImages', answers).gap?.detail).toBe('ec2:DescribeImages: nothing is told of ami-gone')
})

it('holds a gap for accounts of which Inspector would not tell', () => {
  const answers = answered('inspector2:BatchGetAccountStatus', { accounts: [], failedAccounts: [{ accountId: '111122223333', errorCode: 'INTERNAL_ERROR' }] })
  expect(shelfOf('inspectorStatuses', answers)).toMatchObject({
    things: [],
    gap: { because: 'failed', detail: 'inspector2:BatchGetAccountStatus: INTERNAL_ERROR' },
  })
})
