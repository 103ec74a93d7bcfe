/** What a role may do: its policies with their statements, and which of them are broad. */
import type { IamRole } from '../model/aws.ts'
import { Unseen, type World } from '../model/world.ts'
import { coversAction, coversResource, nameOfArn, type Statement, statementsOf } from './iam.ts'

export type PolicyKinds = 'attachedRolePolicies' | 'inlineRolePolicies' | 'managedPolicies'
export const policyKinds = ['attachedRolePolicies', 'inlineRolePolicies', 'managedPolicies'] as const

export interface RolePolicy {
  readonly name: string
  /** AWS wrote it and keeps it. */
  readonly isAwsManaged: boolean
  /** Throws `Unseen` where the document was not seen. */
  statements(): readonly Statement[]
}

const isAwsManaged = (arn: string | undefined): boolean => /^arn:[^:]+:iam::aws:policy\//.test(arn ?? '')

function documentOf(name: string, world: World<'managedPolicies'>): readonly Statement[] {
  const policy = world.find('managedPolicies', name)
  if (!policy)
    throw new Unseen('managedPolicies', { because: 'not asked', detail: `the document of policy ${name} was not asked for`, lacks: 'iam:GetPolicyVersion' })
  return statementsOf(policy.Document)
}

/** The policies of a role, attached and inline. Throws `Unseen` where some may be missing. */
export function policiesOf({ RoleName }: IamRole, world: World<PolicyKinds>): RolePolicy[] {
  const attached = (world.find('attachedRolePolicies', RoleName)?.AttachedPolicies ?? []).map(({ PolicyName, PolicyArn }): RolePolicy => {
    const name = PolicyName ?? nameOfArn(PolicyArn ?? '')
    return { name, isAwsManaged: isAwsManaged(PolicyArn), statements: () => documentOf(name, world) }
  })
  const inline = world
    .all('inlineRolePolicies')
    .filter((policy) => policy.RoleName === RoleName)
    .map(({ PolicyName, PolicyDocument }): RolePolicy => ({ name: PolicyName, isAwsManaged: false, statements: () => statementsOf(PolicyDocument) }))
  return [...attached, ...inline]
}

/** AWS managed policies that give no service whole, and nothing that leads to other roles. Source: AWS Managed Policy Reference. */
const narrow = new Set([
  'AmazonEKSWorkerNodePolicy',
  'AmazonEKSWorkerNodeMinimalPolicy',
  'AmazonEC2ContainerRegistryReadOnly',
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEC2ContainerRegistryPowerUser',
  'AmazonEKS_CNI_Policy',
  'AmazonEKSFargatePodExecutionRolePolicy',
  'AmazonSSMManagedInstanceCore',
  'CloudWatchAgentServerPolicy',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
  'AmazonPrometheusRemoteWriteAccess',
  'AmazonPrometheusQueryAccess',
  'AmazonEBSCSIDriverPolicy',
  'AmazonEFSCSIDriverPolicy',
  'AmazonS3ReadOnlyAccess',
  'AmazonDynamoDBReadOnlyAccess',
  'AmazonSQSReadOnlyAccess',
  'AmazonRoute53ReadOnlyAccess',
  'SecurityAudit',
  'ViewOnlyAccess',
  'ReadOnlyAccess',
])

/** Actions by which a role becomes more than it is. Source: the privilege escalation paths AWS documents for IAM. */
const escalating = [
  ...[
    'CreatePolicyVersion',
    'SetDefaultPolicyVersion',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'PutRolePolicy',
    'PutUserPolicy',
    'CreateAccessKey',
    'UpdateAssumeRolePolicy',
  ].map((action) => `iam:${action}`),
  'sts:AssumeRole',
  'lambda:UpdateFunctionCode',
  'eks:CreateAccessEntry',
  'eks:AssociateAccessPolicy',
]

/** Conditions that say when or from where, not on what. */
const notNarrowing = new Set([
  'aws:requestedregion',
  'aws:securetransport',
  'aws:sourceip',
  'aws:multifactorauthpresent',
  'aws:currenttime',
  'aws:viaawsservice',
])

const isNarrowed = ({ conditions }: Statement): boolean => conditions.some(({ key }) => !notNarrowing.has(key))
/** Every resource, or every one of a service. */
export const isEveryResource = ({ resources, notResources }: Statement): boolean =>
  notResources !== undefined || resources.some((one) => one === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*$/.test(one))

/** What an Allow statement gives too much of: `all actions`, `s3:*`, `sts:AssumeRole`; undefined where it is bounded. */
export function excessOf(statement: Statement): string | undefined {
  if (statement.effect !== 'Allow' || isNarrowed(statement) || !isEveryResource(statement)) return undefined
  if (statement.notActions) return `everything but ${statement.notActions.slice(0, 4).join(', ')}`
  if (statement.actions.includes('*') || statement.actions.includes('*:*')) return 'all actions'
  const whole = statement.actions.find((action) => /^[a-z0-9-]+:\*$/i.test(action))
  return whole ?? escalating.find((action) => statement.actions.some((pattern) => pattern.toLowerCase() === action.toLowerCase()))
}

/** What a policy gives too much of, on every resource; undefined where nothing. Throws `Unseen` where that cannot be told. */
export function excessOfPolicy(policy: RolePolicy): string | undefined {
  if (policy.isAwsManaged) {
    if (policy.name === 'AdministratorAccess') return 'all actions'
    if (policy.name === 'PowerUserAccess') return 'all actions but those of IAM'
    if (/FullAccess$/.test(policy.name)) return 'all actions of its service'
    if (narrow.has(policy.name)) return undefined
  }
  for (const statement of policy.statements()) {
    const excess = excessOf(statement)
    if (excess !== undefined) return excess
  }
  return undefined
}

/**
 * Whether the permissions boundary of a role leaves room for an action or pattern on every resource; true where it has
 * none. Throws `Unseen` where the boundary was not seen.
 */
export function isWithinBoundary({ PermissionsBoundary: boundary }: IamRole, action: string, world: World<'managedPolicies'>): boolean {
  const arn = boundary?.PermissionsBoundaryArn
  if (arn === undefined || /:policy\/AdministratorAccess$/.test(arn)) return true
  const covering = documentOf(nameOfArn(arn), world).filter(
    (statement) => coversAction(statement, action) && coversResource(statement, '*') && !isNarrowed(statement),
  )
  return covering.some(({ effect }) => effect === 'Allow') && !covering.some(({ effect }) => effect === 'Deny')
}
