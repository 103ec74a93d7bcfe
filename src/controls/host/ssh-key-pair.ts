/** A node was launched with an SSH key pair. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'

export default control({
  title: 'Nodes have no SSH key pair',
  severity: 'medium',
  about: 'hosts',
  needs: ['instances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'aws' },
  why: `
    A key pair is a password that is never changed and mostly shared, and what is done with it nobody records. Session Manager
    asks IAM instead, knows the person, and can log the session.`,
  fix: 'Make a launch template version without KeyName (or a node group without remoteAccess) and replace the nodes; reach them with aws ssm start-session --target INSTANCE.',
  refs: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1}, {InstanceId: i-bastion, KeyName: ops}]}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, KeyName: ops-shared}]}]}`,
      // The second instance of a reservation counts as well.
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, Tags: [{Key: eks:cluster-name, Value: shop}]}, {InstanceId: i-2, KeyName: ops, Tags: [{Key: eks:cluster-name, Value: shop}]}]}]}
eks:DescribeCluster: {cluster: {name: shop}}`,
    ],
  },
  judge(host, world) {
    const key = instanceOf(host, world)?.KeyName
    if (!key) return undefined
    return { says: `was launched with key pair ${key}`, at: 'instance.KeyName', actual: key, wanted: 'no key pair' }
  },
})
