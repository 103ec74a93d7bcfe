/** A principal of the cluster has the whole AWS account as well. */
import { control } from '../../model/control.ts'
import { nameOfArn } from '../../reach/iam.ts'
import { isNodeEntry } from '../../reach/node-roles.ts'
import { excessOfPolicy, policiesOf, policyKinds } from '../../reach/role-policies.ts'

export default control({
  title: 'Roles that use the cluster do not rule the account',
  severity: 'medium',
  about: 'accessEntries',
  needs: ['iamRoles', ...policyKinds],
  why: `
    A role for kubectl needs eks:DescribeCluster. With AdministratorAccess on it, a token lost on a laptop or in a pipeline
    is the account, and the role can give itself any access entry it lacks.`,
  fix: 'Split the role: one for the cluster with eks:DescribeCluster, one for the account that is assumed when it is needed.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `eks:DescribeAccessEntry.dev: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/dev', type: STANDARD}}
iam:GetRole.dev: {Role: {RoleName: dev}}
iam:ListAttachedRolePolicies.dev: {AttachedPolicies: [{PolicyName: ReadOnlyAccess, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess'}]}
iam:GetRolePolicy.dev.eks: {RoleName: dev, PolicyName: eks, PolicyDocument: {Statement: [{Effect: Allow, Action: 'eks:DescribeCluster', Resource: '*'}]}}`,
    ],
    bad: [
      `eks:DescribeAccessEntry.ci: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/ci', type: STANDARD}}
iam:GetRole.ci: {Role: {RoleName: ci}}
iam:ListAttachedRolePolicies.ci: {AttachedPolicies: [{PolicyName: AdministratorAccess, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess'}]}`,
      `eks:DescribeAccessEntry.ci: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/teams/ci', type: STANDARD}}
iam:GetRole.ci: {Role: {RoleName: ci}}
iam:ListAttachedRolePolicies.ci: {AttachedPolicies: []}
iam:GetRolePolicy.ci.all: {RoleName: ci, PolicyName: all, PolicyDocument: {Statement: [{Effect: Allow, Action: ['*'], Resource: ['*']}]}}`,
    ],
  },
  applies: ({ principalArn, type }) => /:role\//.test(principalArn) && !isNodeEntry(type),
  judge({ principalArn }, world) {
    const role = world.find('iamRoles', nameOfArn(principalArn))
    if (!role) return { because: 'not asked', detail: `role ${nameOfArn(principalArn)} was not asked for`, lacks: 'iam:GetRole' }
    const policies = policiesOf(role, world)
    // What AWS calls read-only or names after a service is not the account.
    const admin = policies.find((policy) =>
      policy.isAwsManaged
        ? /^(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(policy.name)
        : excessOfPolicy(policy)?.startsWith('all actions') === true,
    )
    return admin && { says: `${nameOfArn(principalArn)} has all actions in AWS, by policy ${admin.name}`, at: 'principalArn', actual: principalArn }
  },
})
