/** Bursts of refused requests raise no alarm. */
import { control } from '../../model/control.ts'
import { auditSample } from '../../reach/sample-events.ts'
import { logWatchers, unwatchedLog } from '../../reach/watches.ts'

const samples = [
  auditSample({ verb: 'list', resource: 'pods', code: 401 }),
  auditSample({ verb: 'create', resource: 'pods', code: 403 }),
  auditSample({ verb: 'get', resource: 'secrets', namespace: 'shop', code: 403 }),
]

export default control({
  title: 'Refused API requests (401 and 403) are counted and raise an alarm',
  severity: 'medium',
  about: 'clusters',
  needs: logWatchers,
  why: `
    Whoever holds a stolen token first tries what it can do, and most of it is refused. A rise of refusals is the earliest sign of
    it, if somebody counts them.`,
  fix: `aws logs put-metric-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name eks-denied --filter-pattern '{ ($.responseStatus.code = 401) || ($.responseStatus.code = 403) }' --metric-transformations metricName=eks-denied,metricNamespace=EKS/Audit,metricValue=1, then an alarm on the metric with an SNS action; or send the log to your SIEM with a subscription filter.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.responseStatus.code = 401) || ($.responseStatus.code = 403) }', metricTransformations: [{metricName: denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: denied, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.responseStatus.code >= 401 && $.responseStatus.code <= 403 && $.user.username != "system:kube-scheduler" }', metricTransformations: [{metricName: denied, metricNamespace: EKS}]}, {filterName: unknown, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.responseStatus.code = 401 }', metricTransformations: [{metricName: unknown, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: denied, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}, {AlarmName: unknown, Namespace: EKS, MetricName: unknown, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.responseStatus.code = "401") || ($.responseStatus.code = "403") }', metricTransformations: [{metricName: denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: denied, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.responseStatus.code = 401) || ($.responseStatus.code = 403) }', metricTransformations: [{metricName: denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: denied, ActionsEnabled: false, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.responseStatus.code = 403 }', metricTransformations: [{metricName: denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: denied, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
  },
  judge: (cluster, world) => unwatchedLog(cluster, 'requests that end with 401 or 403', samples, world),
})
