/** No empty security group stands ready to cut a node off. */
import type { SecurityGroup } from '../../model/aws.ts'
import { control } from '../../model/control.ts'

const vpc = (group: string, rules = '') => `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {vpcId: vpc-1}}}
---
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1, VpcId: vpc-1, GroupName: nodes}, {GroupId: sg-2, ${group}}]}
---
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: true, IpProtocol: '-1', CidrIpv4: 0.0.0.0/0}${rules}]}`

export default control({
  title: 'An isolation security group without rules stands ready',
  severity: 'medium',
  about: 'clusters',
  needs: ['securityGroups', 'securityGroupRules'],
  why: `
    To cut a broken-in node off, its interfaces get a group that lets nothing through. A new group is made with a rule that
    lets everything out, and in a hurry nobody takes it away.`,
  fix: 'aws ec2 create-security-group --vpc-id VPC --group-name CLUSTER-isolation --description "isolation", revoke its egress rule, tag it ekshield/forensics, and let responders attach it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [vpc('VpcId: vpc-1, GroupName: shop-isolation'), vpc('VpcId: vpc-1, GroupName: locked, Tags: [{Key: ekshield/forensics, Value: node}]')],
    bad: [
      vpc('VpcId: vpc-1, GroupName: spare'),
      vpc('VpcId: vpc-2, GroupName: shop-isolation'),
      // The rule that came with it is still there.
      vpc('VpcId: vpc-1, GroupName: shop-isolation', ", {SecurityGroupRuleId: sgr-2, GroupId: sg-2, IsEgress: true, IpProtocol: '-1', CidrIpv4: 0.0.0.0/0}"),
    ],
  },
  applies: ({ resourcesVpcConfig }) => resourcesVpcConfig?.vpcId !== undefined,
  judge({ resourcesVpcConfig }, world) {
    const meant = world.all('securityGroups').filter((group) => group.VpcId === resourcesVpcConfig?.vpcId && isMeant(group))
    const rules = world.all('securityGroupRules')
    if (meant.some(({ GroupId }) => !rules.some((rule) => rule.GroupId === GroupId))) return undefined
    const [first] = meant
    const says = first
      ? `security group ${first.GroupName ?? first.GroupId} is meant for isolation and has rules`
      : `${resourcesVpcConfig?.vpcId} has no security group for isolation`
    return {
      says,
      at: 'resourcesVpcConfig.vpcId',
      actual: resourcesVpcConfig?.vpcId,
      wanted: 'a group without rules, named or tagged for it',
      via: meant.map(({ GroupId }) => ({ kind: 'AWS::EC2::SecurityGroup', name: GroupId })),
    }
  },
})

/** Responders must know it when they see it: by name, description or tag. */
const isMeant = ({ GroupName = '', Tags = [] }: SecurityGroup): boolean =>
  [GroupName, ...Tags.flatMap(({ Key = '', Value = '' }) => [Key, Value])].some((word) => /isolat|quarantin|forensic/i.test(word))
