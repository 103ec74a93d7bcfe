/** The log that links IAM identities to Kubernetes user names is not written. */
import { control } from '../../model/control.ts'
import { logsOff, turnOnLogs } from '../../reach/control-plane-logs.ts'

export default control({
  title: 'The authenticator log is enabled',
  severity: 'medium',
  about: 'clusters',
  why: `
    Only this log links a Kubernetes user name to the IAM identity and the access key that were used. Without it, the trail of a
    stolen key ends at the API server.`,
  fix: `aws eks update-cluster-config --name CLUSTER --logging '{"clusterLogging":[{"types":["authenticator"],"enabled":true}]}'`,
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [api], enabled: false}, {types: [audit, authenticator], enabled: true}]}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}, {types: [authenticator], enabled: false}]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: []}}}`,
    ],
  },
  judge: (cluster) => logsOff(cluster, ['authenticator']),
  remedy: (cluster) => turnOnLogs(cluster, ['authenticator']),
})
