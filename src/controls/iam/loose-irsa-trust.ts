/** A role trusts more service accounts of a cluster than one. */
import { control } from '../../model/control.ts'
import { webTrusts } from '../../reach/identity.ts'

const account = /^system:serviceaccount:[^:*?]+:[^:*?]+$/

export default control({
  title: 'IRSA roles trust service accounts by their full name',
  severity: 'high',
  about: 'iamRoles',
  why: `
    The trust policy decides which pods get the role, not the annotation on one service account. Without a condition on sub,
    or with a * in it, every pod that can make a token takes the role.`,
  fix: 'Let the statement hold StringEquals on ISSUER:sub with system:serviceaccount:NAMESPACE:NAME, and ISSUER:aud with sts.amazonaws.com.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub': 'system:serviceaccount:shop:web'}}}]}}}`,
      // StringLike without a wildcard is StringEquals.
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringLike: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub': ['system:serviceaccount:shop:web', 'system:serviceaccount:shop:job']}}}]}}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:aud': sts.amazonaws.com}}}]}}}`,
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringLike: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub': 'system:serviceaccount:shop:*'}}}]}}}`,
      // The condition is about another cluster's tokens.
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:*', Condition: {StringEqualsIfExists: {'oidc.eks.us-west-2.amazonaws.com/id/XYZ:sub': 'system:serviceaccount:shop:web'}}}]}}}`,
    ],
  },
  applies: (role) => webTrusts(role).length > 0,
  judge: (role) =>
    webTrusts(role).flatMap(({ issuer, statement, index }) => {
      const about = statement.conditions.filter(({ key }) => key === `${issuer}:sub`.toLowerCase())
      const bounds = about.filter(({ operator, set, ifExists }) => /^string(equals|equalsignorecase|like)$/.test(operator) && !ifExists && set !== 'all')
      // StringEquals takes a * for itself; what such a value admits is nobody.
      if (bounds.some(({ operator, values }) => values.length > 0 && values.every((value) => account.test(value) || operator === 'stringequals'))) return []
      const wide = bounds.flatMap(({ values }) => values).find((value) => !account.test(value))
      const who = wide === undefined ? 'every service account of the cluster' : wide
      return [
        {
          says: `trusts ${who} of issuer ${issuer.slice(issuer.lastIndexOf('/') + 1)}`,
          at: `AssumeRolePolicyDocument.Statement[${index}].Condition`,
          wanted: 'StringEquals on sub with system:serviceaccount:NAMESPACE:NAME',
        },
      ]
    }),
})
