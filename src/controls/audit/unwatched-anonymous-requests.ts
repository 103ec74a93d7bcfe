/** Requests without an identity go unnoticed. */
import { control } from '../../model/control.ts'
import { auditSample } from '../../reach/sample-events.ts'
import { logWatchers, unwatchedLog } from '../../reach/watches.ts'

const samples = [
  auditSample({ verb: 'list', resource: 'pods', user: 'system:anonymous' }),
  auditSample({ verb: 'list', resource: 'secrets', user: 'system:anonymous', code: 403 }),
]

export default control({
  title: 'Anonymous API requests reach an alarm or an analyser',
  severity: 'medium',
  about: 'clusters',
  needs: logWatchers,
  why: `
    Nobody reads pods anonymously by mistake: an allowed request means that some binding opens the cluster to everyone who reaches
    the endpoint, a refused one that somebody is trying.`,
  fix: `aws logs put-metric-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name eks-anonymous --filter-pattern '{ $.user.username = "system:anonymous" }' --metric-transformations metricName=eks-anonymous,metricNamespace=EKS/Audit,metricValue=1, then an alarm on the metric with an SNS action; or send the log to your SIEM with a subscription filter.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: anonymous, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.user.username = "system:anonymous" && $.requestURI != "/healthz*" && $.requestURI != "/livez*" && $.requestURI != "/readyz*" && $.requestURI != "/version*" }', metricTransformations: [{metricName: anonymous, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: anonymous, Namespace: EKS, MetricName: anonymous, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '"system:anonymous"', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: anonymous, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.user.username = "anonymous" }', metricTransformations: [{metricName: anonymous, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: anonymous, Namespace: EKS, MetricName: anonymous, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: []}`,
    ],
  },
  judge: (cluster, world) => unwatchedLog(cluster, 'anonymous requests', samples, world),
})
