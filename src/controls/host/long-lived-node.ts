/** A node has been running for longer than any node should. */
import { control } from '../../model/control.ts'
import type { Host } from '../../model/facts.ts'
import { daysBetween } from '../../reach/ages.ts'
import { instanceOf } from '../../reach/machines.ts'

/** Days. Auto Mode replaces its nodes after 21 of them by itself. */
const limitOf = ({ compute, os }: Host): number => (compute === 'auto' ? 21 : os === 'windows' ? 45 : 30)

export default control({
  title: 'Nodes are replaced within a month',
  severity: 'medium',
  about: 'hosts',
  needs: ['instances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'aws' },
  why: `
    What an intruder leaves on a node lives as long as the node. Machines that are replaced on a schedule are patched, drift
    from nothing, and prove month by month that they can be replaced in an emergency.`,
  fix: 'Karpenter: set expireAfter: 720h in the NodePool. Managed groups: run aws eks update-nodegroup-version on a schedule. Own groups: aws autoscaling update-auto-scaling-group --auto-scaling-group-name GROUP --max-instance-lifetime 2592000',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a, creationTimestamp: '2026-11-05T09:14:03Z'}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2026-11-05T09:12:00Z'}]}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-w, creationTimestamp: '2026-10-15T09:14:03Z'}, status: {nodeInfo: {operatingSystem: windows}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a, creationTimestamp: '2026-07-22T09:14:03Z'}}`,
      // The Node object is new since the cluster was restored; the machine is not.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a, creationTimestamp: '2026-11-23T09:14:03Z'}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2025-10-09T09:14:03Z'}]}]}`,
    ],
  },
  judge(host, world) {
    const limit = limitOf(host)
    const registered = host.node?.metadata.creationTimestamp
    const known = daysBetween(registered, world.time) ?? 0
    if (known > limit && !host.instance)
      return { says: `is ${known} days old`, at: 'node.metadata.creationTimestamp', actual: registered, wanted: `at most ${limit} days` }
    const launched = instanceOf(host, world)?.LaunchTime
    const age = Math.max(daysBetween(launched, world.time) ?? 0, known)
    if (age <= limit) return undefined
    return {
      says: `is ${age} days old, launched ${(launched ?? registered ?? '').slice(0, 10)}`,
      ...(host.instance?.LaunchTime && { at: 'instance.LaunchTime', actual: launched }),
      wanted: `at most ${limit} days`,
    }
  },
})
