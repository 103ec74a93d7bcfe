/** A role takes tokens of a cluster that were made for something else. */
import { control } from '../../model/control.ts'
import { webTrusts } from '../../reach/identity.ts'

const sts = /^sts\.amazonaws\.com(\.cn)?$/

export default control({
  title: 'IRSA roles take only tokens made for STS',
  severity: 'medium',
  about: 'iamRoles',
  why: `
    A service account token says in aud for whom it was made. A role that does not look takes any token of the account,
    also one that was given to Vault, to a registry or to the API server and leaked there.`,
  fix: 'Add StringEquals on ISSUER:aud with sts.amazonaws.com to the statement.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html'],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub': 'system:serviceaccount:shop:web', 'oidc.eks.us-west-2.amazonaws.com/id/ABC:aud': sts.amazonaws.com}}}]}}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub': 'system:serviceaccount:shop:web'}}}]}}}`,
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringLike: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:aud': '*'}}}]}}}`,
    ],
  },
  applies: (role) => webTrusts(role).length > 0,
  judge: (role) =>
    webTrusts(role).flatMap(({ issuer, statement, index }) => {
      const about = statement.conditions.filter(
        ({ key, operator, ifExists, set }) => key === `${issuer}:aud`.toLowerCase() && /^string(equals|like)$/.test(operator) && !ifExists && set !== 'all',
      )
      if (about.some(({ values }) => values.length > 0 && values.every((value) => sts.test(value)))) return []
      const other = about.flatMap(({ values }) => values).find((value) => !sts.test(value))
      return [
        {
          says: other === undefined ? 'tokens of any audience open the role' : `tokens with the audience ${other} open the role`,
          at: `AssumeRolePolicyDocument.Statement[${index}].Condition`,
          wanted: 'aud is sts.amazonaws.com',
        },
      ]
    }),
})
