/** Nodes stand, or may be started, in a subnet with a route to the internet. */
import { control } from '../../model/control.ts'
import { mayHoldNodes, nodesIn } from '../../reach/node-subnets.ts'
import { wayOut } from '../../reach/subnets.ts'

export default control({
  title: 'Nodes are on private subnets',
  severity: 'high',
  about: 'subnets',
  needs: ['routeTables', 'hosts', 'instances', 'nodegroups'],
  applies: (subnet, world) => mayHoldNodes(subnet, world),
  why: `
    From a subnet without an internet gateway no mistake in a security group or an address setting can put a node on the
    internet. Traffic out goes through NAT or VPC endpoints, where it can be watched.`,
  fix: 'Make a node group on private subnets (with a NAT gateway or VPC endpoints), move the workloads, delete the old one.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}, {SubnetId: subnet-2, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{SubnetId: subnet-1}], Routes: [{DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1}, {DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: eigw-1}]}, {RouteTableId: rtb-2, VpcId: vpc-1, Associations: [{Main: true}], Routes: [{DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1}]}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{SubnetId: subnet-1}], Routes: [{DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1}]}]}`,
      // No node is there today; the node group may put one there tomorrow. The main table applies.
      `eks:DescribeNodegroup.web: {nodegroup: {nodegroupName: web, subnets: [subnet-1]}}
eks:ListNodegroups: {nodegroups: [web]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{Main: true}], Routes: [{DestinationIpv6CidrBlock: '::/0', GatewayId: igw-1}]}]}`,
    ],
  },
  judge(subnet, world) {
    const way = wayOut(subnet, world)
    const nodes = way && nodesIn(subnet, world)
    if (!way || !nodes) return undefined
    return {
      says: `nodes stand or may be started here, and ${way.table} routes ${way.destination} to ${way.gateway}`,
      wanted: 'no route to an internet gateway',
      via: [{ kind: 'AWS::EC2::RouteTable', name: way.table }, ...nodes.via],
    }
  },
})
