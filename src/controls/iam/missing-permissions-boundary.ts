/** A pod's IAM role has no upper bound. */
import { control } from '../../model/control.ts'
import { isPodRole } from '../../reach/identity.ts'

export default control({
  title: 'IAM roles of pods have a permissions boundary',
  severity: 'low',
  about: 'iamRoles',
  why: `
    A boundary says what no policy on the role can ever give, such as iam, organizations and the EKS API itself. Teams can
    then write their own pod policies without anybody having to read each of them.`,
  fix: 'aws iam put-role-permissions-boundary --role-name ROLE --permissions-boundary POLICY-ARN',
  refs: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web, PermissionsBoundary: {PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/pods'}, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}`,
      `iam:GetRole.web: {Role: {RoleName: web, PermissionsBoundary: {PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess'}, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}`,
    ],
  },
  applies: isPodRole,
  judge({ PermissionsBoundary: boundary }) {
    const arn = boundary?.PermissionsBoundaryArn
    if (arn !== undefined && !arn.endsWith(':policy/AdministratorAccess')) return undefined
    return {
      says: arn === undefined ? 'has no permissions boundary' : 'has AdministratorAccess as its boundary, which bounds nothing',
      at: 'PermissionsBoundary.PermissionsBoundaryArn',
      ...(arn !== undefined && { actual: arn }),
    }
  },
})
