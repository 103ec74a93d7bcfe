/** A node does not carry the cluster security group. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'

const node = (groups: string) => `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {clusterSecurityGroupId: sg-1}}}
---
{apiVersion: v1, kind: Node, metadata: {name: a, labels: {eks.amazonaws.com/nodegroup: general}}, spec: {providerID: 'aws:///us-west-2a/i-1'}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SecurityGroups: ${groups}}]}]}`

export default control({
  title: 'Every node carries the cluster security group',
  severity: 'low',
  about: 'hosts',
  needs: ['instances', 'clusters'],
  responsible: { managed: 'shared', fargate: 'n/a', auto: 'aws', hybrid: 'n/a' },
  why: `
    The cluster security group lets nodes, the control plane and the pods of Fargate reach one another. A node without it
    lives on rules of its own, which drift until webhooks, logs or DNS fail, and are then opened wider than they need be.`,
  fix: 'Add the group to the launch template (it replaces the default there), or give its own group 443 to the control plane, 10250 from it, and 53 and node-to-node traffic.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html'],
  examples: {
    good: [node('[{GroupId: sg-1}, {GroupId: sg-2}]')],
    bad: [node('[{GroupId: sg-2}]'), node('[]')],
  },
  judge(host, world) {
    const instance = instanceOf(host, world)
    const group = world.all('clusters')[0]?.resourcesVpcConfig?.clusterSecurityGroupId
    if (!instance || group === undefined) return undefined
    const own = [...(instance.SecurityGroups ?? []), ...(instance.NetworkInterfaces ?? []).flatMap(({ Groups }) => Groups ?? [])].map(({ GroupId }) => GroupId)
    return own.includes(group)
      ? undefined
      : { says: `it carries ${[...new Set(own)].join(', ') || 'no group'}, not the cluster security group ${group}`, wanted: group }
  },
})
