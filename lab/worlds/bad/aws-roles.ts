/** Faults of roles: whom they trust, what they may do. */
import { iamArn, issuerOf, uniqueId } from '../../aws/make/names.ts'
import type { Body } from '../../aws/store.ts'
import { name } from './aws-name.ts'
import type { Answers, Fault } from './aws.ts'

/** A role of the account that the cluster uses, with the trust and the inline policy given. */
export function addRole(answers: Answers, role: string, statement: Body, allows?: Body, bounded = true): void {
  const description = {
    Path: '/',
    RoleName: role,
    RoleId: uniqueId('AROA', role),
    Arn: iamArn(`role/${role}`),
    CreateDate: '2026-01-01T00:00:00.000Z',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
  }
  const boundary = { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: iamArn('policy/pods') } }
  answers['iam:ListRoles'].Roles.push(description)
  answers[`iam:GetRole.${role}`] = { Role: { ...description, ...(bounded && boundary) } }
  answers[`iam:ListAttachedRolePolicies.${role}`] = { AttachedPolicies: [] }
  answers[`iam:ListRolePolicies.${role}`] = { PolicyNames: allows ? ['inline'] : [] }
  if (allows)
    answers[`iam:GetRolePolicy.${role}.inline`] = { RoleName: role, PolicyName: 'inline', PolicyDocument: { Version: '2012-10-17', Statement: [allows] } }
}

const pods = (actions: readonly string[], guarded = true): Body => ({
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: actions,
  ...(guarded && { Condition: { StringEquals: { 'aws:SourceAccount': iamArn('').split(':')[4] } } }),
})
const both = ['sts:AssumeRole', 'sts:TagSession']
const provider = issuerOf(name)
const irsa = (condition: Body): Body => ({
  Effect: 'Allow',
  Principal: { Federated: iamArn(`oidc-provider/${provider}`) },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: condition,
})
const sub = { [`${provider}:sub`]: 'system:serviceaccount:shop:web' }
const aud = { [`${provider}:aud`]: 'sts.amazonaws.com' }

export const roleFaults: readonly Fault[] = [
  { breaks: 'iam/world-assumable-role', plant: (answers) => addRole(answers, 'open', { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }) },
  {
    breaks: 'iam/broad-pod-role',
    also: ['iam/missing-permissions-boundary'],
    plant: (answers) => addRole(answers, 'broad', pods(both), { Effect: 'Allow', Action: 's3:*', Resource: '*' }, false),
  },
  {
    breaks: 'iam/broad-pass-role',
    plant: (answers) => addRole(answers, 'passing', pods(both), { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }),
  },
  { breaks: 'iam/unguarded-pod-identity-trust', plant: (answers) => addRole(answers, 'unguarded', pods(both, false)) },
  { breaks: 'iam/missing-permissions-boundary', plant: (answers) => addRole(answers, 'unbounded', pods(both), undefined, false) },
  {
    breaks: 'iam/loose-irsa-trust',
    plant: (answers) => addRole(answers, 'loose', irsa({ StringEquals: aud, StringLike: { [`${provider}:sub`]: 'system:serviceaccount:*:*' } })),
  },
  { breaks: 'iam/missing-token-audience', plant: (answers) => addRole(answers, 'no-audience', irsa({ StringEquals: sub })) },
  {
    breaks: 'iam/aws-admin-in-cluster',
    plant: (answers) => {
      answers['iam:ListAttachedRolePolicies.auditor'] = {
        AttachedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
      }
      answers['iam:GetPolicyVersion.AdministratorAccess'] = {
        PolicyVersion: {
          VersionId: 'v1',
          IsDefaultVersion: true,
          Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
        },
      }
      answers['iam:GetPolicy.AdministratorAccess'] = {
        Policy: { PolicyName: 'AdministratorAccess', Arn: 'arn:aws:iam::aws:policy/AdministratorAccess', DefaultVersionId: 'v1' },
      }
    },
  },
  {
    breaks: 'iam/orphaned-oidc-provider',
    plant: (answers) => {
      const id = '9E41B7C20D6A4F8F83C51D0BA7723E95'
      answers['iam:ListOpenIDConnectProviders'].OpenIDConnectProviderList.push({ Arn: iamArn(`oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/${id}`) })
      answers[`iam:GetOpenIDConnectProvider.${id}`] = {
        Url: `oidc.eks.us-west-2.amazonaws.com/id/${id}`,
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: [],
        CreateDate: '2024-01-01T00:00:00.000Z',
      }
    },
  },
]
