/** What EKS tells of versions: when they end, and whether a cluster is ready for the next one. */
import type { Body } from '../store.ts'
import { daysBefore, uuid } from './names.ts'

const insight = (cluster: string, now: Date, name: string, reason: string): Body => ({
  id: uuid(`insight/${cluster}/${name}`),
  name,
  category: 'UPGRADE_READINESS',
  kubernetesVersion: '1.37',
  lastRefreshTime: daysBefore(now, 0.3),
  lastTransitionTime: daysBefore(now, 0.3),
  description: name,
  insightStatus: { status: 'PASSING', reason },
})

export const insights = (name: string, now: Date): Body[] => [
  insight(name, now, 'Kubelet version skew', 'Node kubelet versions match the cluster control plane version.'),
  insight(name, now, 'kube-proxy version skew', 'kube-proxy versions match the cluster control plane version.'),
  insight(name, now, 'EKS add-on version compatibility', 'All installed EKS add-on versions are compatible with next Kubernetes version.'),
  insight(name, now, 'Cluster health issues', 'No cluster health issues detected.'),
]

/** Versions and their ends, around the day on which the world is brought up: 1.36 has most of its year before it. */
export function versions(now: Date): Body[] {
  const version = (clusterVersion: string, released: number, isDefault = false): Body => ({
    clusterVersion,
    clusterType: 'eks',
    defaultPlatformVersion: 'eks.7',
    defaultVersion: isDefault,
    releaseDate: daysBefore(now, released),
    endOfStandardSupportDate: daysBefore(now, released - 426),
    endOfExtendedSupportDate: daysBefore(now, released - 792),
    status: released < 426 ? 'standard-support' : 'extended-support',
    versionStatus: released < 426 ? 'STANDARD_SUPPORT' : 'EXTENDED_SUPPORT',
    kubernetesPatchVersion: `${clusterVersion}.3`,
  })
  return [version('1.36', 160, true), version('1.35', 300), version('1.34', 420), version('1.33', 545)]
}
