/** Which IAM roles a service account can get, by IRSA and by Pod Identity: the trust policy decides, not the annotation. */
import type { IamRole, PodIdentityAssociation } from '../model/aws.ts'
import type { ServiceAccount } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { coversAction, decide, type Statement, statementsOf } from './iam.ts'

export const roleAnnotation = 'eks.amazonaws.com/role-arn'
const webIdentity = 'sts:AssumeRoleWithWebIdentity'
const podIdentityService = 'pods.eks.amazonaws.com'

/** `oidc.eks.us-west-2.amazonaws.com/id/5C0D...` of a Federated principal; undefined for other providers. */
export function eksIssuerOf(principal: string): string | undefined {
  return /(?:^|oidc-provider\/|^https:\/\/)(oidc[.-]eks\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)\/id\/[A-Za-z0-9]+)$/.exec(principal)?.[1]
}

/** The issuer of the cluster, without `https://`. Throws `Unseen` where the cluster was not seen. */
export function clusterIssuer(world: World<'clusters'>): string | undefined {
  return world.all('clusters')[0]?.identity?.oidc?.issuer?.replace(/^https:\/\//, '')
}

export interface WebTrust {
  readonly issuer: string
  readonly statement: Statement
  /** Its place in the trust policy. */
  readonly index: number
}

/** Statements that let in tokens of an EKS cluster, one entry for each issuer. */
export function webTrusts({ AssumeRolePolicyDocument: trust }: IamRole): WebTrust[] {
  return statementsOf(trust).flatMap((statement, index) => {
    if (statement.effect !== 'Allow' || !coversAction(statement, webIdentity)) return []
    const issuers = new Set(statement.principals.flatMap(({ type, id }) => (type === 'Federated' ? (eksIssuerOf(id) ?? []) : [])))
    return [...issuers].map((issuer) => ({ issuer, statement, index }))
  })
}

/** Statements that let in EKS Pod Identity. */
export function podTrusts({ AssumeRolePolicyDocument: trust }: IamRole): { readonly statement: Statement; readonly index: number }[] {
  return statementsOf(trust).flatMap((statement, index) =>
    statement.effect === 'Allow' && statement.principals.some(({ type, id }) => type === 'Service' && id === podIdentityService) ? [{ statement, index }] : [],
  )
}

/** A role that is made for pods: it trusts a cluster's issuer or Pod Identity. */
export const isPodRole = (role: IamRole): boolean => webTrusts(role).length > 0 || podTrusts(role).length > 0

/** Whether tokens of the service account, with the audience EKS gives them, open the role. */
export function admitsToken(role: IamRole, issuer: string, namespace: string, name: string, audience = 'sts.amazonaws.com'): boolean {
  const principals = statementsOf(role.AssumeRolePolicyDocument).flatMap((statement) =>
    statement.principals.filter(({ type, id }) => type === 'Federated' && eksIssuerOf(id) === issuer),
  )
  const context = { [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`, [`${issuer}:aud`]: audience }
  return principals.some((principal) => decide(statementsOf(role.AssumeRolePolicyDocument), { action: webIdentity, principal, context }) === 'allow')
}

/** Whether Pod Identity may take the role for the association, as the cluster would ask for it. */
export function admitsAssociation(
  role: IamRole,
  { namespace, serviceAccount, disableSessionTags }: PodIdentityAssociation,
  clusterArn: string | undefined,
): boolean {
  const [, , , , account = '', cluster = ''] = clusterArn?.split(':') ?? []
  const tags = {
    'aws:RequestTag/kubernetes-namespace': namespace,
    'aws:RequestTag/kubernetes-service-account': serviceAccount,
    'aws:RequestTag/eks-cluster-name': cluster.replace('cluster/', ''),
    'aws:RequestTag/eks-cluster-arn': clusterArn ?? '',
  }
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': clusterArn ?? '', ...(disableSessionTags !== true && tags) }
  return (
    decide(statementsOf(role.AssumeRolePolicyDocument), { action: 'sts:AssumeRole', principal: { type: 'Service', id: podIdentityService }, context }) ===
    'allow'
  )
}

/** What gives a service account an AWS identity: the annotation of IRSA, the association of Pod Identity. */
export interface AccountRole {
  readonly namespace: string
  readonly serviceAccount: string
  readonly arn: string
  readonly by: 'IRSA' | 'Pod Identity'
}

export type AccountKinds = 'serviceAccounts' | 'podIdentityAssociations'

/** The role an account is annotated with. */
export const annotatedRole = ({ metadata }: ServiceAccount): string | undefined => {
  const arn = metadata.annotations?.[roleAnnotation]
  return typeof arn === 'string' && arn !== '' ? arn : undefined
}

function findAccountRoles(world: World<AccountKinds>): readonly AccountRole[] {
  const annotated = world.seen('serviceAccounts').things.flatMap((account): AccountRole[] => {
    const arn = annotatedRole(account)
    return arn === undefined ? [] : [{ namespace: account.metadata.namespace ?? '', serviceAccount: account.metadata.name, arn, by: 'IRSA' }]
  })
  const associated = world
    .seen('podIdentityAssociations')
    .things.flatMap(({ namespace, serviceAccount, roleArn }): AccountRole[] =>
      typeof roleArn === 'string' ? [{ namespace, serviceAccount, arn: roleArn, by: 'Pod Identity' }] : [],
    )
  return [...annotated, ...associated]
}

/** Every identity that was seen given. There may be more where one of the two kinds was not all seen; ask `all` of them for certainty. */
export const accountRoles = (world: World<AccountKinds>): readonly AccountRole[] => derive(world, findAccountRoles)

/** Whether the account has an AWS identity of its own. Throws `Unseen` where it may have one that was not seen. */
export function hasOwnRole(namespace: string, name: string, world: World<AccountKinds>): boolean {
  if (accountRoles(world).some((one) => one.namespace === namespace && one.serviceAccount === name)) return true
  world.all('serviceAccounts')
  world.all('podIdentityAssociations')
  return false
}
