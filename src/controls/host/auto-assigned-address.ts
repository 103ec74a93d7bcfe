/** A subnet of nodes gives each new machine a public address. */
import { control } from '../../model/control.ts'
import { mayHoldNodes, nodesIn } from '../../reach/node-subnets.ts'

export default control({
  title: 'Subnets of nodes assign no public addresses',
  severity: 'medium',
  about: 'subnets',
  needs: ['hosts', 'instances', 'nodegroups'],
  applies: (subnet, world) => mayHoldNodes(subnet, world),
  why: `
    With MapPublicIpOnLaunch a node gets a public address because of where it stands, whether anybody wanted one or not. Node
    groups follow the subnet in this.`,
  fix: 'aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch; running nodes keep their address until they are replaced.',
  refs: ['https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html'],
  examples: {
    good: [
      `eks:DescribeNodegroup.web: {nodegroup: {nodegroupName: web, subnets: [subnet-1]}}
eks:ListNodegroups: {nodegroups: [web]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, MapPublicIpOnLaunch: false}, {SubnetId: subnet-lb, MapPublicIpOnLaunch: true}]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.web: {nodegroup: {nodegroupName: web, subnets: [subnet-1]}}
eks:ListNodegroups: {nodegroups: [web]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, MapPublicIpOnLaunch: true}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, MapPublicIpOnLaunch: true}]}`,
    ],
  },
  judge(subnet, world) {
    const nodes = subnet.MapPublicIpOnLaunch === true ? nodesIn(subnet, world) : undefined
    if (!nodes) return undefined
    return { says: `gives public addresses to new machines; used by ${nodes.says}`, at: 'MapPublicIpOnLaunch', actual: true, wanted: false, via: nodes.via }
  },
  remedy: ({ SubnetId }) => ({
    says: 'Assign no public addresses in the subnet',
    risk: 'none',
    steps: [{ do: 'aws', call: 'ec2:ModifySubnetAttribute', input: { SubnetId, MapPublicIpOnLaunch: { Value: false } } }],
  }),
})
