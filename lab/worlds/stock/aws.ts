/** The account behind a new cluster: all is as AWS makes it, with one managed node group of two nodes. */
import { cluster } from '../../aws/make/cluster.ts'
import { identity } from '../../aws/make/identity.ts'
import { machines, type Machine } from '../../aws/make/machines.ts'
import { account, region } from '../../aws/make/names.ts'
import { clusterGroupPlan, network } from '../../aws/make/network.ts'
import { trusts } from '../../aws/make/policies.ts'
import { bareServices } from '../../aws/make/services.ts'
import type { World } from '../../aws/world.ts'

const name = 'stock'
const nodes: readonly Machine[] = [
  { sort: 'managed', ip: '10.42.68.179', zone: 'a' },
  { sort: 'managed', ip: '10.42.103.242', zone: 'b' },
]

export async function stock(now: Date): Promise<World> {
  const answers = {
    ...bareServices(),
    ...network(name, [clusterGroupPlan(name)]),
    ...machines(nodes, { now, cluster: name, age: 0.2, hopLimit: 2, managedBySsm: false }),
    ...identity(
      name,
      [
        { name: 'cluster', trust: trusts.cluster, managed: ['AmazonEKSClusterPolicy'] },
        { name: 'node', trust: trusts.ec2, managed: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonEKS_CNI_Policy'] },
        { name: 'cluster-admin', trust: trusts.people, managed: ['AdministratorAccess'] },
        { name: 'auditor', trust: trusts.people, managed: ['SecurityAudit'] },
      ],
      now,
      false,
    ),
    ...cluster({
      cluster: name,
      now,
      age: 0.3,
      machines: nodes,
      nodeRole: 'node',
      entries: [
        { role: 'cluster-admin', policies: { AmazonEKSClusterAdminPolicy: [] } },
        { role: 'auditor', groups: ['auditors'] },
        { role: 'node', type: 'EC2_LINUX' },
      ],
    }),
  }
  return { account, region, answers }
}
