/** A security group of nodes lets addresses in on the ports of SSH or RDP. */
import type { SecurityGroupRule } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { hostsInGroup, mayGuardHosts, refOfHost } from '../../reach/machines.ts'
import { cidrOf, coversPort, portsOf, showPorts } from '../../reach/security-groups.ts'

const ports: readonly (readonly [port: number, name: string])[] = [
  [22, 'SSH'],
  [3389, 'RDP'],
]

export default control({
  title: 'No address can reach SSH or RDP of a node',
  severity: 'high',
  about: 'securityGroups',
  needs: ['securityGroupRules', 'hosts', 'instances', 'networkInterfaces'],
  applies: ({ GroupId }, world) => mayGuardHosts(GroupId, world),
  why: `
    A shell on a node is the end of every boundary on it. Session Manager needs no open port; a rule that names a range of
    addresses also lets in whatever else runs there, pods among it.`,
  fix: 'aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE; use Session Manager, or name a security group as the source.',
  refs: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}, {GroupId: sg-elsewhere}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: '-1', FromPort: -1, ToPort: -1, ReferencedGroupInfo: {GroupId: sg-1}}, {SecurityGroupRuleId: sgr-2, GroupId: sg-1, IsEgress: true, IpProtocol: '-1', CidrIpv4: 0.0.0.0/0}, {SecurityGroupRuleId: sgr-3, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 10.0.0.0/8}, {SecurityGroupRuleId: sgr-4, GroupId: sg-elsewhere, IsEgress: false, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIpv4: 0.0.0.0/0}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIpv4: 10.0.0.0/8}]}`,
      // Every protocol from the whole VPC includes SSH; the group sits on a secondary interface.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeNetworkInterfaces: {NetworkInterfaces: [{NetworkInterfaceId: eni-2, Attachment: {InstanceId: i-1}, Groups: [{GroupId: sg-2}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-2, GroupName: everything}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-2, IsEgress: false, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv6: 'fd00::/8'}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SecurityGroups: [{GroupId: sg-1}]}]}]}
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}]}
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 3000, ToPort: 4000, PrefixListId: pl-1}]}`,
    ],
  },
  judge({ GroupId: id, GroupName: name }, world) {
    const rules = world.all('securityGroupRules').flatMap((rule) => (rule.GroupId === id ? (admission(rule) ?? []) : []))
    const hosts = rules.length > 0 ? hostsInGroup(id, world) : []
    if (hosts.length === 0) return undefined
    return rules.map(({ rule, admits }) => ({
      says: `${name ?? id}, a group of nodes, admits ${admits} (${rule})`,
      wanted: 'no rule, or a security group as the source',
      via: [{ kind: 'AWS::EC2::SecurityGroupRule', name: rule }, ...hosts.map(refOfHost)],
    }))
  },
})

/** What an inbound rule with addresses as its source admits, if that includes a shell. */
function admission(rule: SecurityGroupRule): { rule: string; admits: string } | undefined {
  const source = cidrOf(rule) ?? (rule.PrefixListId === undefined ? undefined : `prefix list ${rule.PrefixListId}`)
  const open = ports.filter(([port]) => coversPort(rule, port))
  const range = portsOf(rule)
  if (rule.IsEgress === true || source === undefined || range === undefined || open.length === 0) return undefined
  const names = open.map(([, name]) => name).join(' and ')
  return {
    rule: rule.SecurityGroupRuleId,
    admits: `${names} from ${source}, by ${range.from === range.to ? 'port' : 'ports'} ${showPorts(range).replace('all ports', '0-65535')}`,
  }
}
