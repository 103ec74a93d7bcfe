/** Which namespaces a team answers for, and which belong to Kubernetes or to the add-ons of AWS. */
import type { Namespace } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { podSecurity } from './pod-security.ts'

/** A namespace that is being deleted admits nothing any more. */
export function isLeaving({ status, metadata }: Namespace): boolean {
  return status?.phase === 'Terminating' || metadata.deletionTimestamp !== undefined
}

/** Namespaces in which AWS installs add-ons that work on the node, and cannot do so at the baseline level. */
const ofAddons = new Set(['kube-system', 'amazon-cloudwatch', 'amazon-guardduty'])

/** Whether an add-on of AWS runs there that the baseline level would refuse, so that no level can be enforced on it. */
export function hostsPrivilegedAddon({ metadata: { name } }: Namespace, world: World<'workloads'>): boolean {
  if (!ofAddons.has(name)) return false
  return world.some('workloads', ({ addon, pod }) => addon && !podSecurity(pod, 'baseline').allowed, name) !== undefined
}
