/** Faults of nodes: one thing wrong with a machine of its own, as its Node tells it. */
import type { KubeObject } from '../../kube-api.ts'
import { makeNode, type Sort } from '../nodes.ts'
import { breaksAnnotation, renameNamespace } from './fault.ts'

interface NodeFault {
  readonly breaks: string
  readonly also?: readonly string[]
  readonly sort?: Sort
  /** A tenant that the node is kept for: its pods run there and nowhere else. */
  readonly tenant?: string
  readonly change?: (node: KubeObject) => void
}

const info = (changed: Readonly<Record<string, string>>) => (node: KubeObject) => void Object.assign(node['status'].nodeInfo, changed)
const keptFor =
  (label: string, tenant: string, spec: object = { taints: [{ key: 'tenant', value: tenant, effect: 'NoSchedule' }] }) =>
  (node: KubeObject): void => {
    node.metadata['labels'][label] = tenant
    Object.assign(node['spec'], spec)
  }
const safe = 'node-restriction.kubernetes.io/tenant'

export const nodeFaults: readonly NodeFault[] = [
  { breaks: 'host/version-skew', change: info({ kubeletVersion: 'v1.33.5-eks-113cf36' }) },
  { breaks: 'host/general-purpose-os', change: info({ osImage: 'Ubuntu 24.04.3 LTS' }) },
  { breaks: 'host/unsupported-os', also: ['host/general-purpose-os'], change: info({ osImage: 'Amazon Linux 2' }) },
  { breaks: 'host/hand-kept-node', sort: 'self-managed' },
  { breaks: 'tenancy/forgeable-tenant-label', tenant: 'forged', change: keptFor('tenant', 'forged') },
  // Cordoned, so that nobody else's pods happen to land there.
  { breaks: 'tenancy/untainted-tenant-node', tenant: 'untainted', change: keptFor(safe, 'untainted', { unschedulable: true }) },
  { breaks: 'tenancy/shared-tenant-node', tenant: 'shared', change: keptFor(safe, 'shared') },
]

export const ipOf = (at: number): string => `10.42.69.${at + 60}`
const nodeOf = ({ breaks, sort = 'bottlerocket', change }: NodeFault, at: number, cluster: string): KubeObject => {
  const node = makeNode({ sort, cluster, ip: ipOf(at), zone: 'a', nodegroup: 'general' })
  node.metadata['annotations'][breaksAnnotation] = breaks
  change?.(node)
  return node
}

/** The nodes, and what their faults are. */
export const spoiltNodes = (cluster: string): { node: KubeObject; breaks: readonly string[] }[] =>
  nodeFaults.map((fault, at) => ({ node: nodeOf(fault, at, cluster), breaks: [fault.breaks, ...(fault.also ?? [])].sort() }))

/** Moves a workload to a node, whatever keeps others away from it. */
function moveTo({ metadata }: KubeObject, workload: KubeObject): void {
  Object.assign(workload['spec'].template.spec, {
    nodeSelector: { 'kubernetes.io/hostname': metadata.name },
    tolerations: [
      { key: 'tenant', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
    ],
  })
}

/** The tenants that nodes are kept for, and a workload of another one that has strayed onto such a node. */
export function keptTenants(cluster: string, tenant: readonly KubeObject[], from: string): KubeObject[] {
  const deploymentIn = (objects: readonly KubeObject[]): KubeObject => objects.find(({ kind }) => kind === 'Deployment') as KubeObject
  return spoiltNodes(cluster).flatMap(({ node }, at) => {
    const owner = nodeFaults[at]?.tenant
    if (owner === undefined) return []
    const objects = renameNamespace(tenant, from, owner)
    moveTo(node, deploymentIn(objects))
    if (nodeFaults[at]?.breaks !== 'tenancy/shared-tenant-node') return objects
    const lodger = structuredClone(deploymentIn(tenant))
    lodger.metadata.name = 'lodger'
    moveTo(node, lodger)
    return [...objects, lodger]
  })
}
