/** The agents of GuardDuty do not report from every node. */
import { control } from '../../model/control.ts'
import { enabledFeature, runtimeMonitoring, workingDetector } from '../../reach/guardduty.ts'

export default control({
  title: 'GuardDuty reports healthy coverage of every node',
  severity: 'medium',
  about: 'clusters',
  needs: ['detectors', 'guardDutyCoverage'],
  why: `
    An agent that runs but cannot reach the endpoint of GuardDuty, or that a taint keeps off a node, leaves that node unwatched
    without a word. GuardDuty itself counts which nodes it hears from.`,
  fix: 'Read the issue in aws guardduty list-coverage --detector-id ID; create the VPC endpoint guardduty-data, let the nodes reach it, or update the add-on.',
  refs: ['https://docs.aws.amazon.com/guardduty/latest/ug/eks-runtime-monitoring-coverage.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED}]}
guardduty:ListCoverage.d1: {Resources: [{ResourceId: r1, CoverageStatus: HEALTHY, ResourceDetails: {EksClusterDetails: {ClusterName: shop, CoveredNodes: 3, CompatibleNodes: 3}}}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED}]}
guardduty:ListCoverage.d1: {Resources: [{ResourceId: r1, CoverageStatus: UNHEALTHY, Issue: VPC endpoint missing, ResourceDetails: {EksClusterDetails: {ClusterName: shop, CoveredNodes: 3, CompatibleNodes: 3}}}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED}]}
guardduty:ListCoverage.d1: {Resources: [{ResourceId: r1, CoverageStatus: HEALTHY, ResourceDetails: {EksClusterDetails: {ClusterName: shop, CoveredNodes: 2, CompatibleNodes: 3}}}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED}]}
guardduty:ListCoverage.d1: {Resources: [{ResourceId: r2, CoverageStatus: HEALTHY, ResourceDetails: {EksClusterDetails: {ClusterName: other, CoveredNodes: 3, CompatibleNodes: 3}}}]}`,
    ],
  },
  // Where runtime monitoring is off, runtime/missing-runtime-agent says so.
  applies(_, world) {
    const detector = workingDetector(world)
    return detector !== undefined && enabledFeature(detector, ...runtimeMonitoring) !== undefined
  },
  judge({ name }, world) {
    const coverage = world.some('guardDutyCoverage', ({ ResourceDetails }) => ResourceDetails?.EksClusterDetails?.ClusterName === name)
    if (!coverage) return { says: 'GuardDuty lists no coverage of this cluster', wanted: 'HEALTHY' }
    const { CoveredNodes: covered = 0, CompatibleNodes: compatible = 0 } = coverage.ResourceDetails?.EksClusterDetails ?? {}
    const count = `${covered} of ${compatible} nodes`
    if (coverage.CoverageStatus !== 'HEALTHY')
      return {
        says: `coverage is ${coverage.CoverageStatus ?? 'not told'} (${count})${coverage.Issue ? `: ${coverage.Issue.replaceAll('\n', ' ')}` : ''}`,
        wanted: 'HEALTHY',
      }
    return covered < compatible ? { says: `GuardDuty hears from ${count} only`, wanted: 'every compatible node' } : undefined
  },
})
