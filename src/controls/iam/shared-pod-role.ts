/** Several service accounts share one IAM role. */
import { control } from '../../model/control.ts'
import { nameOfArn } from '../../reach/iam.ts'
import { accountRoles, isPodRole } from '../../reach/identity.ts'

export default control({
  title: 'Every service account has an IAM role of its own',
  severity: 'medium',
  about: 'iamRoles',
  needs: ['serviceAccounts', 'podIdentityAssociations'],
  why: `
    A shared role has the rights of all its users together, so each of them can do what only one needs. CloudTrail then
    shows the role, and it takes longer to find which application it was.`,
  fix: 'Make a role for each service account with the rights it uses, and associate it: aws eks create-pod-identity-association.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
# The same account by both ways is one account.
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
eks:DescribePodIdentityAssociation.a-2: {association: {associationId: a-2, namespace: shop, serviceAccount: job, roleArn: 'arn:aws:iam::111122223333:role/web'}}`,
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: staging, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
    ],
  },
  applies: isPodRole,
  judge({ RoleName }, world) {
    const accounts = new Set(
      accountRoles(world).flatMap(({ namespace, serviceAccount, arn }) => (nameOfArn(arn) === RoleName ? [`${namespace}/${serviceAccount}`] : [])),
    )
    if (accounts.size > 1)
      return { says: `serves ${accounts.size} service accounts: ${[...accounts].sort().slice(0, 5).join(', ')}`, at: 'RoleName', wanted: 'one service account' }
    world.all('serviceAccounts')
    world.all('podIdentityAssociations')
    return undefined
  },
})
