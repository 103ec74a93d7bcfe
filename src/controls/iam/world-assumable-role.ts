/** Anybody with an AWS account can assume the role. */
import { control } from '../../model/control.ts'
import { statementsOf } from '../../reach/iam.ts'
import { isOpenToWorld } from '../../reach/trust.ts'

export default control({
  title: 'No role trusts every AWS account',
  severity: 'high',
  about: 'iamRoles',
  why: `
    A trust policy with the principal * lets in every account on AWS. An external id does not narrow it: it is no secret,
    and it was made for the case that the principal is named.`,
  fix: 'Name the accounts or roles in Principal, or add a condition on aws:PrincipalOrgID.',
  refs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  examples: {
    good: [
      `iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: '*'}, Action: 'sts:AssumeRole', Condition: {StringEquals: {'aws:PrincipalOrgID': o-a1b2c3d4e5}}}]}}}`,
      `iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 'sts:AssumeRole'}]}}}`,
    ],
    bad: [
      `iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: '*'}, Action: 'sts:AssumeRole', Condition: {StringEquals: {'sts:ExternalId': migration}}}]}}}`,
      `iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: '*', Action: 'sts:*'}}}}`,
    ],
  },
  judge: ({ AssumeRolePolicyDocument: trust }) =>
    statementsOf(trust).flatMap((statement, i) => {
      if (!isOpenToWorld(statement)) return []
      const external = statement.conditions.some(({ key }) => key === 'sts:externalid') ? ' that knows the external id' : ''
      return [
        {
          says: `every AWS account${external} can assume the role`,
          at: `AssumeRolePolicyDocument.Statement[${i}].Principal`,
          wanted: 'the accounts or roles by name',
        },
      ]
    }),
})
