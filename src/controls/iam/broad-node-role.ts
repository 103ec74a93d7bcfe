/** A node's IAM role may do more than a node needs. */
import { control } from '../../model/control.ts'
import { isNodeRole, nodeRoleKinds } from '../../reach/node-roles.ts'
import { excessOfPolicy, isWithinBoundary, policiesOf, policyKinds } from '../../reach/role-policies.ts'

/** What AWS documents for nodes and Fargate; the policy of the VPC CNI has a control of its own. */
const usual =
  /^(AmazonEKSWorkerNodePolicy|AmazonEKSWorkerNodeMinimalPolicy|AmazonEC2ContainerRegistry(ReadOnly|PullOnly)|AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy|AmazonEKSFargatePodExecutionRolePolicy|CloudWatchAgentServerPolicy|AmazonEKS_CNI_Policy)$/

export default control({
  title: 'Node roles carry what a node needs and nothing else',
  severity: 'high',
  about: 'iamRoles',
  needs: [...nodeRoleKinds, ...policyKinds],
  why: `
    Every process on a node can have the node's role, and so can every pod that reaches the instance metadata. What one
    workload needs there is given to all of them; it belongs on a role of that workload.`,
  fix: 'Keep AmazonEKSWorkerNodePolicy (or the minimal one) and AmazonEC2ContainerRegistryPullOnly; move the rest to Pod Identity roles: aws iam detach-role-policy --role-name ROLE --policy-arn ARN',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEKSWorkerNodePolicy, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'}, {PolicyName: AmazonEC2ContainerRegistryPullOnly, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly'}]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEC2RoleforSSM, PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'}]}`,
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: EC2_LINUX}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: []}
iam:GetRolePolicy.nodes.backups: {RoleName: nodes, PolicyName: backups, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}`,
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: EC2_LINUX}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: ours, PolicyArn: 'arn:aws:iam::111122223333:policy/ours'}]}
iam:GetPolicyVersion.ours: {PolicyVersion: {Document: {Statement: [{Effect: Allow, Action: ['secretsmanager:GetSecretValue', 'logs:PutLogEvents'], Resource: '*'}]}}}`,
    ],
  },
  applies: isNodeRole,
  judge: (role, world) =>
    policiesOf(role, world).flatMap((policy) => {
      if (policy.isAwsManaged)
        return usual.test(policy.name) ? [] : [{ says: `carries ${policy.name}, which no node needs`, wanted: 'a role of the workload that needs it' }]
      const excess = excessOfPolicy(policy) ?? readsSecrets(policy)
      if (excess === undefined || (/^[a-z0-9-]+:\S+$/i.test(excess) && !isWithinBoundary(role, excess, world))) return []
      return [{ says: `policy ${policy.name} gives ${excess} on every resource`, wanted: 'a role of the workload that needs it' }]
    }),
})

/** Secrets and what encrypts them, wherever they are. */
function readsSecrets(policy: ReturnType<typeof policiesOf>[number]): string | undefined {
  const actions = ['secretsmanager:GetSecretValue', 'kms:Decrypt', 'ssm:GetParameters']
  return actions.find((action) =>
    policy
      .statements()
      .some(
        ({ effect, actions: given, resources, conditions }) =>
          effect === 'Allow' && conditions.length === 0 && resources.includes('*') && given.some((one) => one.toLowerCase() === action.toLowerCase()),
      ),
  )
}
