/** Decides whether a caller's policies allow an action, and says so in the words of AWS when they do not. */
import type { PolicyDocument } from '../../src/model/aws.ts'
import { type Context, coversAction, coversResource, holds, statementsOf } from '../../src/reach/iam.ts'
import type { Caller } from './callers.ts'
import { services } from './models.ts'
import { Refusal } from './refusal.ts'

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny'

/**
 * @param resources ARNs of what the action is about; several are spellings of the same thing, and one of them must be covered
 */
export function decide(documents: readonly PolicyDocument[], action: string, resources: readonly string[], context: Context): Decision {
  const said = documents
    .flatMap(statementsOf)
    .filter(
      (one) =>
        coversAction(one, action) &&
        resources.some((resource) => coversResource(one, resource)) &&
        one.conditions.every((condition) => holds(condition, context)),
    )
  if (said.some(({ effect }) => effect === 'Deny')) return 'explicitDeny'
  return said.length > 0 ? 'allowed' : 'implicitDeny'
}

export const contextOf = (caller: Caller, region: string): Context => ({
  'aws:PrincipalArn': caller.principalArn,
  'aws:userid': caller.userId,
  'aws:RequestedRegion': region,
  ...(caller.arn.includes(':user/') && { 'aws:username': caller.name }),
})

/** Where the IAM action is not called as the operation is. */
const renamed: Readonly<Record<string, string>> = {
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListBuckets': 's3:ListAllMyBuckets',
}
/** Whoever has credentials may ask who they are. */
const free = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken'])

/** The IAM action of an operation; undefined where none is needed. */
export function actionOf(service: string, operation: string): string | undefined {
  const call = `${service}:${operation}`
  if (free.has(call)) return undefined
  return renamed[call] ?? `${services[service]?.iam ?? service}:${operation}`
}

/** @throws Refusal where the caller may not */
export function authorize(caller: Caller, action: string, resources: readonly string[], region: string): void {
  const context = contextOf(caller, region)
  const decision = decide(caller.policies(), action, resources, context)
  const boundary = decision === 'allowed' ? caller.boundary?.() : undefined
  if (boundary && decide([boundary], action, resources, context) !== 'allowed')
    throw denial(caller, action, resources, `because no permissions boundary allows the ${action} action`)
  if (decision === 'explicitDeny') throw denial(caller, action, resources, 'with an explicit deny in an identity-based policy')
  if (decision === 'implicitDeny') throw denial(caller, action, resources, `because no identity-based policy allows the ${action} action`)
}

export function denial(caller: Caller, action: string, [resource = '*']: readonly string[], why: string): Refusal {
  const where = action.startsWith('s3:') ? ` on resource: "${resource}"` : resource === '*' && action.startsWith('ec2:') ? '' : ` on resource: ${resource}`
  const text = `User: ${caller.arn} is not authorized to perform: ${action}${where} ${why}`
  return new Refusal('denied', action.startsWith('ec2:') ? `You are not authorized to perform this operation. ${text}` : text)
}
