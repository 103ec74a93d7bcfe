/** Systems Manager does not reach a node. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'

export default control({
  title: 'Systems Manager reaches every node',
  severity: 'medium',
  about: 'hosts',
  needs: ['instances', 'ssmInstances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'n/a' },
  why: `
    Through Systems Manager people reach a node by IAM, without keys or open ports, and Inspector sees its packages. A node
    out of its reach is found wanting on the day somebody must look at it.`,
  fix: 'Enable Default Host Management Configuration, or give the node role ssm:UpdateInstanceInformation and ssmmessages:*; on isolated subnets add the VPC endpoints ssm, ssmmessages and ec2messages.',
  refs: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1}]}]}
ssm:DescribeInstanceInformation: {InstanceInformationList: [{InstanceId: i-1, PingStatus: Online}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1}]}]}
ssm:DescribeInstanceInformation: {InstanceInformationList: [{InstanceId: i-2, PingStatus: Online}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1}]}]}
ssm:DescribeInstanceInformation: {InstanceInformationList: [{InstanceId: i-1, PingStatus: ConnectionLost}]}`,
    ],
  },
  judge(host, world) {
    const instance = instanceOf(host, world)
    if (!instance) return undefined
    const status = world.find('ssmInstances', instance.InstanceId)?.PingStatus
    if (status === 'Online') return undefined
    return {
      says: `${instance.InstanceId} is ${status === undefined ? 'not registered with Systems Manager' : `${status} in Systems Manager`}`,
      wanted: 'Online',
    }
  },
})
