/** The logs of the control plane: which are on, and where EKS writes them. */
import type { Cluster } from '../model/aws.ts'
import type { Remedy } from '../model/change.ts'
import type { Evidence } from '../model/finding.ts'

/** The log group that EKS fills; it appears with the first event. */
export const logGroupOf = ({ name }: Cluster): string => `/aws/eks/${name}/cluster`

/** Types that some enabled entry names; the list mixes enabled and disabled entries in any order. */
export function enabledLogs({ logging }: Cluster): string[] {
  const entries = Array.isArray(logging?.clusterLogging) ? logging.clusterLogging : []
  return [...new Set(entries.flatMap((entry) => (entry?.enabled === true ? (entry.types ?? []) : [])))].sort()
}

/** The fault of log types that are off; undefined where all of them are on. */
export function logsOff(cluster: Cluster, wanted: readonly string[]): Evidence | undefined {
  const on = enabledLogs(cluster)
  const off = wanted.filter((type) => !on.includes(type))
  if (off.length === 0) return undefined
  const some = on.length === 0 ? 'no log type is enabled' : `enabled are ${on.join(', ')}`
  return { says: `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} not logged: ${some}`, at: 'logging.clusterLogging', actual: on, wanted: off }
}

/** Turns log types on and leaves the others as they are. */
export function turnOnLogs({ name }: Cluster, types: readonly string[]): Remedy {
  return {
    says: `Log ${types.join(', ')}`,
    risk: 'none',
    steps: [{ do: 'aws', call: 'eks:UpdateClusterConfig', input: { name, logging: { clusterLogging: [{ types, enabled: true }] } } }],
  }
}
