/** The cluster's Kubernetes version is out of standard support, or will be in two months. */
import type { ClusterVersion } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { daysBetween } from '../../reach/ages.ts'

/** Days that an upgrade with its tests wants. */
const notice = 60

export default control({
  title: 'The cluster runs a Kubernetes version in standard support',
  severity: 'high',
  about: 'clusters',
  needs: ['clusterVersions'],
  why: `
    A version out of standard support gets fewer fixes, costs more, and is upgraded by EKS itself at a time it chooses. What
    then breaks, breaks in production.`,
  fix: 'Clear the upgrade insights, then: aws eks update-cluster-version --name CLUSTER --kubernetes-version NEXT, one minor version at a time, and the nodes and add-ons after it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, version: '1.36'}}
eks:DescribeClusterVersions: {clusterVersions: [{clusterVersion: '1.36', versionStatus: STANDARD_SUPPORT, endOfStandardSupportDate: '2027-08-18T00:00:00Z'}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, version: '1.33'}}
eks:DescribeClusterVersions: {clusterVersions: [{clusterVersion: '1.33', versionStatus: EXTENDED_SUPPORT, endOfStandardSupportDate: '2026-07-29T00:00:00Z', endOfExtendedSupportDate: '2027-07-29T00:00:00Z'}]}`,
      // In support today, and out of it before anyone has had time to upgrade.
      `eks:DescribeCluster: {cluster: {name: shop, version: '1.34', upgradePolicy: {supportType: STANDARD}}}
eks:DescribeClusterVersions: {clusterVersions: [{clusterVersion: '1.34', status: standard-support, endOfStandardSupportDate: '2026-12-02T00:00:00Z'}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, version: '1.24'}}
eks:DescribeClusterVersions: {clusterVersions: [{clusterVersion: '1.24', versionStatus: UNSUPPORTED}]}`,
    ],
  },
  judge({ version, upgradePolicy }, world) {
    if (version === undefined) return { because: 'untold', detail: 'the cluster does not tell its version', lacks: 'eks:DescribeCluster' }
    const known = world.find('clusterVersions', version)
    // The list leaves out old versions unless it is asked for all.
    if (!known)
      return { because: 'not asked', detail: `the list of EKS versions does not tell of ${version}; ask with includeAll`, lacks: 'eks:DescribeClusterVersions' }
    const says = faultOf(known, world.time)
    if (says === undefined) return undefined
    const forced = upgradePolicy?.supportType === 'STANDARD' ? '; EKS then upgrades the cluster by itself' : ''
    return { says: `Kubernetes ${version} ${says}${forced}`, at: 'version', actual: version, wanted: 'a version in standard support' }
  },
})

function faultOf(known: ClusterVersion, time: string): string | undefined {
  const status = (known.versionStatus ?? known.status ?? '').toUpperCase().replaceAll('-', '_')
  const end = known.endOfStandardSupportDate
  const left = end === undefined ? undefined : -(daysBetween(end, time) ?? 0)
  if (status === 'UNSUPPORTED') return 'is no longer supported'
  if (status === 'EXTENDED_SUPPORT' || (left !== undefined && left < 0)) return `is in extended support${end === undefined ? '' : ` since ${end.slice(0, 10)}`}`
  return left !== undefined && left <= notice ? `leaves standard support on ${end?.slice(0, 10)}, in ${left} days` : undefined
}
