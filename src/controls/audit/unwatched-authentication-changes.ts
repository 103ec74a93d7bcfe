/** Changes of who may sign in to the cluster go unnoticed. */
import { control } from '../../model/control.ts'
import { auditSample, callSample } from '../../reach/sample-events.ts'
import { callWatchers, unwatchedCalls, unwatchedIn, unwatchedLog } from '../../reach/watches.ts'

const calls = [
  'CreateAccessEntry',
  'UpdateAccessEntry',
  'DeleteAccessEntry',
  'AssociateAccessPolicy',
  'AssociateIdentityProviderConfig',
  'CreatePodIdentityAssociation',
  'UpdateClusterConfig',
].map((call) => callSample('eks', call))
const map = ['update', 'patch'].map((verb) => auditSample({ verb, resource: 'configmaps', namespace: 'kube-system', name: 'aws-auth' }))

export default control({
  title: 'Changes of cluster authentication reach an alarm or a responder',
  severity: 'high',
  about: 'clusters',
  needs: callWatchers,
  why: `
    Access entries, identity providers and Pod Identity associations open the cluster without a word in its audit log: only
    CloudTrail has them. The aws-auth ConfigMap, while it counts, is in the audit log alone. Both must be watched.`,
  fix: `aws events put-rule --name eks-authentication --event-pattern '{"source":["aws.eks"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["CreateAccessEntry","UpdateAccessEntry","DeleteAccessEntry","AssociateAccessPolicy","AssociateIdentityProviderConfig","CreatePodIdentityAssociation","UpdateClusterConfig"]}}' with a target; for aws-auth a metric filter { ($.objectRef.resource = "configmaps") && ($.objectRef.name = "aws-auth") && ($.verb != "get") } with an alarm.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: auth, State: ENABLED, EventPattern: '{"source":["aws.eks"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["CreateAccessEntry","UpdateAccessEntry","DeleteAccessEntry","AssociateAccessPolicy","AssociateIdentityProviderConfig","CreatePodIdentityAssociation","UpdateClusterConfig"]}}'}]}
events:ListTargetsByRule.auth: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: eks, State: ENABLED, EventPattern: '{"source":["aws.eks"]}'}]}
events:ListTargetsByRule.eks: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}
logs:DescribeMetricFilters: {metricFilters: [{filterName: auth, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.name = "aws-auth") && ($.verb != "get") }', metricTransformations: [{metricName: auth, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: auth, Namespace: EKS, MetricName: auth, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
cloudtrail:DescribeTrails: {trailList: [{Name: t, CloudWatchLogsLogGroupArn: "arn:aws:logs:us-west-2:111122223333:log-group:trail:*"}]}
logs:DescribeMetricFilters: {metricFilters: [{filterName: eks, logGroupName: trail, filterPattern: '{ ($.eventSource = "eks.amazonaws.com") && ($.readOnly IS FALSE) }', metricTransformations: [{metricName: eks, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: eks, Namespace: EKS, MetricName: eks, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}
logs:DescribeSubscriptionFilters.trail: {subscriptionFilters: []}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: eks, State: ENABLED, EventPattern: '{"source":["aws.eks"]}'}]}
events:ListTargetsByRule.eks: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: entries, State: ENABLED, EventPattern: '{"source":["aws.eks"],"detail":{"eventName":["CreateAccessEntry","DeleteAccessEntry"]}}'}]}
events:ListTargetsByRule.entries: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: auth, State: DISABLED, EventPattern: '{"source":["aws.eks"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["CreateAccessEntry","UpdateAccessEntry","DeleteAccessEntry","AssociateAccessPolicy","AssociateIdentityProviderConfig","CreatePodIdentityAssociation","UpdateClusterConfig"]}}'}]}
events:ListTargetsByRule.auth: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
    ],
  },
  judge: (cluster, world) =>
    unwatchedIn(
      // With access entries alone the ConfigMap opens nothing.
      () => (cluster.accessConfig?.authenticationMode === 'API' ? undefined : unwatchedLog(cluster, 'changes of the aws-auth ConfigMap', map, world)),
      () => unwatchedCalls('changes of access entries, access policies and identity providers', calls, world),
    ),
})
