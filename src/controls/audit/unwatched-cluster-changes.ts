/** Calls that open or weaken the cluster go unnoticed. */
import { control } from '../../model/control.ts'
import { callSample } from '../../reach/sample-events.ts'
import { callWatchers, unwatchedCalls } from '../../reach/watches.ts'

const calls = [
  ...['UpdateClusterConfig', 'DeleteCluster', 'AssociateEncryptionConfig', 'DisassociateIdentityProviderConfig'].map((call) => callSample('eks', call)),
  ...['UpdateDetector', 'DeleteDetector'].map((call) => callSample('guardduty', call)),
]

export default control({
  title: 'Calls that open or weaken the cluster reach an alarm or a responder',
  severity: 'medium',
  about: 'clusters',
  needs: callWatchers,
  why: `
    One call opens the endpoint to the internet, switches the audit log off, or stops GuardDuty. CloudTrail writes it down; a rule
    must read it, or the first sign of it is the incident.`,
  fix: `aws events put-rule --name eks-weakened --event-pattern '{"source":["aws.eks","aws.guardduty"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["UpdateClusterConfig","DeleteCluster","AssociateEncryptionConfig","DisassociateIdentityProviderConfig","UpdateDetector","DeleteDetector"]}}', then put-targets with an SNS topic.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: weak, State: ENABLED, EventPattern: '{"source":["aws.eks","aws.guardduty"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["UpdateClusterConfig","DeleteCluster","AssociateEncryptionConfig","DisassociateIdentityProviderConfig","UpdateDetector","DeleteDetector"]}}'}]}
events:ListTargetsByRule.weak: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: weak, State: ENABLED, EventPattern: '{"source":["aws.eks"],"detail":{"eventName":["UpdateClusterConfig","DeleteCluster","AssociateEncryptionConfig"]}}'}]}
events:ListTargetsByRule.weak: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}, logging: {clusterLogging: [{types: [audit], enabled: true}]}}}
events:ListRules: {Rules: [{Name: weak, State: ENABLED, EventPattern: '{"source":["aws.eks","aws.guardduty"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["UpdateClusterConfig","DeleteCluster","AssociateEncryptionConfig","DisassociateIdentityProviderConfig","UpdateDetector","DeleteDetector"]}}'}]}
events:ListTargetsByRule.weak: {Targets: []}`,
    ],
  },
  judge: (_, world) => unwatchedCalls('calls that open or weaken the cluster', calls, world),
})
