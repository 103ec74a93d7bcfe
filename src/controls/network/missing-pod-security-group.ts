/** A SecurityGroupPolicy names a security group that is not there. */
import { control } from '../../model/control.ts'

const policy = (groups: string) => `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {vpcId: vpc-1}}}
---
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1, VpcId: vpc-1}, {GroupId: sg-2, VpcId: vpc-2}]}
---
{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, securityGroups: {groupIds: ${groups}}}}`

export default control({
  title: 'SecurityGroupPolicies name groups that exist in the VPC',
  severity: 'medium',
  about: 'securityGroupPolicies',
  needs: ['securityGroups', 'clusters'],
  why: `
    A pod whose policy names a group that is gone gets no interface and stays pending: at the next roll-out, at the next
    node failure, in the middle of a recovery.`,
  fix: 'Correct spec.securityGroups.groupIds: one to five groups of the VPC of the cluster (aws ec2 describe-security-groups).',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html'],
  examples: {
    good: [policy('[sg-1]')],
    bad: [policy('[sg-1, sg-dead]'), policy('[sg-2]'), policy('[]')],
  },
  judge({ spec }, world) {
    const ids = spec?.securityGroups?.groupIds ?? []
    const at = 'spec.securityGroups.groupIds'
    if (ids.length === 0 || ids.length > 5) return { says: `it names ${ids.length} security groups`, at, wanted: 'one to five' }
    const vpcs = world.all('clusters').flatMap(({ resourcesVpcConfig }) => resourcesVpcConfig?.vpcId ?? [])
    return ids.flatMap((id, i) => {
      const group = world.find('securityGroups', id)
      if (!group) return [{ says: `security group ${id} does not exist`, at: `${at}[${i}]`, actual: id, wanted: 'a group of the VPC' }]
      const isElsewhere = group.VpcId !== undefined && vpcs.length > 0 && !vpcs.includes(group.VpcId)
      return isElsewhere
        ? [
            {
              says: `security group ${id} belongs to ${group.VpcId}, not to the VPC of the cluster`,
              at: `${at}[${i}]`,
              actual: id,
              wanted: 'a group of the VPC',
            },
          ]
        : []
    })
  },
})
