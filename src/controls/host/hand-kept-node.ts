/** Nothing replaces a node but a person. */
import { control } from '../../model/control.ts'
import { daysBetween } from '../../reach/ages.ts'
import { instanceOf } from '../../reach/machines.ts'

/** An own group that has replaced its machines within so many days is looked after. */
const recent = 30

export default control({
  title: 'Automation replaces nodes, not people',
  severity: 'low',
  about: 'hosts',
  needs: ['instances', 'autoScalingGroups'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', managed: 'n/a', auto: 'n/a' },
  applies: ({ node }) => node?.metadata.labels?.['karpenter.sh/nodepool'] === undefined,
  why: `
    A node that must be replaced by hand is replaced late, and is patched and configured in place meanwhile. Managed node
    groups, Karpenter and Auto Mode replace nodes as a matter of course.`,
  fix: 'Move the workloads to a managed node group, Karpenter or Auto Mode; or set a maximum instance lifetime: aws autoscaling update-auto-scaling-group --auto-scaling-group-name GROUP --max-instance-lifetime 2592000',
  refs: ['https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2025-10-09T09:14:03Z'}]}]}
autoscaling:DescribeAutoScalingGroups: {AutoScalingGroups: [{AutoScalingGroupName: own, MaxInstanceLifetime: 2592000, Instances: [{InstanceId: i-1}]}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2026-11-09T09:14:03Z'}]}]}
autoscaling:DescribeAutoScalingGroups: {AutoScalingGroups: [{AutoScalingGroupName: own, Instances: [{InstanceId: i-1}]}]}`,
    ],
    bad: [
      // eksctl labels the nodes of its self-managed groups too: the label proves nothing.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {alpha.eksctl.io/nodegroup-name: own}}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2025-10-09T09:14:03Z'}]}]}
autoscaling:DescribeAutoScalingGroups: {AutoScalingGroups: [{AutoScalingGroupName: own, Instances: [{InstanceId: i-1}]}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2026-11-20T09:14:03Z'}]}]}`,
    ],
  },
  judge(host, world) {
    const instance = instanceOf(host, world)
    if (!instance) return undefined
    const group = world.some('autoScalingGroups', ({ Instances }) => (Instances ?? []).some(({ InstanceId }) => InstanceId === instance.InstanceId))
    if (!group)
      return {
        says: `${instance.InstanceId} is in no Auto Scaling group`,
        wanted: 'a managed node group, Karpenter, Auto Mode, or a group with a maximum instance lifetime',
      }
    const age = daysBetween(instance.LaunchTime, world.time)
    if ((group.MaxInstanceLifetime ?? 0) > 0 || (age !== undefined && age <= recent)) return undefined
    return {
      says: `Auto Scaling group ${group.AutoScalingGroupName} sets no maximum instance lifetime${age === undefined ? '' : ', and has not replaced the node for a month'}`,
      wanted: 'MaxInstanceLifetime of 30 days or so',
      via: [{ kind: 'AWS::AutoScaling::AutoScalingGroup', name: group.AutoScalingGroupName }],
    }
  },
})
