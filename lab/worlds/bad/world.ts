/** The good cluster, with each practice broken once in a tenant of its own. */
import type { KubeObject } from '../../kube-api.ts'
import { goodObjects, good } from '../good/world.ts'
import type { World } from '../world.ts'
import { clusterFaults } from './cluster.ts'
import { type Fault, plant } from './fault.ts'
import { faultyKubelets, faultyNodes } from './kubelets.ts'
import { podFaults } from './pods.ts'
import { rightsFaults } from './rights.ts'
import { tenantFaults } from './tenants.ts'

export const faults: readonly Fault[] = [...podFaults, ...tenantFaults, ...rightsFaults, ...clusterFaults]

const from = 'shop'
const isOfTenant = ({ kind, metadata }: KubeObject): boolean => metadata.namespace === from || (kind === 'Namespace' && metadata.name === from)

export function bad(): World {
  const base = good()
  const tenant = goodObjects().filter(isOfTenant)
  return {
    ...base,
    name: 'bad',
    objects: [...base.objects, ...faults.flatMap((fault) => plant(fault, tenant, from)), ...faultyNodes(base.cluster)],
    kubelets: { ...base.kubelets, ...faultyKubelets(base.cluster) },
  }
}
