/** The machines of the cluster: Node objects joined with EC2 instances, each with its compute type. */
import type { Instance } from '../model/aws.ts'
import type { Compute, Host } from '../model/facts.ts'
import type { Node } from '../model/kubernetes.ts'
import type { Shelf } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'

/** Who runs the machine, from the labels and the provider id that EKS sets. */
export function computeOf(node: Node): Compute {
  const labels = node.metadata.labels ?? {}
  const type = labels['eks.amazonaws.com/compute-type']
  if (type === 'fargate' || type === 'auto' || type === 'hybrid') return type
  if (node.spec?.providerID?.startsWith('eks-hybrid://')) return 'hybrid'
  return labels['eks.amazonaws.com/nodegroup'] === undefined ? 'self-managed' : 'managed'
}

/** The EC2 instance id in a provider id: `aws:///us-west-2a/i-0abc` -> `i-0abc`. Fargate and hybrid nodes have none. */
export function instanceIdOf(node: Node): string | undefined {
  return node.spec?.providerID?.match(/\/(i-[0-9a-zA-Z]+)$/)?.[1]
}

function osOf(osImage: string | undefined, operatingSystem: string | undefined): Host['os'] {
  if (osImage?.startsWith('Bottlerocket')) return 'bottlerocket'
  return operatingSystem?.toLowerCase() === 'windows' || osImage?.startsWith('Windows') ? 'windows' : 'linux'
}

const tag = (instance: Instance, key: string): string | undefined => instance.Tags?.find((t) => t?.Key === key)?.Value

function computeOfInstance(instance: Instance): Compute {
  if (instance.Operator?.Principal === 'eks.amazonaws.com' || instance.Operator?.Managed) return 'auto'
  return tag(instance, 'eks:nodegroup-name') === undefined ? 'self-managed' : 'managed'
}

/** Whether the instance says of itself that it belongs to the cluster. */
function joins(instance: Instance, cluster: string | undefined): boolean {
  const tags = instance.Tags ?? []
  if (cluster === undefined) return tags.some((t) => t?.Key?.startsWith('kubernetes.io/cluster/') || t?.Key === 'eks:cluster-name')
  return tags.some((t) => t?.Key === `kubernetes.io/cluster/${cluster}` || (t?.Key === 'eks:cluster-name' && t.Value === cluster))
}

const gone = new Set(['terminated', 'shutting-down'])

/**
 * Nodes first, since self-managed and Karpenter machines are in no node group. Instances that carry the cluster's tag
 * but are no Node are hosts too; where there is no Node and none carries a tag, every instance may be one.
 */
export function hostsOf(world: World<'nodes' | 'instances' | 'clusters'>): Shelf<Host> {
  const nodes = world.seen('nodes')
  const instances = world.seen('instances')
  const byId = new Map(instances.things.map((instance) => [instance.InstanceId, instance]))
  const things: Host[] = nodes.things.map((node) => {
    const id = instanceIdOf(node)
    const instance = id === undefined ? undefined : byId.get(id)
    if (id !== undefined) byId.delete(id)
    const nodegroup = node.metadata.labels?.['eks.amazonaws.com/nodegroup']
    return {
      name: node.metadata.name,
      compute: computeOf(node),
      os: osOf(node.status?.nodeInfo?.osImage, node.status?.nodeInfo?.operatingSystem),
      node,
      ...(instance && { instance }),
      ...(nodegroup !== undefined && { nodegroup }),
    }
  })
  const cluster = world.seen('clusters').things[0]?.name
  const rest = [...byId.values()].filter((instance) => !gone.has(instance.State?.Name ?? ''))
  const tagged = rest.filter((instance) => joins(instance, cluster))
  for (const instance of tagged.length === 0 && nodes.things.length === 0 && !nodes.gap ? rest : tagged) {
    const nodegroup = tag(instance, 'eks:nodegroup-name')
    things.push({
      name: instance.InstanceId,
      compute: computeOfInstance(instance),
      os: osOf(undefined, instance.Platform ?? instance.PlatformDetails),
      instance,
      ...(nodegroup !== undefined && { nodegroup }),
    })
  }
  // An instance list that is missing does not hide a host that the API server knows, but Nodes that are missing may.
  const gap = nodes.gap ?? (nodes.things.length === 0 ? instances.gap : undefined)
  return { things, ...(gap && { gap }) }
}
