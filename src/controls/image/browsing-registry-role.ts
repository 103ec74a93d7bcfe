/** A node role may list every repository and image. */
import { control } from '../../model/control.ts'
import { isNodeRole, nodeRoleKinds } from '../../reach/node-roles.ts'
import { registryRights } from '../../reach/registry-rights.ts'
import { policiesOf, policyKinds } from '../../reach/role-policies.ts'

const node = `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes}}
`

export default control({
  title: 'Node roles pull images and see nothing else of the registry',
  severity: 'low',
  about: 'iamRoles',
  needs: [...nodeRoleKinds, ...policyKinds],
  applies: isNodeRole,
  why: `
    A node pulls by name and needs no list of what else there is. AmazonEC2ContainerRegistryReadOnly shows whoever holds the
    node every repository, tag and scan result of the account.`,
  fix: 'Attach AmazonEC2ContainerRegistryPullOnly to the node role and detach AmazonEC2ContainerRegistryReadOnly.',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html'],
  examples: {
    good: [
      `${node}iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEC2ContainerRegistryPullOnly, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly'}]}`,
    ],
    bad: [
      `${node}iam:ListAttachedRolePolicies.nodes: {AttachedPolicies: [{PolicyName: AmazonEC2ContainerRegistryReadOnly, PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly'}]}`,
      `${node}iam:ListRolePolicies.nodes: {PolicyNames: [pull]}
iam:GetRolePolicy.nodes.pull: {RoleName: nodes, PolicyName: pull, PolicyDocument: {Statement: [{Effect: Allow, Action: ['ecr:BatchGetImage', 'ecr:Describe*'], Resource: '*'}]}}`,
    ],
  },
  judge(role, world) {
    const found = policiesOf(role, world).filter((policy) => registryRights(policy) === 'read')
    if (found.length === 0) return undefined
    return {
      says: `policy ${found.map(({ name }) => name).join(', ')} lets nodes list and describe repositories`,
      wanted: 'AmazonEC2ContainerRegistryPullOnly',
    }
  },
})
