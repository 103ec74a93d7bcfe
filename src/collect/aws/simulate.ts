/** Asks IAM what it would let the caller do, without doing it. */
import type { Aws } from '../../doors/aws.ts'
import type { AllowStatement } from './permissions.ts'

/**
 * The actions that the caller's policies do not allow on the resources of their statements; sorted, each once. It sees
 * neither the policies of resources nor, always, those of an organisation: what it allows may be refused all the same.
 *
 * @param caller ARN, as sts:GetCallerIdentity tells it
 * @throws what AWS answers where the caller may not ask
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function notAllowed(aws: Aws, caller: string, statements: readonly AllowStatement[], signal?: AbortSignal): Promise<string[]> {
  // No policy holds for the root user.
  if (/:root$/.test(caller)) return []
  const PolicySourceArn = await principalOf(aws, caller, signal)
  const found = new Set<string>()
  for (const { Action, Resource } of statements)
    for (const resource of Resource) {
      const input = { PolicySourceArn, ActionNames: Action, ResourceArns: [resource] }
      for await (const { EvaluationResults } of aws.call('iam', 'SimulatePrincipalPolicy', input, signal))
        for (const { EvalActionName, EvalDecision } of (EvaluationResults ?? []) as Result[]) if (EvalDecision !== 'allowed') found.add(EvalActionName)
    }
  return [...found].sort()
}

interface Result {
  readonly EvalActionName: string
  readonly EvalDecision: string
}

/** The role behind a session, whose ARN leaves out the role's path. */
async function principalOf(aws: Aws, caller: string, signal?: AbortSignal): Promise<string> {
  const RoleName = /:assumed-role\/([^/]+)\//.exec(caller)?.[1]
  if (RoleName === undefined) return caller
  for await (const { Role } of aws.call('iam', 'GetRole', { RoleName }, signal)) return (Role as { Arn: string }).Arn
  return caller
}
