/** Faults of kubelets: one setting changed on a node of its own. */
import type { KubeObject } from '../../kube-api.ts'
import { goodKubelet } from '../good/world.ts'
import { makeNode, type Sort } from '../nodes.ts'
import type { Configz } from '../world.ts'
import { breaksAnnotation } from './fault.ts'

interface KubeletFault {
  readonly breaks: string
  readonly set: Readonly<Record<string, unknown>>
  readonly sort?: Sort
}

const authentication = { x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' }, webhook: { enabled: true, cacheTTL: '2m0s' }, anonymous: { enabled: false } }

// Bottlerocket has a way of its own for static pods, so that fault is another machine's.
export const kubeletFaults: readonly KubeletFault[] = [
  { breaks: 'host/anonymous-kubelet', set: { authentication: { ...authentication, anonymous: { enabled: true } } } },
  { breaks: 'host/missing-kubelet-client-ca', set: { authentication: { ...authentication, x509: {} } } },
  { breaks: 'host/permissive-kubelet', set: { authorization: { mode: 'AlwaysAllow' } } },
  { breaks: 'host/kubelet-read-only-port', set: { readOnlyPort: 10_255 } },
  { breaks: 'host/endless-kubelet-stream', set: { streamingConnectionIdleTimeout: '0s' } },
  { breaks: 'host/missing-seccomp-default', set: { seccompDefault: false } },
  { breaks: 'host/static-pod-path', set: { staticPodPath: '/etc/kubernetes/manifests' }, sort: 'managed' },
  { breaks: 'host/throttled-kubelet-events', set: { eventRecordQPS: 1 } },
  { breaks: 'host/unlimited-pids', set: { podPidsLimit: -1 } },
  { breaks: 'host/unmanaged-iptables-chains', set: { makeIPTablesUtilChains: false } },
  { breaks: 'host/unprotected-kernel-defaults', set: { protectKernelDefaults: false } },
  { breaks: 'host/unrotated-kubelet-certificate', set: { serverTLSBootstrap: false } },
]

const nodeOf = ({ breaks, sort = 'bottlerocket' }: KubeletFault, at: number, cluster: string): KubeObject => {
  const node = makeNode({ sort, cluster, ip: `10.42.69.${at + 30}`, zone: 'a', nodegroup: 'general' })
  node.metadata['annotations'][breaksAnnotation] = breaks
  return node
}

export const faultyNodes = (cluster: string): KubeObject[] => kubeletFaults.map((fault, at) => nodeOf(fault, at, cluster))

export const faultyKubelets = (cluster: string): Record<string, Configz> =>
  Object.fromEntries(kubeletFaults.map((fault, at) => [nodeOf(fault, at, cluster).metadata.name, goodKubelet(fault.set)]))
