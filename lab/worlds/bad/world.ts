/** The good cluster, with each practice broken once in a tenant of its own. */
import type { KubeObject } from '../../kube-api.ts'
import { goodObjects, good } from '../good/world.ts'
import type { World } from '../world.ts'
import { clusterFaults } from './cluster.ts'
import { doorFaults } from './doors.ts'
import { type Fault, plant } from './fault.ts'
import { faultyKubelets, faultyNodes } from './kubelets.ts'
import { keptTenants, spoiltNodes } from './nodes.ts'
import { podFaults } from './pods.ts'
import { rightsFaults, team } from './rights.ts'
import { tenantFaults } from './tenants.ts'
import { wholeFaults } from './whole.ts'

export const faults: readonly Fault[] = [...podFaults, ...tenantFaults, ...rightsFaults, ...clusterFaults, ...doorFaults]

const from = 'shop'
const isOfTenant = ({ kind, metadata }: KubeObject): boolean => metadata.namespace === from || (kind === 'Namespace' && metadata.name === from)

/** What every fault starts from. */
export const tenantObjects = (): KubeObject[] => goodObjects().filter(isOfTenant)

export function bad(): World {
  const base = good()
  return {
    ...base,
    name: 'bad',
    cluster: 'bad',
    objects: [
      ...wholeFaults.reduce((objects, { spoil }) => spoil(objects), [...base.objects]),
      ...faults.flatMap((fault) => plant(fault, tenantObjects(), from)),
      ...faultyNodes('bad'),
      ...spoiltNodes('bad').map(({ node }) => node),
      ...keptTenants('bad', tenantObjects(), from),
    ],
    kubelets: { ...base.kubelets, ...faultyKubelets('bad') },
    access: [...base.access, { principalArn: `arn:aws:iam::${base.account}:role/team`, kubernetesGroups: [team] }],
  }
}
