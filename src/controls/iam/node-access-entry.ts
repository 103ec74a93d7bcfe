/** The access entry of a node role gives more than a node needs, or is not a node's. */
import { control } from '../../model/control.ts'
import { showArn } from '../../reach/aws-auth.ts'
import { isNodeEntry } from '../../reach/node-roles.ts'

const nodeGroups = new Set(['system:bootstrappers', 'system:nodes', 'system:node-proxier', 'eks:kube-proxy-windows'])

export default control({
  title: 'Access entries of node roles are of a node type and give no more',
  severity: 'critical',
  about: 'accessEntries',
  needs: ['nodegroups', 'fargateProfiles', 'accessPolicies'],
  why: `
    Every process on a node, and every pod that reaches the instance metadata, has the node's role. What the role's access
    entry gives, they have: a further group, an access policy, an entry that is made for people.`,
  fix: 'Delete the entry and make it anew with type EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX or HYBRID_LINUX; give people and pipelines roles of their own.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
  examples: {
    good: [
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: EC2_LINUX, kubernetesGroups: ['system:nodes'], username: 'system:node:{{EC2PrivateDNSName}}'}}
eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}`,
      `eks:DescribeAccessEntry.auto: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/auto', type: EC2, kubernetesGroups: [], username: 'system:node:{{EC2PrivateDNSName}}'}}
eks:ListAssociatedAccessPolicies.auto: {principalArn: 'arn:aws:iam::111122223333:role/auto', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy', accessScope: {type: cluster}}]}`,
    ],
    bad: [
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: EC2_LINUX, kubernetesGroups: ['system:nodes', 'shop:deployers'], username: 'system:node:{{EC2PrivateDNSName}}'}}`,
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: STANDARD, kubernetesGroups: ['shop:deployers'], username: nodes}}
eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}`,
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: EC2, username: 'system:node:{{EC2PrivateDNSName}}'}}
eks:ListAssociatedAccessPolicies.nodes: {principalArn: 'arn:aws:iam::111122223333:role/nodes', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}`,
    ],
  },
  judge({ principalArn, type, kubernetesGroups = [], username }, world) {
    const name = showArn(principalArn)
    if (!isNodeEntry(type)) {
      const group =
        world.some('nodegroups', ({ nodeRole }) => nodeRole === principalArn)?.nodegroupName ??
        world.some('fargateProfiles', ({ podExecutionRoleArn }) => podExecutionRoleArn === principalArn)?.fargateProfileName
      return group === undefined
        ? undefined
        : { says: `${name} is the role of ${group}, but its access entry is of type ${type ?? 'STANDARD'}`, at: 'type', actual: type, wanted: 'a node type' }
    }
    const extra = kubernetesGroups.findIndex((one) => !nodeGroups.has(one))
    if (extra >= 0)
      return {
        says: `node role ${name} is in group ${kubernetesGroups[extra]}`,
        at: `kubernetesGroups[${extra}]`,
        actual: kubernetesGroups[extra],
        wanted: 'system:nodes',
      }
    if (username !== undefined && !username.startsWith('system:node:'))
      return { says: `node role ${name} has the user name ${username}`, at: 'username', actual: username, wanted: 'system:node:{{EC2PrivateDNSName}}' }
    const policy = (world.find('accessPolicies', principalArn)?.associatedAccessPolicies ?? []).find(
      ({ policyArn }) => !policyArn?.endsWith('/AmazonEKSAutoNodePolicy'),
    )
    return policy && { says: `node role ${name} has access policy ${policy.policyArn}`, wanted: 'no access policy' }
  },
})
