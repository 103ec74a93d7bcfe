/** IAM policies and who may assume roles, in cases that a careless reading gets wrong. */
import { expect, it } from 'vitest'
import { decide, matchesPattern, statementsOf } from './iam.ts'
import { admitsAssociation, admitsToken, eksIssuerOf } from './identity.ts'
import { excessOf } from './role-policies.ts'
import { loosenessOf } from './trust.ts'

it.each([
  ['s3:*', 's3:GetObject', true],
  ['s3:Get?bject', 's3:GetObject', true],
  ['*Object', 's3:GetObjectAcl', false],
  ['a*b*c', 'aXXbYYc', true],
  ['', '', true],
  [`${'a*'.repeat(30)}b`, 'a'.repeat(200), false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected)
})

const ask = (statement: object, context: Record<string, string> = {}) =>
  decide(statementsOf({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', ...statement }] }), {
    action: 'STS:assumerole',
    principal: { type: 'AWS', id: 'arn:aws:iam::111122223333:role/a' },
    context,
  })

it.each([
  [{}, {}, 'allow'],
  [{ Action: ['s3:*'] }, {}, 'none'],
  [{ NotAction: 's3:*', Action: undefined }, {}, 'allow'],
  [{ Effect: 'Deny' }, {}, 'deny'],
  [{ Principal: { AWS: '111122223333' } }, {}, 'none'],
  [{ Condition: { StringEquals: { 'sts:ExternalId': ['a', 'b'] } } }, { 'STS:externalid': 'b' }, 'allow'],
  [{ Condition: { StringEquals: { 'sts:ExternalId': 'a' } } }, {}, 'none'],
  [{ Condition: { StringEqualsIfExists: { 'sts:ExternalId': 'a' } } }, {}, 'allow'],
  [{ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } } }, {}, 'allow'],
  [{ Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } } }, {}, 'none'],
  [{ Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } }, {}, 'allow'],
  [{ Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } }, { 'aws:SourceAccount': '1' }, 'none'],
  [{ Condition: { Null: { 'sts:ExternalId': 'true' } } }, {}, 'allow'],
  [{ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }, { 'aws:MultiFactorAuthPresent': 'true' }, 'allow'],
  [{ Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } }, { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, 'none'],
] as const)('%j with %j is %s', (statement, context, expected) => {
  expect(ask(statement, context)).toBe(expected)
})

const issuer = 'oidc.eks.us-west-2.amazonaws.com/id/ABC'
const roleWith = (condition: object) => ({
  RoleName: 'web',
  AssumeRolePolicyDocument: {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition as never,
      },
    ],
  },
})

it('the trust policy decides which accounts get a role', () => {
  const role = roleWith({ StringLike: { [`${issuer}:sub`]: 'system:serviceaccount:shop:*' }, StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' } })
  expect(admitsToken(role, issuer, 'shop', 'web')).toBe(true)
  expect(admitsToken(role, issuer, 'other', 'web')).toBe(false)
  expect(admitsToken(role, 'oidc.eks.us-west-2.amazonaws.com/id/XYZ', 'shop', 'web')).toBe(false)
})

it('Pod Identity brings the cluster and its tags', () => {
  const trust = (condition: object) => ({
    RoleName: 'web',
    AssumeRolePolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: condition as never,
      },
    },
  })
  const cluster = 'arn:aws:eks:us-west-2:111122223333:cluster/shop'
  const association = { associationId: 'a-1', namespace: 'shop', serviceAccount: 'web' }
  const tags = trust({
    StringEquals: { 'aws:SourceAccount': '111122223333', 'aws:RequestTag/kubernetes-namespace': 'shop' },
    ArnEquals: { 'aws:SourceArn': cluster },
  })
  expect(admitsAssociation(tags, association, cluster)).toBe(true)
  expect(admitsAssociation(tags, { ...association, namespace: 'other' }, cluster)).toBe(false)
  expect(admitsAssociation(tags, { ...association, disableSessionTags: true }, cluster)).toBe(false)
})

it('knows an issuer of EKS from others', () => {
  expect(eksIssuerOf(`arn:aws:iam::111122223333:oidc-provider/${issuer}`)).toBe(issuer)
  expect(eksIssuerOf(issuer)).toBe(issuer)
  expect(eksIssuerOf('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com')).toBeUndefined()
  expect(eksIssuerOf(`arn:aws:iam::111122223333:oidc-provider/evil.example.com/${issuer}`)).toBeUndefined()
})

it.each([
  [{ Action: '*', Resource: '*' }, 'all actions'],
  [{ Action: ['s3:GetObject', 'dynamodb:*'], Resource: ['*'] }, 'dynamodb:*'],
  [{ Action: 's3:*', Resource: 'arn:aws:s3:::shop/*' }, undefined],
  [{ Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/app': 'web' } } }, undefined],
  [{ Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, 's3:*'],
  [{ NotAction: ['iam:*'], Resource: '*' }, 'everything but iam:*'],
  [{ Action: 'STS:ASSUMEROLE', Resource: '*' }, 'sts:AssumeRole'],
  [{ Effect: 'Deny', Action: '*', Resource: '*' }, undefined],
])('%j gives too much: %s', (statement, expected) => {
  expect(excessOf(statementsOf({ Statement: { Effect: 'Allow', ...statement } as never })[0]!)).toBe(expected)
})

const github = 'token.actions.githubusercontent.com'
const builder = (sub: string) => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringLike: { [`${github}:sub`]: sub } },
})

it.each([
  [builder('repo:shop/web:ref:refs/heads/main'), undefined],
  [builder('repo:shop/web:*'), undefined],
  [builder('repo:*'), `every token of ${github} for repo:*`],
  [builder('*'), `every token of ${github} for *`],
  [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }, 'every AWS account'],
  [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/a' }, Action: 'sts:AssumeRole' }, undefined],
  [
    { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } },
    'all of account 111122223333, without a condition',
  ],
])('%j is loose: %s', (statement, expected) => {
  expect(loosenessOf(statementsOf({ Statement: statement as never })[0]!)).toBe(expected)
})
