/** A node that the internet can route to has a security group that lets the internet in. */
import { control } from '../../model/control.ts'
import type { SecurityGroupRule } from '../../model/aws.ts'
import type { Host } from '../../model/facts.ts'
import type { Service } from '../../model/kubernetes.ts'
import type { World } from '../../model/world.ts'
import { allInGroup, hostsInGroup, instanceOf, mayGuardHosts, refOfHost } from '../../reach/machines.ts'
import { wayOutOf } from '../../reach/node-subnets.ts'
import { cidrOf, openings, portsOf, showPorts } from '../../reach/security-groups.ts'

export default control({
  title: 'Nodes on public subnets admit nothing from the internet',
  severity: 'critical',
  about: 'securityGroups',
  needs: ['securityGroupRules', 'hosts', 'instances', 'networkInterfaces', 'subnets', 'routeTables', 'services'],
  applies: ({ GroupId }, world) => mayGuardHosts(GroupId, world),
  why: `
    The ports of a node are the kubelet's and those of every NodePort service, none of them meant for strangers. On a public
    subnet the security group is all that keeps strangers from them.`,
  fix: 'aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE...; serve traffic through a load balancer with IP targets, and move the nodes to private subnets.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html',
  ],
  examples: {
    good: [
      // The same group on a private subnet is no way in from the internet.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, VpcId: vpc-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{Main: true}], Routes: [{DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 10250, ToPort: 10250, CidrIpv4: 0.0.0.0/0}]}`,
      // A rule that a load balancer with client addresses needs, and whose Service is there.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {type: LoadBalancer, ports: [{port: 443, nodePort: 31443}]}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, VpcId: vpc-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{Main: true}], Routes: [{DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 31443, ToPort: 31443, CidrIpv4: 0.0.0.0/0, Description: kubernetes.io/rule/nlb/client=web}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SubnetId: subnet-1, VpcId: vpc-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{SubnetId: subnet-1}], Routes: [{DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1, GroupName: nodes}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 10250, ToPort: 10250, CidrIpv4: 0.0.0.0/1}, {SecurityGroupRuleId: sgr-2, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 10250, ToPort: 10250, CidrIpv4: 128.0.0.0/1}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, PublicIpAddress: 203.0.113.61, SubnetId: subnet-1, VpcId: vpc-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 30000, ToPort: 32767, CidrIpv6: '::/0', Description: kubernetes.io/rule/nlb/client=gone}]}`,
    ],
  },
  judge({ GroupId: id, GroupName: name }, world) {
    const inbound = world.all('securityGroupRules').filter((rule) => rule.GroupId === id && rule.IsEgress !== true)
    const open = openings(inbound).length === 0 ? [] : openings(inbound.filter((rule) => !servesLoadBalancer(rule, world)))
    const hosts = open.length === 0 ? [] : hostsInGroup(id, world).filter((host) => faces(host, world))
    if (hosts.length === 0) {
      if (open.length > 0) allInGroup(id, world)
      return undefined
    }
    return open.map((opening) => ({
      says: `${name ?? id}, a group of nodes that face the internet, opens ${opening.protocol} ${showPorts(opening)} to ${[...new Set(opening.rules.map(cidrOf))].join(', ')}`,
      wanted: 'no inbound rule for the internet',
      via: [...opening.rules.map((rule) => ({ kind: 'AWS::EC2::SecurityGroupRule', name: rule.SecurityGroupRuleId })), ...hosts.map(refOfHost)],
    }))
  },
})

/** Controllers describe the rules they make for a Network Load Balancer; one whose Service is gone is a leftover. */
function servesLoadBalancer(rule: SecurityGroupRule, world: World<'services'>): boolean {
  const ports = portsOf(rule)
  if (!/^(kubernetes\.io\/rule\/nlb\/|elbv2\.k8s\.aws\/)/.test(rule.Description ?? '') || !ports) return false
  const within = (port: unknown) => typeof port === 'number' && ports.from <= port && port <= ports.to
  const serves = ({ spec }: Service) =>
    spec?.type === 'LoadBalancer' && (spec.ports ?? []).some(({ nodePort, targetPort }) => within(nodePort) || within(targetPort))
  return world.some('services', serves) !== undefined
}

/** Whether packets from the internet find their way to the machine. */
function faces(host: Host, world: World<'instances' | 'subnets' | 'routeTables'>): boolean {
  const instance = instanceOf(host, world)
  return instance !== undefined && (instance.PublicIpAddress !== undefined || wayOutOf(instance, world) !== undefined)
}
