/** Which workloads are add-ons that AWS builds: by image registry and service account, never by namespace alone. */
import { containersOf, type Podded } from '../demand/pods.ts'

/** Service accounts that EKS add-ons run under, by namespace. Source: the add-on pages of the Amazon EKS User Guide. */
const accounts: Readonly<Record<string, readonly string[]>> = {
  'kube-system': [
    'aws-node',
    'kube-proxy',
    'kube-proxy-windows',
    'coredns',
    'ebs-csi-controller-sa',
    'ebs-csi-node-sa',
    'efs-csi-controller-sa',
    'efs-csi-node-sa',
    's3-csi-driver-sa',
    'fsx-csi-controller-sa',
    'fsx-csi-node-sa',
    'eks-pod-identity-agent',
    'metrics-server',
    'snapshot-controller',
    'eks-node-monitoring-agent',
    'node-monitoring-agent',
    'default',
  ],
  'amazon-cloudwatch': ['cloudwatch-agent', 'amazon-cloudwatch-observability-controller-manager', 'dcgm-exporter-service-acct', 'neuron-monitor-service-acct'],
  'amazon-guardduty': ['aws-guardduty-agent'],
}

/** Accounts from which AWS serves add-on images: the commercial regions share one; opt-in, China and GovCloud regions have their own. */
const registry =
  /^(602401143452|877085696533|800184023465|558608220178|296578399912|761377655185|900612956339|455263428931|590381155156|900889452093|918309763551|961992271922|151742754352|013241004608|759879836304|066635153087|533267238276|491585149902)\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//
const publicRegistry = /^public\.ecr\.aws\/(eks|eks-distro|cloudwatch-agent|aws-observability)\//
const underDefaultAccount = new Set(['kube-proxy', 'eks-pod-identity-agent', 'aws-node'])

/** Whether the image comes from a registry of which AWS serves its add-ons. */
export const isAwsAddonImage = (image: string): boolean => registry.test(image) || publicRegistry.test(image)

/** Whether every image comes from AWS's add-on registries and the pod runs under the add-on's service account. */
export function isAwsAddon(namespace: string | undefined, name: string, podded: Podded): boolean {
  const known = accounts[namespace ?? '']
  if (!known) return false
  const account = podded.pod.spec?.serviceAccountName ?? podded.pod.spec?.serviceAccount ?? 'default'
  if (!known.includes(account)) return false
  // Some EKS add-ons run under the namespace's default account: then the name must be theirs too.
  if (account === 'default' && !underDefaultAccount.has(name)) return false
  const containers = containersOf(podded)
  return containers.length > 0 && containers.every(({ value }) => typeof value.image === 'string' && isAwsAddonImage(value.image))
}
