/** Nodes kept for tenants: which tenants have nodes of their own, and who runs on them. */
import type { Host, Workload } from '../model/facts.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { workloadsOn } from './placement.ts'
import { isSystemNamespace, tenantIn, tenants } from './tenants.ts'

function findDedicated(world: World<'namespaces' | 'nodes'>): ReadonlySet<string> {
  const known = new Set(tenants(world).values())
  return new Set(
    world
      .all('nodes')
      .flatMap(({ metadata }) => tenantIn(metadata.labels) ?? [])
      .filter((tenant) => known.has(tenant)),
  )
}

/** Tenants for which some node carries their name in a tenant label: they are meant to be apart. */
export const dedicatedTenants = (world: World<'namespaces' | 'nodes'>): ReadonlySet<string> => derive(world, findDedicated)

export interface Stranger {
  readonly workload: Workload
  /** The tenant the node is kept for; none where the workload left nodes of its own. */
  readonly owner?: string
}

/** Workloads on the host that belong on other nodes. Those of the system run everywhere. Throws `Unseen` where some may be missing. */
export function strangersOn(host: Host, world: World<'namespaces' | 'nodes' | 'workloads'>): Stranger[] {
  const label = tenantIn(host.node?.metadata.labels)
  const dedicated = dedicatedTenants(world)
  const owner = label !== undefined && dedicated.has(label) ? label : undefined
  return workloadsOn(host.name, world).flatMap((workload): Stranger[] => {
    const { namespace } = workload.metadata
    // A DaemonSet of the platform belongs to the node, not to a tenant.
    const tenant = tenants(world).get(namespace ?? '')
    if (isSystemNamespace(namespace) || (workload.kind === 'DaemonSet' && tenant === undefined)) return []
    if (owner !== undefined) return tenant === owner ? [] : [{ workload, owner }]
    return tenant !== undefined && dedicated.has(tenant) ? [{ workload }] : []
  })
}
