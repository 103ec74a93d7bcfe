/** A node role may read every parameter of the account. */
import { control } from '../../model/control.ts'
import { coversAction, coversResource } from '../../reach/iam.ts'
import { isNodeRole, nodeRoleKinds } from '../../reach/node-roles.ts'
import { policiesOf, policyKinds, type RolePolicy } from '../../reach/role-policies.ts'

/** AWS managed policies of nodes, by whether they allow ssm:GetParameter on all parameters. Source: AWS Managed Policy Reference. */
const known: Readonly<Record<string, boolean>> = {
  AmazonSSMManagedInstanceCore: true,
  AmazonEC2RoleforSSM: true,
  AmazonSSMReadOnlyAccess: true,
  AmazonSSMFullAccess: true,
  AdministratorAccess: true,
  PowerUserAccess: true,
  AmazonEKSWorkerNodePolicy: false,
  AmazonEKSWorkerNodeMinimalPolicy: false,
  AmazonEKS_CNI_Policy: false,
  AmazonEKSFargatePodExecutionRolePolicy: false,
  AmazonEC2ContainerRegistryPullOnly: false,
  AmazonEC2ContainerRegistryReadOnly: false,
  AmazonEC2ContainerRegistryPowerUser: false,
  AmazonEBSCSIDriverPolicy: false,
  AmazonEFSCSIDriverPolicy: false,
  AmazonS3ReadOnlyAccess: false,
}
const node = `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
`

export default control({
  title: 'Node roles cannot read every parameter of Systems Manager',
  severity: 'medium',
  about: 'iamRoles',
  needs: [...nodeRoleKinds, ...policyKinds],
  applies: isNodeRole,
  why: `
    AmazonSSMManagedInstanceCore lets its holder read every parameter of the Region, and parameters hold passwords. A pod that
    reaches the metadata service of its node reads them too.`,
  fix: 'Replace it by a policy with ssm:UpdateInstanceInformation and the ssmmessages channel actions, or by Default Host Management Configuration, and detach it from the node role.',
  refs: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html',
  ],
  examples: {
    good: [
      `${node}iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEKSWorkerNodePolicy, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'}]}
iam:ListRolePolicies.nodes: {PolicyNames: [session]}
iam:GetRolePolicy.nodes.session: {RoleName: nodes, PolicyName: session, PolicyDocument: {Statement: [{Effect: Allow, Action: ['ssmmessages:*', 'ssm:UpdateInstanceInformation'], Resource: '*'}, {Effect: Allow, Action: 'ssm:GetParameter', Resource: 'arn:aws:ssm:us-west-2:111122223333:parameter/nodes/*'}]}}`,
    ],
    bad: [
      `${node}iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonSSMManagedInstanceCore, PolicyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'}]}`,
      `${node}iam:ListRolePolicies.nodes: {PolicyNames: [agent]}
iam:GetRolePolicy.nodes.agent: {RoleName: nodes, PolicyName: agent, PolicyDocument: {Statement: {Effect: Allow, Action: 'ssm:Get*', Resource: 'arn:aws:ssm:*:*:parameter/*'}}}`,
    ],
  },
  judge(role, world) {
    const found = policiesOf(role, world).filter(readsParameters)
    if (found.length === 0) return undefined
    return {
      says: `policy ${found.map(({ name }) => name).join(', ')} lets nodes read every parameter`,
      wanted: 'no ssm:GetParameter on all parameters',
      via: found.map(({ name }) => ({ kind: 'AWS::IAM::ManagedPolicy', name })),
    }
  },
})

function readsParameters(policy: RolePolicy): boolean {
  const told = policy.isAwsManaged ? known[policy.name] : undefined
  if (told !== undefined) return told
  return policy
    .statements()
    .some(
      (statement) =>
        statement.effect === 'Allow' &&
        coversAction(statement, 'ssm:GetParameter') &&
        coversResource(statement, 'arn:aws:ssm:us-east-1:111122223333:parameter/any/name'),
    )
}
