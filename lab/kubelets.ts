/** Which nodes of a world have a kubelet that answers, and where it can be reached. */
import { freePorts } from './ports.ts'
import type { KubeletSettings } from './side/settings.ts'
import type { World } from './worlds/world.ts'

/** The nodes of a world that have a kubelet of their own. */
export function kubeletsOf({ objects, kubelets }: World): KubeletSettings[] {
  return objects.flatMap(({ kind, metadata, status }) => {
    const configz = kind === 'Node' ? (kubelets[metadata.name] ?? kubelets['*']) : undefined
    const address = status?.['addresses']?.find((one: { type: string }) => one.type === 'InternalIP')?.address
    return configz && address ? [{ node: metadata.name, address, configz }] : []
  })
}

/** The world with its kubelets at ports of loopback, where a client can reach them as one in the VPC would. */
export async function withReachableKubelets(world: World): Promise<{ world: World; kubelets: KubeletSettings[] }> {
  const found = kubeletsOf(world)
  const ports = await freePorts(found.length)
  const kubelets = found.map((one, at) => ({ ...one, address: '127.0.0.1', port: ports[at]! }))
  const byNode = new Map(kubelets.map((one) => [one.node, one]))
  const objects = world.objects.map((object) => {
    const own = object.kind === 'Node' ? byNode.get(object.metadata.name) : undefined
    if (!own) return object
    const others = object['status'].addresses.filter(({ type }: { type: string }) => type !== 'InternalIP')
    const status = {
      ...object['status'],
      addresses: [{ type: 'InternalIP', address: own.address }, ...others],
      daemonEndpoints: { kubeletEndpoint: { Port: own.port } },
    }
    return { ...object, status }
  })
  return { world: { ...world, objects }, kubelets }
}
