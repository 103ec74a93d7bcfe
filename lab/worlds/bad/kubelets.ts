/** Faults of kubelets: settings changed on the nodes of the good cluster, dealt out in turn. */
import type { KubeObject } from '../../kube-api.ts'
import { goodKubelet } from '../good/world.ts'
import type { Configz } from '../world.ts'
import { breaksAnnotation } from './fault.ts'

interface KubeletFault {
  readonly breaks: string
  readonly set: Readonly<Record<string, unknown>>
}

const authentication = { x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' }, webhook: { enabled: true, cacheTTL: '2m0s' }, anonymous: { enabled: false } }

// Bottlerocket has a way of its own for static pods: `host/static-pod-path` cannot be planted here.
const kubeletFaults: readonly KubeletFault[] = [
  { breaks: 'host/anonymous-kubelet', set: { authentication: { ...authentication, anonymous: { enabled: true } } } },
  { breaks: 'host/missing-kubelet-client-ca', set: { authentication: { ...authentication, x509: {} } } },
  { breaks: 'host/permissive-kubelet', set: { authorization: { mode: 'AlwaysAllow' } } },
  { breaks: 'host/kubelet-read-only-port', set: { readOnlyPort: 10_255 } },
  { breaks: 'host/endless-kubelet-stream', set: { streamingConnectionIdleTimeout: '0s' } },
  { breaks: 'host/missing-seccomp-default', set: { seccompDefault: false } },
  { breaks: 'host/throttled-kubelet-events', set: { eventRecordQPS: 1 } },
  { breaks: 'host/unlimited-pids', set: { podPidsLimit: -1 } },
  { breaks: 'host/unmanaged-iptables-chains', set: { makeIPTablesUtilChains: false } },
  { breaks: 'host/unprotected-kernel-defaults', set: { protectKernelDefaults: false } },
  { breaks: 'host/unrotated-kubelet-certificate', set: { serverTLSBootstrap: false } },
]

export interface SpoiltNode {
  readonly node: KubeObject
  readonly configz: Configz
  /** The controls that its kubelet breaks. */
  readonly breaks: readonly string[]
}

/** Every fault on one of these nodes. */
export function spoilKubelets(nodes: readonly KubeObject[]): SpoiltNode[] {
  return nodes.map((node, at) => {
    const own = kubeletFaults.filter((_, index) => index % nodes.length === at)
    const breaks = own.map((fault) => fault.breaks)
    const annotations = { ...node.metadata['annotations'], [breaksAnnotation]: breaks.join(',') }
    return { node: { ...node, metadata: { ...node.metadata, annotations } }, configz: goodKubelet(Object.assign({}, ...own.map(({ set }) => set))), breaks }
  })
}
