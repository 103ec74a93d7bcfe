/** A security group of the control plane takes traffic from outsiders. */
import type { SecurityGroupRule } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { cidrOf, openings, portsOf, showPorts } from '../../reach/security-groups.ts'

const rules = (...list: string[]) => `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {clusterSecurityGroupId: sg-1, securityGroupIds: [sg-2]}}}
---
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}, {GroupId: sg-2}, {GroupId: sg-9}]}
---
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [${list.map((rule, i) => `{SecurityGroupRuleId: sgr-${i}, IsEgress: false, ${rule}}`).join(', ')}]}`

/** Descriptions that load balancer controllers give to the rules they keep. A rule for every protocol is none of theirs. */
const isControllers = ({ Description = '', IpProtocol }: SecurityGroupRule): boolean =>
  /^(elbv2\.k8s\.aws\/|kubernetes\.io\/rule\/nlb\/)/.test(Description) && IpProtocol !== '-1'

export default control({
  title: 'The security groups of the control plane admit no outsiders',
  severity: 'high',
  about: 'securityGroups',
  needs: ['clusters', 'securityGroupRules'],
  why: `
    EKS puts the cluster security group on the control plane and on every node it makes. A rule that lets a network in here
    opens the kubelet, the pods and the API server to it at once.`,
  fix: 'aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE; let in the group itself, node and pod groups, and administrators on 443.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html', 'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      rules(
        "GroupId: sg-1, IpProtocol: '-1', ReferencedGroupInfo: {GroupId: sg-1}",
        'GroupId: sg-2, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 10.0.64.0/20',
      ),
      rules('GroupId: sg-1, IpProtocol: tcp, FromPort: 8080, ToPort: 8080, CidrIpv4: 0.0.0.0/0, Description: elbv2.k8s.aws/targetGroupBinding=shared'),
      rules("GroupId: sg-9, IpProtocol: '-1', CidrIpv4: 0.0.0.0/0"),
      rules("GroupId: sg-1, IsEgress: true, IpProtocol: '-1', CidrIpv4: 0.0.0.0/0").replace('IsEgress: false, ', ''),
    ],
    bad: [
      rules('GroupId: sg-1, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 0.0.0.0/0'),
      rules("GroupId: sg-1, IpProtocol: '-1', CidrIpv4: 10.0.0.0/16, Description: vpc any"),
      rules(
        'GroupId: sg-2, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 0.0.0.0/1',
        'GroupId: sg-2, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 128.0.0.0/1',
      ),
      rules('GroupId: sg-1, IpProtocol: tcp, FromPort: 10250, ToPort: 10250, CidrIpv4: 10.0.8.0/24'),
    ],
  },
  applies: ({ GroupId }, world) =>
    world.all('clusters').some(({ resourcesVpcConfig: vpc }) => vpc?.clusterSecurityGroupId === GroupId || (vpc?.securityGroupIds ?? []).includes(GroupId)),
  judge({ GroupId }, world) {
    const own = world.all('securityGroupRules').filter((rule) => rule.GroupId === GroupId && rule.IsEgress !== true && !isControllers(rule))
    const refs = (list: readonly SecurityGroupRule[]) =>
      list.map(({ SecurityGroupRuleId }) => ({ kind: 'AWS::EC2::SecurityGroupRule', name: SecurityGroupRuleId }))
    const wanted = 'the group itself, node and pod groups, administrators on 443'
    const open = openings(own)
    const told = new Set(open.flatMap(({ rules: list }) => list))
    const narrow = own.filter((rule) => !told.has(rule) && cidrOf(rule) !== undefined && !isHttps(rule))
    return [
      ...open.map((opening) => ({ says: `the internet reaches ${opening.protocol} ${showPorts(opening)}`, wanted, via: refs(opening.rules) })),
      ...narrow.map((rule) => ({ says: `${cidrOf(rule)} reaches ${showRule(rule)}`, wanted, via: refs([rule]) })),
    ]
  },
})

const isHttps = (rule: SecurityGroupRule): boolean => portsOf(rule)?.from === 443 && portsOf(rule)?.to === 443

function showRule(rule: SecurityGroupRule): string {
  const ports = portsOf(rule) ?? portsOf(rule, 'udp')
  return ports ? `${rule.IpProtocol === '-1' ? '' : `${rule.IpProtocol} `}${showPorts(ports)}` : `protocol ${rule.IpProtocol}`
}
