/** Asks kubelets for the configuration they run with, the way that the user chose. */
import type { Kube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { Node } from '../../model/kubernetes.ts'
import type { Gap } from '../../model/snapshot.ts'
import { computeOf } from '../../world/hosts.ts'
import type { Gathering } from '../gathering.ts'
import { gapOf } from './pages.ts'
import { inLanes } from './lanes.ts'

/**
 * The API server leads to a kubelet only through `nodes/proxy`, which also lets one run commands in every pod. The finer
 * `nodes/configz` (1.33 and later) is what the kubelet itself asks for at its own address:
 * - `proxy`: through the API server, with `get nodes/proxy`;
 * - `direct`: at the node's address, with `get nodes/configz`. Our token is shown to each kubelet;
 * - `no`: not at all.
 */
export type KubeletWay = 'no' | 'direct' | 'proxy'

export const kubeletRight = (way: KubeletWay): string => (way === 'proxy' ? 'get nodes/proxy' : 'get nodes/configz')

export const unaskedKubelets: Gap = {
  because: 'not asked',
  detail: 'kubelets were not asked for their configuration; --ask-kubelets asks them at their own address, --allow-node-proxy through the API server',
  lacks: kubeletRight('no'),
}

/** One node after another that does not answer is a gap; the others still count. Nodes of Fargate are passed over. */
export async function askKubelets(
  kube: Kube,
  nodes: readonly Node[],
  way: Exclude<KubeletWay, 'no'>,
  gathering: Gathering,
  seen: (count: number) => void,
): Promise<void> {
  const lacks = kubeletRight(way)
  gathering.open('kubelets')
  const told = new Map<string, object>()
  let denied = false
  const own = nodes.filter((node) => computeOf(node) !== 'fargate')
  await inLanes(own, 8, async (node) => {
    const { name } = node.metadata
    // Who may not ask one may ask none.
    if (denied) return
    try {
      // A node that the API server cannot reach now, it will not reach in a moment.
      const body =
        way === 'proxy' ? await kube.get(`/api/v1/nodes/${encodeURIComponent(name)}/proxy/configz`, undefined, { once: true }) : await askDirectly(kube, node)
      const config = body['kubeletconfig']
      if (typeof config !== 'object' || config === null) throw new KubeError('not kubernetes', 'the answer holds no kubeletconfig')
      told.set(name, config)
      seen(told.size)
    } catch (error) {
      if (!(error instanceof KubeError)) throw error
      denied ||= error.fault === 'denied'
      const gap = gapOf(lacks, error)
      gathering.gap('kubelets', { ...gap, detail: `node ${name}: ${gap.detail}` })
    }
  })
  for (const { metadata } of own) {
    const kubeletconfig = told.get(metadata.name)
    if (kubeletconfig) gathering.add('kubelets', { node: metadata.name, kubeletconfig })
  }
}

function askDirectly(kube: Kube, node: Node): Promise<Readonly<Record<string, unknown>>> {
  const { addresses = [], daemonEndpoints } = (node.status ?? {}) as {
    readonly addresses?: readonly { readonly type?: string; readonly address?: string }[]
    readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port?: number } }
  }
  const address = addresses.find(({ type }) => type === 'InternalIP')?.address
  if (address === undefined) throw new KubeError('unreachable', 'the node has no internal address')
  return kube.kubelet(address, daemonEndpoints?.kubeletEndpoint?.Port ?? 10250, '/configz')
}
