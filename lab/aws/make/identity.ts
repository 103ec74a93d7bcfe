/** Roles of an account with their policies, and the provider that lets service accounts be roles. */
import type { Body } from '../store.ts'
import { awsPolicies } from './policies.ts'
import { daysBefore, iamArn, issuerOf, uniqueId } from './names.ts'

export interface Role {
  readonly name: string
  /** Who may assume it. */
  readonly trust: Body
  /** Names of AWS's policies, of those below. */
  readonly managed?: readonly string[]
  /** Policies of the role's own, by name. */
  readonly inline?: Readonly<Record<string, Body>>
  readonly boundary?: string
}

const awsArn = (name: string): string => `arn:aws:iam::aws:policy/${name}`

/** @param own policies of the account, by name: boundaries, for instance */
export function identity(
  cluster: string,
  roles: readonly Role[],
  now: Date,
  withOidcProvider: boolean,
  own: Readonly<Record<string, Body>> = {},
): Record<string, Body> {
  const created = daysBefore(now, 90)
  const describe = ({ name, trust, boundary }: Role): Body => ({
    Path: '/',
    RoleName: name,
    RoleId: uniqueId('AROA', name),
    Arn: iamArn(`role/${name}`),
    CreateDate: created,
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: 3600,
    ...(boundary !== undefined && { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary } }),
  })
  const answers: Record<string, Body> = { 'iam:ListRoles': { Roles: roles.map((role) => ({ ...describe(role), PermissionsBoundary: undefined })) } }
  for (const role of roles) {
    answers[`iam:GetRole.${role.name}`] = { Role: describe(role) }
    answers[`iam:ListAttachedRolePolicies.${role.name}`] = {
      AttachedPolicies: (role.managed ?? []).map((name) => ({ PolicyName: name, PolicyArn: awsArn(name) })),
    }
    answers[`iam:ListRolePolicies.${role.name}`] = { PolicyNames: Object.keys(role.inline ?? {}) }
    for (const [name, PolicyDocument] of Object.entries(role.inline ?? {}))
      answers[`iam:GetRolePolicy.${role.name}.${name}`] = { RoleName: role.name, PolicyName: name, PolicyDocument }
  }
  for (const name of new Set(roles.flatMap(({ managed = [] }) => managed))) {
    const document = awsPolicies[name]
    if (!document) throw new Error(`the worlds do not know AWS's policy ${name}`)
    Object.assign(answers, managedPolicy(awsArn(name), document, roles.filter(({ managed = [] }) => managed.includes(name)).length))
  }
  for (const [name, document] of Object.entries(own)) Object.assign(answers, managedPolicy(iamArn(`policy/${name}`), document, 0))
  const provider = issuerOf(cluster)
  answers['iam:ListOpenIDConnectProviders'] = { OpenIDConnectProviderList: withOidcProvider ? [{ Arn: iamArn(`oidc-provider/${provider}`) }] : [] }
  if (withOidcProvider)
    answers[`iam:GetOpenIDConnectProvider.${provider.slice(provider.lastIndexOf('/') + 1)}`] = {
      Url: provider,
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
      CreateDate: created,
      Tags: [],
    }
  return JSON.parse(JSON.stringify(answers))
}

function managedPolicy(Arn: string, Document: Body, AttachmentCount: number): Record<string, Body> {
  const name = Arn.slice(Arn.lastIndexOf('/') + 1)
  const CreateDate = '2018-05-27T21:07:42.000Z'
  return {
    [`iam:GetPolicy.${name}`]: {
      Policy: {
        PolicyName: name,
        PolicyId: uniqueId('ANPA', name),
        Arn,
        Path: '/',
        DefaultVersionId: 'v1',
        AttachmentCount,
        PermissionsBoundaryUsageCount: 0,
        IsAttachable: true,
        CreateDate,
        UpdateDate: CreateDate,
        Tags: [],
      },
    },
    [`iam:GetPolicyVersion.${name}`]: { PolicyVersion: { Document, VersionId: 'v1', IsDefaultVersion: true, CreateDate } },
  }
}
