/** A pod's IAM role may do far more than one application needs. */
import { control } from '../../model/control.ts'
import { isPodRole } from '../../reach/identity.ts'
import { excessOfPolicy, isWithinBoundary, policiesOf, policyKinds } from '../../reach/role-policies.ts'

export default control({
  title: 'IAM roles of pods give no service whole',
  severity: 'high',
  about: 'iamRoles',
  needs: policyKinds,
  why: `
    Whoever breaks into the pod has its role. With s3:* on every bucket, or with iam:* to make himself an admin, one flaw in
    one container becomes an incident of the account.`,
  fix: 'Replace the policy by the actions and ARNs that the application uses; IAM Access Analyzer writes it from CloudTrail.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html',
  ],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: [{PolicyName: AmazonS3ReadOnlyAccess, PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'}]}
iam:GetRolePolicy.web.bucket: {RoleName: web, PolicyName: bucket, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::shop/*'}, {Effect: Allow, Action: 'ec2:*', Resource: '*', Condition: {StringEquals: {'aws:ResourceTag/app': web}}}]}}`,
      // The boundary takes the excess away again.
      `iam:GetRole.web: {Role: {RoleName: web, PermissionsBoundary: {PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/pods'}, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: []}
iam:GetPolicyVersion.pods: {PolicyVersion: {Document: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]}}}
iam:GetRolePolicy.web.all: {RoleName: web, PolicyName: all, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: [{PolicyName: AmazonDynamoDBFullAccess, PolicyArn: 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess'}]}`,
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity'}]}}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: [{PolicyName: ours, PolicyArn: 'arn:aws:iam::111122223333:policy/ours'}]}
iam:GetPolicyVersion.ours: {PolicyVersion: {Document: {Statement: {Effect: Allow, NotAction: ['iam:*'], Resource: '*'}}}}`,
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: []}
iam:GetRolePolicy.web.hop: {RoleName: web, PolicyName: hop, PolicyDocument: '%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%5B%22sts%3AAssumeRole%22%5D%2C%22Resource%22%3A%22%2A%22%7D%5D%7D'}`,
    ],
  },
  applies: isPodRole,
  judge: (role, world) =>
    policiesOf(role, world).flatMap((policy) => {
      const excess = excessOfPolicy(policy)
      if (excess === undefined) return []
      const isKept = /^[a-z0-9-]+:\S+$/i.test(excess) && !isWithinBoundary(role, excess, world)
      return isKept ? [] : [{ says: `policy ${policy.name} gives ${excess} on every resource`, wanted: 'the actions and ARNs that the application uses' }]
    }),
})
