/** Changes of RBAC objects go unnoticed. */
import { control } from '../../model/control.ts'
import { writeSamples } from '../../reach/sample-events.ts'
import { logWatchers, unwatchedLog } from '../../reach/watches.ts'

const samples = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'].flatMap((resource) => writeSamples(resource, 'rbac.authorization.k8s.io'))

export default control({
  title: 'Changes of RBAC objects reach an alarm or an analyser',
  severity: 'high',
  about: 'clusters',
  needs: logWatchers,
  why: `
    A new binding to cluster-admin is how a foothold becomes a cluster, and how an intruder stays in it. Queries over old logs
    find it when somebody asks; only a filter on the stream tells at once.`,
  fix: `aws logs put-metric-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name eks-rbac --filter-pattern '{ ($.objectRef.apiGroup = "rbac.authorization.k8s.io") && ($.verb != "get") && ($.verb != "list") && ($.verb != "watch") }' --metric-transformations metricName=eks-rbac,metricNamespace=EKS/Audit,metricValue=1, then an alarm on the metric with an SNS action; or send the log to your SIEM with a subscription filter.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: rbac, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.apiGroup = "rbac.authorization.k8s.io") && ($.verb != "get") && ($.verb != "list") && ($.verb != "watch") && ($.user.username != "arn:aws:sts::*:assumed-role/pipeline/*") }', metricTransformations: [{metricName: rbac, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: rbac, Namespace: EKS, MetricName: rbac, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: []}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: rbac, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.resource = "clusterrolebindings" && $.verb = "create" }', metricTransformations: [{metricName: rbac, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: rbac, Namespace: EKS, MetricName: rbac, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: []}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '{ $.objectRef.resource = "secrets" }', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: false}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
    ],
  },
  judge: (cluster, world) => unwatchedLog(cluster, 'changes of RBAC objects', samples, world),
})
