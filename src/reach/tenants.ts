/** Tenants: which namespace is whose, by its tenant label, and which subjects are theirs. */
import type { Grant } from '../model/facts.ts'
import type { Namespace } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { isRoleAlone, type Subject, subjectsOf } from './rbac.ts'

/** Namespaces of Kubernetes itself and of the add-ons that EKS installs. */
const system = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'amazon-cloudwatch', 'amazon-guardduty', 'aws-observability'])

export const isSystemNamespace = (name: string | undefined): boolean => system.has(name ?? '')

/** `tenant`, `example.com/tenant`, `capsule.clastix.io/tenant`; of several the bare one counts. */
export const isTenantKey = (key: string): boolean => key === 'tenant' || key.endsWith('/tenant')

/** The tenant a set of labels names. */
export function tenantIn(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  const key = Object.keys(labels ?? {})
    .filter(isTenantKey)
    .sort((a, b) => a.length - b.length)[0]
  const tenant = key === undefined ? undefined : labels?.[key]
  return tenant === '' ? undefined : tenant
}

export const tenantOf = ({ metadata }: Namespace): string | undefined => (isSystemNamespace(metadata.name) ? undefined : tenantIn(metadata.labels))

function findTenants(world: World<'namespaces'>): ReadonlyMap<string, string> {
  return new Map(
    world.all('namespaces').flatMap((namespace) => {
      const tenant = tenantOf(namespace)
      return tenant === undefined ? [] : [[namespace.metadata.name, tenant] as const]
    }),
  )
}

/** Namespace -> tenant. Throws `Unseen` where namespaces may be missing. */
export const tenants = (world: World<'namespaces'>): ReadonlyMap<string, string> => derive(world, findTenants)

const groupOf = (group: string): string | undefined => /^system:serviceaccounts:(.+)$/.exec(group)?.[1]

/** Groups and users that are bound in the namespaces of one tenant and of no other are that tenant's. */
function findMembers(world: World<'namespaces' | 'grants'>): ReadonlyMap<string, string> {
  const of = tenants(world)
  const seen = new Map<string, Set<string>>()
  for (const grant of world.all('grants')) {
    const tenant = grant.kind === 'RoleBinding' ? of.get(grant.metadata.namespace ?? '') : undefined
    if (tenant === undefined) continue
    for (const { kind, name } of subjectsOf(grant)) {
      if (kind === 'ServiceAccount' || name.startsWith('system:')) continue
      const known = seen.get(`${kind} ${name}`)
      if (known) known.add(tenant)
      else seen.set(`${kind} ${name}`, new Set([tenant]))
    }
  }
  return new Map([...seen].flatMap(([subject, found]) => (found.size === 1 ? [[subject, [...found][0] as string] as const] : [])))
}

/** The tenant a subject belongs to; `all` for the groups that hold every tenant's accounts or people. */
export function tenantOfSubject({ kind, name, namespace }: Subject, world: World<'namespaces' | 'grants'>): string | undefined {
  if (kind === 'ServiceAccount') return tenants(world).get(namespace ?? '')
  if (kind === 'Group' && (name === 'system:serviceaccounts' || name === 'system:authenticated')) return 'all'
  return tenants(world).get(groupOf(name) ?? '') ?? derive(world, findMembers).get(`${kind} ${name}`)
}

/** Whether the grant is one of a binding, in a cluster that has tenants. */
export const concernsTenants = (grant: Grant, world: World<'namespaces'>): boolean => !isRoleAlone(grant) && tenants(world).size > 0
