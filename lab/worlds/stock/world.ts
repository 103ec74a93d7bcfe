/** A new cluster as EKS makes it, with two managed nodes and nothing of the customer's. */
import type { KubeObject } from '../../kube-api.ts'
import { kubelet } from '../kubelets.ts'
import { account, makeNode, region } from '../nodes.ts'
import { readManifests } from '../read.ts'
import type { AccessEntry, World } from '../world.ts'

/** What EKS puts into every cluster. */
export const eksObjects = (): KubeObject[] => readManifests('lab/worlds/stock/kubernetes')

export const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`
export const policy = (name: string, ...namespaces: string[]) => ({
  policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
  accessScope: namespaces.length > 0 ? { type: 'namespace', namespaces } : { type: 'cluster' },
})
/** The people of a world that has none of its own: who made the cluster, and who looks at it. */
export const people = {
  admin: `arn:aws:sts::${account}:assumed-role/cluster-admin/alice`,
  auditor: `arn:aws:sts::${account}:assumed-role/auditor/bob`,
  stranger: `arn:aws:sts::${account}:assumed-role/stranger/mallory`,
}
export const access: readonly AccessEntry[] = [
  { principalArn: role('cluster-admin'), policies: [policy('AmazonEKSClusterAdminPolicy')] },
  { principalArn: role('auditor'), kubernetesGroups: ['auditors'], policies: [] },
  { principalArn: role('node'), type: 'EC2_LINUX' },
]
export const issuerOf = (cluster: string): string =>
  `https://oidc.eks.${region}.amazonaws.com/id/${Buffer.from(cluster.padEnd(16, '.')).toString('hex').toUpperCase().slice(0, 32)}`

export function stock(): World {
  const cluster = 'stock'
  const nodes = [makeNode({ sort: 'managed', cluster, ip: '10.42.68.179', zone: 'a' }), makeNode({ sort: 'managed', cluster, ip: '10.42.103.242', zone: 'b' })]
  return {
    name: 'stock',
    cluster,
    account,
    region,
    issuer: issuerOf(cluster),
    objects: [...eksObjects(), ...nodes],
    kubelets: { '*': kubelet() },
    people,
    access,
  }
}
