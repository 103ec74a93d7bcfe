/** The audit log of the API server is not written. */
import { control } from '../../model/control.ts'
import { logsOff, turnOnLogs } from '../../reach/control-plane-logs.ts'

export default control({
  title: 'The audit log of the API server is enabled',
  severity: 'critical',
  about: 'clusters',
  why: `
    The audit log alone tells who did what to the cluster. It cannot be had afterwards, and the feed that GuardDuty reads is not
    yours to search.`,
  fix: `aws eks update-cluster-config --name CLUSTER --logging '{"clusterLogging":[{"types":["audit","authenticator","api","controllerManager","scheduler"],"enabled":true}]}'`,
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [api, scheduler], enabled: false}, {types: [authenticator], enabled: true}, {types: [audit], enabled: true}]}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [api, authenticator], enabled: true}, {types: [audit, scheduler], enabled: false}]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}`,
    ],
  },
  judge: (cluster) => logsOff(cluster, ['audit']),
  remedy: (cluster) => turnOnLogs(cluster, ['audit']),
})
