/** Which IAM roles are looked at: those that the cluster names, and those that let its pods or everybody in. */
import type { IamRole } from '../../model/aws.ts'
import { accountOfArn, nameOfArn, statementsOf } from '../../reach/iam.ts'
import { isPodRole } from '../../reach/identity.ts'
import { type Answers, type Body, errorOf, isCut } from './answers.ts'
import { decodePolicy } from './policy.ts'

/** Calls whose answers name roles, one after the other. */
export const namingCalls = [
  'eks:DescribeCluster',
  'eks:ListAccessEntries',
  'eks:DescribeNodegroup',
  'eks:DescribeFargateProfile',
  'eks:DescribePodIdentityAssociation',
  'eks:DescribeAddon',
] as const

function rolesInAnswers(answers: Answers): unknown[] {
  return [
    ...answers.told('eks:DescribeCluster').flatMap(({ cluster }) => [cluster?.roleArn, cluster?.computeConfig?.nodeRoleArn]),
    ...answers.told('eks:ListAccessEntries').flatMap(({ accessEntries }) => accessEntries ?? []),
    ...answers.told('eks:DescribeNodegroup').map(({ nodegroup }) => nodegroup?.nodeRole),
    ...answers.told('eks:DescribeFargateProfile').map(({ fargateProfile }) => fargateProfile?.podExecutionRoleArn),
    ...answers.told('eks:DescribePodIdentityAssociation').flatMap(({ association }) => [association?.roleArn, association?.targetRoleArn]),
    ...answers.told('eks:DescribeAddon').map(({ addon }) => addon?.serviceAccountRoleArn),
  ]
}

/** An account may list thousands, and is asked about them for several kinds. */
const known = new WeakMap<Body, boolean>()

function letsInPodsOrAll(listed: Body): boolean {
  const is = known.get(listed) ?? trustsPodsOrAll(listed)
  known.set(listed, is)
  return is
}

function trustsPodsOrAll(listed: Body): boolean {
  try {
    const role = { ...listed, AssumeRolePolicyDocument: decodePolicy(listed.AssumeRolePolicyDocument) } as IamRole
    const isOpen = statementsOf(role.AssumeRolePolicyDocument).some(({ effect, principals }) => effect === 'Allow' && principals.some(({ id }) => id === '*'))
    return isOpen || isPodRole(role)
  } catch {
    // A trust policy that cannot be read is looked at, where its own reading will say so.
    return true
  }
}

/** The account of the caller and its cluster: roles of other accounts cannot be asked for, and may have the same names. */
const ownAccount = (answers: Answers): string | undefined =>
  answers.good('sts:GetCallerIdentity')?.Account ?? accountOfArn(String(answers.good('eks:DescribeCluster')?.cluster?.arn ?? ''))

/** Names of the roles to look at, each once. A role that the account's list does not hold is gone, and is not asked for. */
export function roleNames(answers: Answers): readonly string[] {
  const account = ownAccount(answers)
  const named = [...(answers.named.roles ?? []), ...rolesInAnswers(answers)].filter(
    (arn): arn is string => typeof arn === 'string' && /^arn:[^:]+:iam::\d+:role\//.test(arn) && (account === undefined || accountOfArn(arn) === account),
  )
  const lists = answers.of('iam:ListRoles')
  const listed: Body[] = answers.told('iam:ListRoles').flatMap((body) => body.Roles ?? [])
  const isWhole = lists.length > 0 && lists.every(({ body }) => !errorOf(body) && !isCut(body))
  const there = new Set(listed.map(({ RoleName }) => RoleName))
  const names = named.map(nameOfArn).filter((name) => !isWhole || there.has(name))
  return [...new Set([...names, ...listed.filter(letsInPodsOrAll).flatMap(({ RoleName }) => (typeof RoleName === 'string' ? [RoleName] : []))])]
}
