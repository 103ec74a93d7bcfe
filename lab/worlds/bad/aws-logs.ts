/** Faults of logs, trails and keys. */
import { iamArn, uuid } from '../../aws/make/names.ts'
import { auditGroup } from '../../aws/make/logs.ts'
import { detectorId } from '../../aws/make/watched.ts'
import type { Body } from '../../aws/store.ts'
import { name } from './aws-name.ts'
import type { Answers, Fault } from './aws.ts'

const detector = (answers: Answers): Body => answers[`guardduty:GetDetector.${detectorId}`]
const feature = (answers: Answers, wanted: string): Body => detector(answers).Features.find(({ Name }: Body) => Name === wanted)
const group = (answers: Answers): Body => answers['logs:DescribeLogGroups'].logGroups.find((one: Body) => one.logGroupName === auditGroup(name))
const trail = (answers: Answers): Body => answers['cloudtrail:DescribeTrails'].trailList[0]
const keyId = uuid('key/eks')
const file = auditGroup(name).replaceAll('/', '_')

/** What goes unseen when nobody reads the audit log. */
const unwatchedInLog = ['admission-changes', 'anonymous-requests', 'denials', 'interactive-access', 'network-changes', 'rbac-changes', 'secret-reads'].map(
  (one) => `audit/unwatched-${one}`,
)
const unsubscribe = (answers: Answers): void => {
  answers[`logs:DescribeSubscriptionFilters.${file}`] = { subscriptionFilters: [] }
}

export const logFaults: readonly Fault[] = [
  {
    breaks: 'audit/short-log-retention',
    also: unwatchedInLog,
    plant: (answers) => {
      group(answers).retentionInDays = 7
      unsubscribe(answers)
    },
  },
  {
    breaks: 'audit/unread-audit-log',
    also: [...unwatchedInLog, 'runtime/unanalysed-audit-log'],
    plant: (answers) => {
      feature(answers, 'EKS_AUDIT_LOGS').Status = 'DISABLED'
      unsubscribe(answers)
    },
  },
  {
    breaks: 'audit/log-group-without-own-key',
    plant: (answers) => {
      delete group(answers).kmsKeyId
    },
  },
  {
    breaks: 'response/erasable-audit-log',
    plant: (answers) => {
      group(answers).deletionProtectionEnabled = false
    },
  },
  {
    breaks: 'audit/infrequent-access-log-group',
    plant: (answers) => {
      group(answers).logGroupClass = 'INFREQUENT_ACCESS'
    },
  },
  {
    breaks: 'audit/stalled-audit-log',
    plant: (answers) => {
      const stream = answers[`logs:DescribeLogStreams.${file}`].logStreams.find((one: Body) => one.logStreamName.startsWith('kube-apiserver-audit'))
      for (const member of ['firstEventTimestamp', 'lastEventTimestamp', 'lastIngestionTime', 'creationTime']) stream[member] -= 30 * 86_400_000
    },
  },
  {
    breaks: 'audit/unwatched-rbac-changes',
    also: unwatchedInLog.filter((one) => one !== 'audit/unwatched-rbac-changes'),
    plant: (answers) => unsubscribe(answers),
  },
  {
    breaks: 'audit/trail-without-own-key',
    plant: (answers) => {
      delete trail(answers).KmsKeyId
    },
  },
  {
    breaks: 'audit/trail-insights-off',
    plant: (answers) => {
      trail(answers).HasInsightSelectors = false
    },
  },
  {
    breaks: 'audit/missing-trail',
    plant: (answers) => {
      answers['cloudtrail:GetTrailStatus.management'].IsLogging = false
    },
  },
  {
    breaks: 'data/missing-key-rotation',
    hiddenBy: 'data/missing-customer-key',
    plant: (answers) => {
      answers[`kms:GetKeyRotationStatus.${keyId}`] = { KeyRotationEnabled: false, KeyId: keyId }
    },
  },
  {
    breaks: 'data/endangered-cluster-key',
    hiddenBy: 'data/missing-customer-key',
    plant: (answers) => {
      const statement = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }
      answers[`kms:GetKeyPolicy.${keyId}`].Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: iamArn('root') }, Action: 'kms:*', Resource: '*' }, statement],
      })
    },
  },
  {
    breaks: 'audit/unwatched-cluster-changes',
    also: ['audit/unwatched-authentication-changes', 'audit/unwatched-network-changes', 'audit/unwatched-pod-role-use'],
    plant: (answers) => {
      answers['events:ListTargetsByRule.calls'] = { Targets: [] }
      answers['logs:DescribeSubscriptionFilters.cloudtrail'] = { subscriptionFilters: [] }
    },
  },
  {
    breaks: 'audit/dead-log-filter',
    plant: (answers) => {
      answers['logs:DescribeMetricFilters'].metricFilters.push({
        filterName: 'secret-reads',
        logGroupName: auditGroup(name),
        filterPattern: '{ ($.objectRef.resource = "secret") && ($.verb = "get") }',
        metricTransformations: [{ metricName: 'SecretReads', metricNamespace: 'EKS', metricValue: '1' }],
      })
    },
  },
  {
    breaks: 'audit/silent-alarm',
    plant: (answers) => {
      answers['logs:DescribeMetricFilters'].metricFilters.push({
        filterName: 'denied',
        logGroupName: 'cloudtrail',
        filterPattern: '{ $.errorCode = "AccessDenied" }',
        metricTransformations: [{ metricName: 'Denied', metricNamespace: 'EKS', metricValue: '1' }],
      })
      answers['cloudwatch:DescribeAlarms'].MetricAlarms.push({
        AlarmName: 'denied',
        AlarmArn: 'arn:aws:cloudwatch:us-west-2:111122223333:alarm:denied',
        Namespace: 'EKS',
        MetricName: 'Denied',
        ActionsEnabled: true,
        AlarmActions: [],
        StateValue: 'OK',
      })
    },
  },
]
