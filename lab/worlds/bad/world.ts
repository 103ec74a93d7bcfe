/** The good cluster, with each practice broken once in a tenant of its own. */
import type { KubeObject } from '../../kube-api.ts'
import { goodObjects, good } from '../good/world.ts'
import type { World } from '../world.ts'
import { clusterFaults } from './cluster.ts'
import { type Fault, plant } from './fault.ts'
import { spoilKubelets } from './kubelets.ts'
import { podFaults } from './pods.ts'
import { rightsFaults } from './rights.ts'
import { tenantFaults } from './tenants.ts'

export const faults: readonly Fault[] = [...podFaults, ...tenantFaults, ...rightsFaults, ...clusterFaults]

const from = 'shop'
const isOfTenant = ({ kind, metadata }: KubeObject): boolean => metadata.namespace === from || (kind === 'Namespace' && metadata.name === from)

/** What every fault starts from. */
export const tenantObjects = (): KubeObject[] => goodObjects().filter(isOfTenant)

/** The nodes of the good cluster with kubelets that break something. */
export const spoiltNodes = () => spoilKubelets(good().objects.filter(({ kind }) => kind === 'Node'))

export function bad(): World {
  const base = good()
  const tenant = tenantObjects()
  const nodes = spoiltNodes()
  return {
    ...base,
    name: 'bad',
    objects: [
      ...base.objects.filter(({ kind }) => kind !== 'Node'),
      ...nodes.map(({ node }) => node),
      ...faults.flatMap((fault) => plant(fault, tenant, from)),
    ],
    kubelets: Object.fromEntries(nodes.map(({ node, configz }) => [node.metadata.name, configz])),
  }
}
