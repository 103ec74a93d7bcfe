/** What a kubelet's configuration alone does not tell of its node. */
import type { Kubelet } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'

/** Settings of the Linux kernel mean nothing on Windows. Throws `Unseen` where the node may not have been seen. */
export function runsWindows({ node }: Kubelet, world: World<'nodes'>): boolean {
  return world.find('nodes', node)?.status?.nodeInfo?.operatingSystem === 'windows'
}

/** Bottlerocket keeps its root file system read-only and takes settings through its own API alone. */
export function runsBottlerocket({ node }: Kubelet, world: World<'nodes'>): boolean {
  return world.find('nodes', node)?.status?.nodeInfo?.osImage?.startsWith('Bottlerocket') === true
}

/** Who must act on a kubelet, by compute type. */
export const kubeletOwners = { managed: 'shared', fargate: 'aws', auto: 'aws' } as const

/** How a setting of the kubelet is changed. @param setting as a KubeletConfiguration spells it */
export function setInNodeConfig(setting: string, bottlerocket?: string): string {
  const there = bottlerocket === undefined ? '' : ` (Bottlerocket: ${bottlerocket})`
  return `Set ${setting} under spec.kubelet.config of the NodeConfig in the launch template's user data${there}, then replace the nodes.`
}
