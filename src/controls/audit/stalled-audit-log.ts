/** The audit log is enabled, but no event has arrived of late. */
import { control } from '../../model/control.ts'
import { enabledLogs, logGroupOf } from '../../reach/control-plane-logs.ts'

const hour = 3_600_000

export default control({
  title: 'Audit events arrive in CloudWatch Logs',
  severity: 'critical',
  about: 'clusters',
  needs: ['logStreams'],
  why: `
    A cluster is never silent: its own components call the API server every few seconds. Where the newest audit event is more
    than an hour old, the log is switched on and is not written, and nobody sees what happens.`,
  fix: 'Check that the log group of the control plane exists, that its KMS key is usable, and that the last logging update succeeded: aws eks list-updates --name CLUSTER. Then enable the audit log again.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html'],
  examples: {
    good: [
      // 1795434000000 is 2026-11-23T11:40:00Z
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeLogStreams./aws/eks/shop/cluster: {logStreams: [{logStreamName: kube-apiserver-audit-1, lastEventTimestamp: 1763800000000}, {logStreamName: kube-apiserver-audit-2, lastEventTimestamp: 1795400000000, lastIngestionTime: 1795434000000}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, createdAt: "2024-01-01T00:00:00Z", logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeLogStreams./aws/eks/shop/cluster: {logStreams: [{logStreamName: kube-apiserver-audit-1, lastEventTimestamp: 1795400000000}, {logStreamName: kube-apiserver-1, lastEventTimestamp: 1795434000000}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, createdAt: "2024-01-01T00:00:00Z", logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeLogStreams./aws/eks/shop/cluster: {__error: {name: ResourceNotFoundException, message: The specified log group does not exist.}}`,
    ],
  },
  applies: (cluster) => enabledLogs(cluster).includes('audit'),
  judge(cluster, world) {
    const group = logGroupOf(cluster)
    const { things, gap } = world.seen('logStreams')
    const streams = things.filter(({ logGroupName, logStreamName }) => logGroupName === group && logStreamName?.startsWith('kube-apiserver-audit'))
    const newest = Math.max(0, ...streams.map(({ lastEventTimestamp = 0, lastIngestionTime = 0 }) => Math.max(lastEventTimestamp, lastIngestionTime)))
    const now = Date.parse(world.time)
    if (now - newest <= hour) return undefined
    if (gap) return gap
    // The group appears with the first event, which a new cluster may still owe.
    if (cluster.createdAt !== undefined && now - Date.parse(cluster.createdAt) < hour)
      return { because: 'untold', detail: `cluster ${cluster.name} is too young to tell whether its audit log arrives` }
    const last =
      newest === 0 ? `log group ${group} has no audit stream` : `the newest audit event in ${group} is of ${new Date(newest).toISOString().slice(0, 16)}Z`
    return { says: `the audit log is enabled, but ${last}`, at: 'logging.clusterLogging', wanted: 'an event within the last hour' }
  },
})
