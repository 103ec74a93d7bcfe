/** The control plane logs stand in a class that no filter can be put on. */
import { isNoneOf, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Control plane logs are in a class that allows filters and alarms',
  severity: 'medium',
  about: 'logGroups',
  needs: ['clusters'],
  must: object('logGroupClass', isNoneOf('INFREQUENT_ACCESS', 'DELIVERY')),
  why: `
    Log groups of the Infrequent Access class take neither metric filters nor subscriptions. Nothing can then watch the audit log
    as it is written, and the class of a group cannot be changed later.`,
  fix: 'Disable control plane logs, delete or export the group, create /aws/eks/CLUSTER/cluster with --log-group-class STANDARD, and enable the logs again.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, logGroupClass: STANDARD}, {logGroupName: /other, logGroupClass: INFREQUENT_ACCESS}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, logGroupClass: INFREQUENT_ACCESS}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, logGroupClass: DELIVERY}]}`,
    ],
  },
  applies({ logGroupName }, world) {
    const cluster = /^\/aws\/eks\/(.+)\/cluster$/.exec(logGroupName)?.[1]
    return cluster !== undefined && world.find('clusters', cluster) !== undefined
  },
})
