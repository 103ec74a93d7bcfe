/** A node has an address that the internet can call. */
import { control } from '../../model/control.ts'
import type { Instance } from '../../model/aws.ts'
import type { World } from '../../model/world.ts'
import { instanceOf, interfacesOf } from '../../reach/machines.ts'
import { wayOut } from '../../reach/subnets.ts'

export default control({
  title: 'Nodes have no public addresses',
  severity: 'high',
  about: 'hosts',
  needs: ['instances', 'networkInterfaces', 'subnets', 'routeTables'],
  responsible: { fargate: 'n/a', hybrid: 'n/a' },
  why: `
    A public address turns every open port of a node into an open port on the internet, and lets the node speak to anyone
    without passing a NAT gateway. Load balancers take the traffic; nodes need none.`,
  fix: 'Set AssociatePublicIpAddress: false in the launch template (Karpenter: associatePublicIPAddress: false), disassociate Elastic IPs, replace the nodes.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}, status: {addresses: [{type: InternalIP, address: 10.0.0.4}]}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, PublicDnsName: '', SubnetId: subnet-1}, {InstanceId: i-bastion, PublicIpAddress: 203.0.113.9}]}]}`,
      // A global IPv6 address behind an egress-only gateway cannot be called.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, VpcId: vpc-1}]}]}
ec2:DescribeNetworkInterfaces: {NetworkInterfaces: [{NetworkInterfaceId: eni-1, SubnetId: subnet-1, Attachment: {InstanceId: i-1}, Ipv6Addresses: [{Ipv6Address: '2001:db8::4'}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{Main: true}], Routes: [{DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: eigw-1}]}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {addresses: [{type: ExternalIP, address: 203.0.113.61}]}}`,
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, PublicDnsName: ec2-203-0-113-61.us-west-2.compute.amazonaws.com}]}]}`,
      // The address hangs on a secondary address of a secondary interface.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1}]}]}
ec2:DescribeNetworkInterfaces: {NetworkInterfaces: [{NetworkInterfaceId: eni-2, Attachment: {InstanceId: i-1}, PrivateIpAddresses: [{}, {Association: {PublicIp: 203.0.113.70}}]}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, VpcId: vpc-1}]}]}
ec2:DescribeNetworkInterfaces: {NetworkInterfaces: [{NetworkInterfaceId: eni-1, SubnetId: subnet-1, Attachment: {InstanceId: i-1}, Ipv6Addresses: [{Ipv6Address: '2001:db8::4'}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{Main: true}], Routes: [{DestinationIpv6CidrBlock: '::/0', GatewayId: igw-1}]}]}`,
    ],
  },
  judge(host, world) {
    const external = (host.node?.status?.addresses ?? []).filter(({ type }) => type === 'ExternalIP').map(({ address }) => address)
    const instance = external.length > 0 ? host.instance : instanceOf(host, world)
    const found = new Set([...external, ...(instance ? publicAddresses(instance, world, external.length > 0) : [])])
    if (found.size === 0) return undefined
    return {
      says: `has the public address ${[...found].join(', ')}`,
      ...(host.instance?.PublicIpAddress && { at: 'instance.PublicIpAddress', actual: host.instance.PublicIpAddress }),
      wanted: 'private addresses alone',
    }
  },
})

/** @param certain whether one is known already, so that interfaces which were not seen do not matter */
function publicAddresses(instance: Instance, world: World<'networkInterfaces' | 'subnets' | 'routeTables'>, certain: boolean): string[] {
  const told = [instance.PublicIpAddress, ...(instance.NetworkInterfaces ?? []).map(({ Association }) => Association?.PublicIp)]
  if (!certain && !instance.PublicDnsName && told.every((address) => address === undefined)) world.all('networkInterfaces')
  for (const { Association, PrivateIpAddresses, Ipv6Addresses, SubnetId } of interfacesOf(instance, world)) {
    told.push(Association?.PublicIp, ...(PrivateIpAddresses ?? []).map((one) => one.Association?.PublicIp))
    const ipv6 = (Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? [])
    const subnet = ipv6.length === 0 || SubnetId === undefined ? undefined : world.find('subnets', SubnetId)
    if (subnet && wayOut(subnet, world, 'ipv6')) told.push(...ipv6)
  }
  // EC2 gives the name with the address; it is '' where there is none, or where the VPC makes no names.
  const found = told.filter((address) => address !== undefined)
  return found.length > 0 || !instance.PublicDnsName ? found : [instance.PublicDnsName]
}
