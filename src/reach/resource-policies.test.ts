/** Whom a policy statement lets in. */
import { describe, expect, it } from 'vitest'
import type { PolicyStatement } from '../model/aws.ts'
import { accountsOf, callerKeys, deniesOthers, isNarrowed, namesEveryone, statementsOf } from './resource-policies.ts'

describe('namesEveryone', () => {
  it.each<[PolicyStatement, boolean]>([
    [{ Principal: '*' }, true],
    [{ Principal: { AWS: '*' } }, true],
    [{ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }, true],
    [{ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }, true],
    [{ Principal: { AWS: '111122223333' } }, false],
    [{ Principal: { Service: 'ecr.amazonaws.com' } }, false],
    [{}, false],
  ])('%j: %s', (statement, is) => {
    expect(namesEveryone(statement)).toBe(is)
  })
})

describe('isNarrowed', () => {
  it.each<[NonNullable<PolicyStatement['Condition']>, boolean]>([
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, true],
    [{ StringLike: { 'AWS:principalorgpaths': ['o-exampleorgid/r-ab12/*'] } }, true],
    [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-exampleorgid/*'] } }, true],
    [{ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, true],
    [{ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, false],
    // Each holds for a request that does not carry the key.
    [{ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, false],
    [{ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, false],
    [{ StringLike: { 'aws:PrincipalOrgID': '*' } }, false],
    [{ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, false],
    [{ StringEquals: { 'aws:PrincipalTag/team': 'red' } }, false],
  ])('%j: %s', (Condition, is) => {
    expect(isNarrowed({ Effect: 'Allow', Principal: '*', Condition }, callerKeys)).toBe(is)
  })
})

describe('deniesOthers', () => {
  const deny = (Condition: PolicyStatement['Condition'], more: PolicyStatement = {}) => ({
    Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', ...(Condition && { Condition }), ...more }],
  })
  it('takes a Deny for whoever is not of the organisation', () => {
    expect(deniesOthers(deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }), callerKeys)).toBe(true)
    expect(deniesOthers(deny({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ['o-exampleorgid'] } }), callerKeys)).toBe(true)
  })
  it('does not take one that a second condition, an action or a resource holes', () => {
    expect(deniesOthers(deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' }, Bool: { 'aws:ViaAWSService': 'true' } }), callerKeys)).toBe(false)
    expect(deniesOthers(deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, { Action: 'ecr:PutImage' }), callerKeys)).toBe(false)
    expect(deniesOthers(deny(undefined), callerKeys)).toBe(false)
  })
})

it('reads accounts and single statements', () => {
  expect(accountsOf({ Principal: { AWS: ['arn:aws:iam::123456789012:role/pull', '444455556666', '*'] } })).toEqual(['123456789012', '444455556666'])
  expect(accountsOf({ Principal: 'arn:aws-cn:iam::123456789012:root' })).toEqual(['123456789012'])
  expect(statementsOf({ Statement: { Effect: 'Allow' } })).toEqual([{ value: { Effect: 'Allow' }, at: 'Statement' }])
  expect(statementsOf({ Statement: [null] as never })).toEqual([])
})
