/** Which machines a subnet, an image or a security group concerns, and when that cannot be told. */
import { describe, expect, it } from 'vitest'
import { exampleWorld } from '../../test/kit/example-world.ts'
import type { Gap, Snapshot } from '../model/snapshot.ts'
import { Unseen } from '../model/world.ts'
import { view } from '../world/view.ts'
import { hostsInGroup, hostsInSubnet, instanceOf, mayGuardHosts, mayHoldHosts } from './machines.ts'

const yaml = `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
{apiVersion: v1, kind: Node, metadata: {name: fargate-b, labels: {eks.amazonaws.com/compute-type: fargate}}, spec: {providerID: aws:///us-west-2a/1266f087e3-139f/fargate-b}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeNetworkInterfaces: {NetworkInterfaces: [{NetworkInterfaceId: eni-2, Attachment: {InstanceId: i-1}, Groups: [{GroupId: sg-2}]}, {NetworkInterfaceId: eni-3, Groups: [{GroupId: sg-3}]}]}`
const denied: Gap = { because: 'denied', detail: 'no' }
const without = (...kinds: string[]) => {
  const { snapshot } = exampleWorld(yaml)
  const taken = Object.fromEntries(kinds.map((kind) => [kind, { things: [], gap: denied }]))
  return view({ ...snapshot, facts: { ...snapshot.facts, ...taken } as Snapshot['facts'] })
}

describe('machines', () => {
  it('are found by every interface they have', () => {
    const world = without()
    expect(hostsInSubnet('subnet-1', world).map(({ name }) => name)).toEqual(['node-a'])
    expect(hostsInGroup('sg-1', world)).toHaveLength(1)
    expect(hostsInGroup('sg-2', world)).toHaveLength(1)
    expect(hostsInGroup('sg-3', world)).toEqual([])
    expect(mayGuardHosts('sg-3', world)).toBe(false)
    expect(mayHoldHosts('subnet-2', world)).toBe(false)
  })
  it('have no instance on Fargate, and an unknown one where instances were not told', () => {
    const fargate = without().find('hosts', 'fargate-b')!
    expect(instanceOf(fargate, without('instances'))).toBeUndefined()
    const blind = without('instances')
    expect(() => instanceOf(blind.find('hosts', 'node-a')!, blind)).toThrow(Unseen)
    expect(() => hostsInSubnet('subnet-1', blind)).toThrow(Unseen)
    expect(mayHoldHosts('subnet-1', blind)).toBe(true)
  })
  it('stay found where something else was not seen', () => {
    const world = without('networkInterfaces')
    expect(hostsInGroup('sg-1', world)).toHaveLength(1)
    expect(() => hostsInGroup('sg-2', world)).toThrow(Unseen)
  })
})
