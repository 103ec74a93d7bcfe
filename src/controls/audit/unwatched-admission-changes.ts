/** Changes of admission control go unnoticed. */
import { control } from '../../model/control.ts'
import { auditSample, writeSamples } from '../../reach/sample-events.ts'
import { logWatchers, unwatchedLog } from '../../reach/watches.ts'

const samples = [
  ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'].flatMap(
    (resource) => writeSamples(resource, 'admissionregistration.k8s.io'),
  ),
  // The labels of Pod Security are changed like any label of a namespace.
  ...['update', 'patch'].map((verb) =>
    auditSample({
      verb,
      resource: 'namespaces',
      name: 'shop',
      namespace: 'shop',
      requestObject: { kind: 'Namespace', metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } },
    }),
  ),
]

export default control({
  title: 'Changes of admission control reach an alarm or an analyser',
  severity: 'high',
  about: 'clusters',
  needs: logWatchers,
  why: `
    Whoever wants to start a privileged pod first removes the webhook, the policy or the label that forbids it. Mutating webhooks,
    updates and deletions count as much as new validating ones.`,
  fix: `aws logs put-metric-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name eks-admission --filter-pattern '{ (($.objectRef.apiGroup = "admissionregistration.k8s.io") || ($.objectRef.resource = "namespaces")) && ($.verb != "get") && ($.verb != "list") && ($.verb != "watch") }' --metric-transformations metricName=eks-admission,metricNamespace=EKS/Audit,metricValue=1, then an alarm on the metric with an SNS action; or send the log to your SIEM with a subscription filter.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: admission, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ (($.objectRef.apiGroup = "admissionregistration.k8s.io") || ($.objectRef.resource = "namespaces")) && (($.verb = "create") || ($.verb = "update") || ($.verb = "patch") || ($.verb = "delete")) }', metricTransformations: [{metricName: admission, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: admission, Namespace: EKS, MetricName: admission, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: hooks, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.resource = "validatingwebhookconfigurations" && $.responseStatus.code = 201 }', metricTransformations: [{metricName: hooks, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: hooks, Namespace: EKS, MetricName: hooks, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: admission, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.apiGroup = "admissionregistration.k8s.io") && ($.verb != "get") }', metricTransformations: [{metricName: admission, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: admission, Namespace: EKS, MetricName: admission, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
  },
  judge: (cluster, world) => unwatchedLog(cluster, 'changes of admission control', samples, world),
})
