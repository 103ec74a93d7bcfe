/** A node role may change what is in the registry. */
import { control } from '../../model/control.ts'
import { isNodeRole, nodeRoleKinds } from '../../reach/node-roles.ts'
import { registryRights } from '../../reach/registry-rights.ts'
import { policiesOf, policyKinds } from '../../reach/role-policies.ts'

const node = `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
`

export default control({
  title: 'Node roles cannot push to or change the registry',
  severity: 'medium',
  about: 'iamRoles',
  needs: [...nodeRoleKinds, ...policyKinds],
  applies: isNodeRole,
  why: `
    Any pod that reaches the metadata service has the rights of the node role. If those include pushing, one broken pod puts
    its own image under the name that every other cluster pulls.`,
  fix: 'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly, then detach the policy named here.',
  refs: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html',
  ],
  examples: {
    good: [
      `${node}iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEC2ContainerRegistryPullOnly, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly'}, {PolicyName: AmazonEKSWorkerNodePolicy, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'}]}`,
    ],
    bad: [
      `${node}iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEC2ContainerRegistryPowerUser, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser'}]}`,
      `${node}iam:ListRolePolicies.nodes: {PolicyNames: [cache]}
iam:GetRolePolicy.nodes.cache: {RoleName: nodes, PolicyName: cache, PolicyDocument: {Statement: {Effect: Allow, Action: ['ecr:Put*'], Resource: 'arn:aws:ecr:us-west-2:111122223333:repository/cache/*'}}}`,
    ],
  },
  judge(role, world) {
    const found = policiesOf(role, world).filter((policy) => registryRights(policy) === 'write')
    if (found.length === 0) return undefined
    return {
      says: `policy ${found.map(({ name }) => name).join(', ')} lets nodes change repositories`,
      wanted: 'AmazonEC2ContainerRegistryPullOnly',
      via: found.map(({ name }) => ({ kind: 'AWS::IAM::ManagedPolicy', name })),
    }
  },
})
