/** Reads of Secrets by people go unnoticed. */
import { control } from '../../model/control.ts'
import { auditSample } from '../../reach/sample-events.ts'
import { logWatchers, unwatchedLog } from '../../reach/watches.ts'

const samples = [
  auditSample({ verb: 'get', resource: 'secrets', namespace: 'shop' }),
  auditSample({ verb: 'list', resource: 'secrets' }),
  auditSample({ verb: 'get', resource: 'secrets', namespace: 'shop', code: 403 }),
]

export default control({
  title: 'Reads of Secrets reach an alarm or an analyser',
  severity: 'medium',
  about: 'clusters',
  needs: logWatchers,
  why: `
    The audit log tells who read which Secret, though never what was in it. A person who reads one, a list over all namespaces and
    a refused read are rare enough to be looked at, one by one.`,
  fix: `aws logs put-metric-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name eks-secrets --filter-pattern '{ ($.objectRef.resource = "secrets") && (($.verb = "get") || ($.verb = "list")) && ($.user.username != "system:*") }' --metric-transformations metricName=eks-secrets,metricNamespace=EKS/Audit,metricValue=1, then an alarm on the metric with an SNS action; or send the log to your SIEM with a subscription filter.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: secrets, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "secrets") && (($.verb = "get") || ($.verb = "list") || ($.verb = "watch")) && ($.user.username != "system:node:*") }', metricTransformations: [{metricName: secrets, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: secrets, Namespace: EKS, MetricName: secrets, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: secret, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "secret") && ($.verb = "get") }', metricTransformations: [{metricName: secret, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: secret, Namespace: EKS, MetricName: secret, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: secrets, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "secrets") && ($.verb = "get") }', metricTransformations: [{metricName: secrets, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: secrets, Namespace: EKS, MetricName: secrets, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: secrets, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.resource = "secrets" }', metricTransformations: [{metricName: secrets, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: []}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: []}`,
    ],
  },
  judge: (cluster, world) => unwatchedLog(cluster, 'reads of Secrets', samples, world),
})
