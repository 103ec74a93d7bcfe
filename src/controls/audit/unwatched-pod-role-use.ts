/** Use of pod roles by strangers goes unnoticed. */
import { control } from '../../model/control.ts'
import { callSample } from '../../reach/sample-events.ts'
import { callWatchers, unwatchedCalls } from '../../reach/watches.ts'

const calls = [
  callSample('sts', 'AssumeRoleWithWebIdentity', {
    userIdentity: {
      type: 'WebIdentityUser',
      userName: 'system:serviceaccount:shop:web',
      identityProvider: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0',
    },
    requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/web', roleSessionName: 'web' },
    readOnly: true,
  }),
]

export default control({
  title: 'Use of the roles of pods is watched',
  severity: 'high',
  about: 'clusters',
  needs: callWatchers,
  why: `
    A token of a service account that was copied out of a pod works anywhere. CloudTrail tells which subject assumed which role and
    from where; somebody must compare that with the pairs the cluster declares.`,
  fix: `Send the trail's log group to an analyser with a subscription filter, or route the event sts AssumeRoleWithWebIdentity with an EventBridge rule to a function that compares userIdentity.userName with the declared service accounts. Limit the roles with aws:SourceVpc as well.`,
  refs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: sts, State: ENABLED, EventPattern: '{"source":["aws.sts"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["AssumeRoleWithWebIdentity"]}}'}]}
events:ListTargetsByRule.sts: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
cloudtrail:DescribeTrails: {trailList: [{Name: t, CloudWatchLogsLogGroupArn: "arn:aws:logs:us-west-2:111122223333:log-group:trail:*"}]}
logs:DescribeSubscriptionFilters.trail: {subscriptionFilters: [{filterName: siem, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
cloudtrail:DescribeTrails: {trailList: [{Name: t, CloudWatchLogsLogGroupArn: "arn:aws:logs:us-west-2:111122223333:log-group:trail:*"}]}
logs:DescribeSubscriptionFilters.trail: {subscriptionFilters: []}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
cloudtrail:DescribeTrails: {trailList: [{Name: t, CloudWatchLogsLogGroupArn: "arn:aws:logs:us-west-2:111122223333:log-group:trail:*"}]}
events:ListRules: {Rules: [{Name: sts, State: ENABLED, EventPattern: '{"source":["aws.sts"],"detail":{"eventName":["AssumeRole"]}}'}]}
events:ListTargetsByRule.sts: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}
logs:DescribeSubscriptionFilters.trail: {subscriptionFilters: []}`,
    ],
  },
  judge: (_, world) => unwatchedCalls('roles being assumed with service account tokens', calls, world),
})
