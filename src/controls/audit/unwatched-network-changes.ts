/** Changes that open the network go unnoticed. */
import { control } from '../../model/control.ts'
import { callSample, writeSamples } from '../../reach/sample-events.ts'
import { callWatchers, unwatchedCalls, unwatchedIn, unwatchedLog } from '../../reach/watches.ts'

const policies = writeSamples('networkpolicies', 'networking.k8s.io', { namespace: 'shop' })
const calls = ['AuthorizeSecurityGroupIngress', 'ModifyVpcEndpoint', 'CreateRoute', 'DeleteFlowLogs'].map((call) => callSample('ec2', call))

export default control({
  title: 'Changes of network isolation reach an alarm or a responder',
  severity: 'medium',
  about: 'clusters',
  needs: callWatchers,
  why: `
    A deleted default deny or an opened security group undoes the isolation of weeks in one call, and everything goes on working,
    so that nobody asks.`,
  fix: `aws events put-rule --name network-opened --event-pattern '{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["AuthorizeSecurityGroupIngress","ModifyVpcEndpoint","CreateRoute","DeleteFlowLogs"]}}' with a target, and a metric filter { ($.objectRef.resource = "networkpolicies") && ($.verb != "get") && ($.verb != "list") && ($.verb != "watch") } with an alarm.`,
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: net, State: ENABLED, EventPattern: '{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["AuthorizeSecurityGroupIngress","ModifyVpcEndpoint","CreateRoute","DeleteFlowLogs"]}}'}]}
events:ListTargetsByRule.net: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}
logs:DescribeMetricFilters: {metricFilters: [{filterName: net, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "networkpolicies") && ($.verb != "get") && ($.verb != "list") && ($.verb != "watch") }', metricTransformations: [{metricName: net, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: net, Namespace: EKS, MetricName: net, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: net, State: ENABLED, EventPattern: '{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["AuthorizeSecurityGroupIngress","ModifyVpcEndpoint","CreateRoute","DeleteFlowLogs"]}}'}]}
events:ListTargetsByRule.net: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: all, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: net, State: ENABLED, EventPattern: '{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["AuthorizeSecurityGroupIngress","ModifyVpcEndpoint","CreateRoute","DeleteFlowLogs"]}}'}]}
events:ListTargetsByRule.net: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}
logs:DescribeMetricFilters: {metricFilters: [{filterName: net, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "networkpolicy") && ($.verb = "delete") }', metricTransformations: [{metricName: net, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: net, Namespace: EKS, MetricName: net, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
    ],
  },
  judge: (cluster, world) =>
    unwatchedIn(
      () => unwatchedLog(cluster, 'changes of NetworkPolicies', policies, world),
      () => unwatchedCalls('changes of security groups, routes, endpoints and flow logs', calls, world),
    ),
})
