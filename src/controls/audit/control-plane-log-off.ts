/** Logs of the API server, the controller manager or the scheduler are not written. */
import { control } from '../../model/control.ts'
import { logsOff, turnOnLogs } from '../../reach/control-plane-logs.ts'

const types = ['api', 'controllerManager', 'scheduler'] as const

export default control({
  title: 'API server, controller manager and scheduler logs are enabled',
  severity: 'low',
  about: 'clusters',
  why: `
    They tell why the control plane did what it did: a webhook that failed, a node that was emptied, a network policy that could
    not be applied. Those who leave them off to save money should waive this and say so.`,
  fix: `aws eks update-cluster-config --name CLUSTER --logging '{"clusterLogging":[{"types":["api","controllerManager","scheduler"],"enabled":true}]}'`,
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [api, controllerManager], enabled: true}, {types: [audit], enabled: false}, {types: [scheduler], enabled: true}]}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [api, audit, authenticator], enabled: true}, {types: [controllerManager, scheduler], enabled: false}]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [api, audit, authenticator, controllerManager, scheduler], enabled: false}]}}}`,
    ],
  },
  judge: (cluster) => logsOff(cluster, types),
  remedy: (cluster) => turnOnLogs(cluster, types),
})
