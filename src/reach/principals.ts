/** Who rules the cluster from outside: IAM principals with access policies, mapped groups, and the roles bound to those. */
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth, showArn } from './aws-auth.ts'
import { holdersOf, isAllPowerful, rulesOf } from './rbac.ts'

export type PrincipalKinds = 'accessEntries' | 'accessPolicies' | 'configMaps' | 'clusters' | 'grants' | 'roles'
export const principalKinds = ['accessEntries', 'accessPolicies', 'configMaps', 'clusters', 'grants', 'roles'] as const

/** Policies of EKS, by the end of their ARN, that give every right over the cluster when their scope is the cluster. */
const adminPolicies = new Set(['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy'])
/** Policies that read Secrets. Source: "Review access policy permissions" in the Amazon EKS User Guide. */
const secretPolicies = new Set(['AmazonEKSAdminViewPolicy', 'AmazonEKSSecretReaderPolicy'])

export const policyName = (arn: string | undefined): string => (arn ?? '').slice((arn ?? '').lastIndexOf('/') + 1)
const isClusterScope = (scope: { type?: string } | undefined): boolean => (scope?.type ?? 'cluster') === 'cluster'

interface Association {
  readonly policyArn?: string
  readonly accessScope?: { readonly type?: string; readonly namespaces?: readonly string[] }
}

export const isClusterAdmin = ({ policyArn, accessScope }: Association): boolean => adminPolicies.has(policyName(policyArn)) && isClusterScope(accessScope)
export const readsAllSecrets = ({ policyArn, accessScope }: Association): boolean => secretPolicies.has(policyName(policyArn)) && isClusterScope(accessScope)
/** Writes in every namespace, though it is no admin. */
export const editsEverywhere = ({ policyArn, accessScope }: Association): boolean =>
  /^AmazonEKS(Edit|Admin)Policy$/.test(policyName(policyArn)) && isClusterScope(accessScope)

/** Kubernetes users and groups that some binding makes all-powerful in the whole cluster. */
function powerfulNames(world: World<'grants' | 'roles'>): ReadonlySet<string> {
  const names = new Set(['Group system:masters'])
  for (const grant of world.all('grants')) {
    if (grant.kind !== 'ClusterRoleBinding' || !isAllPowerful(rulesOf(grant, world))) continue
    for (const { kind, name } of holdersOf(grant)) names.add(`${kind} ${name}`)
  }
  return names
}

/** IAM principals with all rights over the cluster, and how they have them. Throws `Unseen` where some may be missing. */
function findAdmins(world: World<PrincipalKinds>): ReadonlyMap<string, string> {
  const powerful = powerfulNames(world)
  const admins = new Map<string, string>()
  const isPowerful = (username: string | undefined, groups: readonly string[]) =>
    groups.find((group) => powerful.has(`Group ${group}`)) ?? (powerful.has(`User ${username}`) ? username : undefined)
  for (const { principalArn, associatedAccessPolicies = [] } of world.all('accessPolicies')) {
    const policy = associatedAccessPolicies.find(isClusterAdmin)
    if (policy) admins.set(plain(principalArn), policyName(policy.policyArn))
  }
  for (const { principalArn, username, kubernetesGroups = [] } of world.all('accessEntries')) {
    const by = isPowerful(username, kubernetesGroups)
    if (by !== undefined && !admins.has(plain(principalArn))) admins.set(plain(principalArn), `Kubernetes ${by}`)
  }
  const maps = isAwsAuthRead(world) ? world.all('configMaps').filter(isAwsAuth) : []
  for (const { arn, username, groups } of maps.flatMap((map) => readAwsAuth(map).mappings)) {
    const by = isPowerful(username, groups)
    if (arn !== undefined && by !== undefined && !admins.has(plain(arn))) admins.set(plain(arn), `${by} in aws-auth`)
  }
  return admins
}

/** aws-auth drops the path of a role's ARN, access entries keep it. */
const plain = (arn: string): string => showArn(arn).replace(/^(role|user)\/.*\//, '$1/')

/** How a role rules the cluster; undefined where it does not. Throws `Unseen` where it may. */
export const adminBy = (roleName: string, world: World<PrincipalKinds>): string | undefined => derive(world, findAdmins).get(`role/${roleName}`)
