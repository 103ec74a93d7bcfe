/** Shells in pods and risky pods go unnoticed. */
import { control } from '../../model/control.ts'
import { auditSample } from '../../reach/sample-events.ts'
import { logWatchers, unwatchedLog } from '../../reach/watches.ts'

const samples = [
  // A shell is a get when it comes by WebSocket, as kubectl has done since 1.31, and a create when by SPDY.
  ...['get', 'create'].map((verb) => auditSample({ verb, resource: 'pods', subresource: 'exec', namespace: 'shop', code: 101 })),
  ...['attach', 'portforward'].map((subresource) => auditSample({ verb: 'get', resource: 'pods', subresource, namespace: 'shop', code: 101 })),
  auditSample({ verb: 'patch', resource: 'pods', subresource: 'ephemeralcontainers', namespace: 'shop' }),
  auditSample({ verb: 'get', resource: 'nodes', subresource: 'proxy' }),
  auditSample({ verb: 'create', resource: 'serviceaccounts', subresource: 'token', namespace: 'shop' }),
  auditSample({
    verb: 'create',
    resource: 'pods',
    namespace: 'shop',
    requestObject: {
      kind: 'Pod',
      spec: {
        hostPID: true,
        containers: [{ name: 'a', image: 'a', securityContext: { privileged: true } }],
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
      },
    },
  }),
]

export default control({
  title: 'Shells in pods and privileged pods reach an alarm or an analyser',
  severity: 'high',
  about: 'clusters',
  needs: logWatchers,
  why: `
    A shell in a running pod, a debug container, a token minted by a person and a pod with the host's disk are what an intruder does
    next. Each is one line in the audit log.`,
  fix: `aws logs put-metric-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name eks-interactive --filter-pattern '{ ($.objectRef.subresource = "exec") || ($.objectRef.subresource = "attach") || ($.objectRef.subresource = "portforward") || ($.objectRef.subresource = "ephemeralcontainers") || ($.objectRef.subresource = "proxy") || (($.objectRef.subresource = "token") && ($.user.username != "system:*")) || ($.requestObject.spec.containers[0].securityContext.privileged IS TRUE) }' --metric-transformations metricName=eks-interactive,metricNamespace=EKS/Audit,metricValue=1, then an alarm on the metric with an SNS action; or send the log to your SIEM with a subscription filter. Falco with its k8saudit-eks plug-in has these rules ready.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: shells, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.subresource = "exec" || $.objectRef.subresource = "attach" || $.objectRef.subresource = "portforward" || $.objectRef.subresource = "ephemeralcontainers" || $.objectRef.subresource = "proxy" || $.objectRef.subresource = "token" }', metricTransformations: [{metricName: shells, metricNamespace: EKS}]}, {filterName: risky, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.requestObject.spec.containers[*].securityContext.privileged IS TRUE }', metricTransformations: [{metricName: risky, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: shells, Namespace: EKS, MetricName: shells, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}, {AlarmName: risky, Namespace: EKS, MetricName: risky, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: shells, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.subresource = "exec" && $.verb = "create" }', metricTransformations: [{metricName: shells, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: shells, Namespace: EKS, MetricName: shells, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: []}`,
    ],
  },
  judge: (cluster, world) => unwatchedLog(cluster, 'interactive access and risky pods', samples, world),
})
