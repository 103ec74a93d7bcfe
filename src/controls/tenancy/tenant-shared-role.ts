/** One IAM role serves pods of several tenants. */
import { control } from '../../model/control.ts'
import { nameOfArn } from '../../reach/iam.ts'
import { accountRoles, isPodRole } from '../../reach/identity.ts'
import { tenants } from '../../reach/tenants.ts'

export default control({
  title: 'No IAM role serves pods of several tenants',
  severity: 'medium',
  about: 'iamRoles',
  needs: ['serviceAccounts', 'podIdentityAssociations', 'namespaces'],
  why: `
    A role that two tenants share is a door between their data: what one may read in AWS, the other may. The trail shows the
    role and not the tenant.`,
  fix: "Make a role for each tenant, and associate it with the service accounts in that tenant's namespaces.",
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red-a, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: red-b, labels: {tenant: red}}}
---
iam:GetRole.red: {Role: {RoleName: red, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: red-a, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/red'}}
eks:DescribePodIdentityAssociation.a-2: {association: {associationId: a-2, namespace: red-b, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/red'}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {tenant: blue}}}
---
iam:GetRole.data: {Role: {RoleName: data, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: red, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/data'}}
eks:DescribePodIdentityAssociation.a-2: {association: {associationId: a-2, namespace: blue, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/data'}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {tenant: blue}}}
---
iam:GetRole.data: {Role: {RoleName: data, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: red, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/data'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: blue, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/data'}}}`,
    ],
  },
  applies: (role, world) => isPodRole(role) && tenants(world).size > 0,
  judge({ RoleName }, world) {
    const users = new Set(accountRoles(world).flatMap(({ namespace, arn }) => (nameOfArn(arn) === RoleName ? (tenants(world).get(namespace) ?? []) : [])))
    if (users.size > 1) return { says: `serves the tenants ${[...users].sort().join(', ')}`, at: 'RoleName', wanted: 'a role for each tenant' }
    world.all('serviceAccounts')
    world.all('podIdentityAssociations')
    return undefined
  },
})
