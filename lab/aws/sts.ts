/** STS: who a caller is, and sessions of roles. */
import { accountOfArn, decide as decideTrust, statementsOf } from '../../src/reach/iam.ts'
import { authorize, contextOf, decide, denial } from './authorize.ts'
import type { Caller } from './callers.ts'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

export const identityOf = (caller: Caller): { UserId: string; Account: string; Arn: string } => ({
  UserId: caller.userId,
  Account: accountOfArn(caller.arn) ?? '',
  Arn: caller.arn,
})

/**
 * The role's trust decides; where it trusts an account rather than the caller, the caller's own policies decide as well.
 * @throws Refusal where either does not allow it
 */
export function assumeRole({ callers, caller, region, store }: Context, input: Body): Body {
  const action = 'sts:AssumeRole'
  const refusal = denial(caller, action, [input.RoleArn], '').message.trim()
  const role = store.all('iam:GetRole').find(({ body }) => body.Role?.Arn === input.RoleArn)?.body.Role
  // AWS does not tell strangers which roles there are.
  if (!role) throw new Refusal('denied', refusal)
  const trust = statementsOf(role.AssumeRolePolicyDocument)
  const context = { ...contextOf(caller, region), ...(input.ExternalId !== undefined && { 'sts:ExternalId': String(input.ExternalId) }) }
  const says = (id: string) => decideTrust(trust, { action, principal: { type: 'AWS', id }, context })
  const named = [says(caller.principalArn), says(caller.arn)]
  const byAccount = says(String(accountOfArn(caller.arn)))
  if ([...named, byAccount].includes('deny')) throw new Refusal('denied', refusal)
  if (!named.includes('allow')) {
    if (byAccount !== 'allow') throw new Refusal('denied', refusal)
    authorize(caller, action, [input.RoleArn], region)
  } else if (decide(caller.policies(), action, [input.RoleArn], context) === 'explicitDeny') throw new Refusal('denied', refusal)
  const longest = role.MaxSessionDuration ?? 3600
  const seconds = input.DurationSeconds ?? 3600
  if (seconds > longest) throw new Refusal('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  const session = callers.session(role, String(input.RoleSessionName), seconds)
  return {
    Credentials: {
      AccessKeyId: session.keys.accessKeyId,
      SecretAccessKey: session.keys.secretAccessKey,
      SessionToken: session.keys.sessionToken,
      Expiration: session.keys.expiration?.toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  }
}

/** iam:SimulatePrincipalPolicy, by the same evaluation that refuses calls. */
export function simulate({ callers }: Context, input: Body): Body {
  const source = String(input.PolicySourceArn)
  const documents = [...callers.policiesOf(source), ...(input.PolicyInputList ?? []).map((text: string) => JSON.parse(text))]
  const context = Object.fromEntries((input.ContextEntries ?? []).map((entry: Body) => [entry.ContextKeyName, entry.ContextKeyValues]))
  const resources: string[] = input.ResourceArns ?? ['*']
  return {
    IsTruncated: false,
    EvaluationResults: input.ActionNames.flatMap((action: string) =>
      resources.map((resource) => ({
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decide(documents, action, [resource], { 'aws:PrincipalArn': source, ...context }),
        MatchedStatements: [],
        MissingContextValues: [],
      })),
    ),
  }
}
