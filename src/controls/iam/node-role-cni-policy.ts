/** Nodes themselves may make and move network interfaces. */
import { control } from '../../model/control.ts'
import { coversAction } from '../../reach/iam.ts'
import { isNodeRole, nodeRoleKinds } from '../../reach/node-roles.ts'
import { policiesOf, policyKinds, type RolePolicy } from '../../reach/role-policies.ts'

const actions = [
  'CreateNetworkInterface',
  'AttachNetworkInterface',
  'ModifyNetworkInterfaceAttribute',
  'DeleteNetworkInterface',
  'AssignPrivateIpAddresses',
].map((action) => `ec2:${action}`)

export default control({
  title: 'Node roles have no rights over network interfaces',
  severity: 'high',
  about: 'iamRoles',
  needs: [...nodeRoleKinds, ...policyKinds],
  responsible: { fargate: 'n/a', auto: 'aws' },
  why: `
    With AmazonEKS_CNI_Policy on the node role, every pod that reaches the instance metadata can attach interfaces to other
    subnets and security groups, or take them from other instances. Only the VPC CNI needs the policy, on its own role.`,
  fix: 'Give aws-node a role of its own first, wait until new pods get addresses, then aws iam detach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEKSWorkerNodePolicy, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'}]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEKS_CNI_Policy, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy'}]}`,
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: []}
iam:GetRolePolicy.nodes.ipv6: {RoleName: nodes, PolicyName: ipv6, PolicyDocument: {Statement: [{Effect: Allow, Action: 'ec2:*NetworkInterface*', Resource: '*'}]}}`,
    ],
  },
  applies: isNodeRole,
  judge: (role, world) =>
    policiesOf(role, world).flatMap((policy) => {
      const action = interfaceActionOf(policy)
      return action === undefined ? [] : [{ says: `policy ${policy.name} lets the node ${action}`, wanted: 'the policy on the role of aws-node' }]
    }),
})

function interfaceActionOf(policy: RolePolicy): string | undefined {
  if (policy.isAwsManaged)
    return /^(AmazonEKS_CNI_Policy|AmazonEC2FullAccess|AmazonVPCFullAccess|AdministratorAccess|PowerUserAccess)$/.test(policy.name) ? actions[0] : undefined
  return actions.find((action) => policy.statements().some((statement) => statement.effect === 'Allow' && coversAction(statement, action)))
}
