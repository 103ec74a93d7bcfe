/** Logs that are kept and read: the control plane's, the nodes', the trail of calls with its bucket. */
import type { Body } from '../store.ts'
import { keyArn } from './keys.ts'
import { account, arn, daysBefore, hex, iamArn, region } from './names.ts'

export const auditGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`
const trailGroup = 'cloudtrail'
const trailBucket = `trail-${account}`

function logGroup(logGroupName: string, now: Date): Body {
  return {
    logGroupName,
    creationTime: now.getTime() - 90 * 86_400_000,
    retentionInDays: 365,
    metricFilterCount: 0,
    arn: arn('logs', `log-group:${logGroupName}:*`),
    logGroupArn: arn('logs', `log-group:${logGroupName}`),
    storedBytes: 1_000_000,
    kmsKeyId: keyArn('logs'),
    logGroupClass: 'STANDARD',
    deletionProtectionEnabled: true,
  }
}

export function logs(cluster: string, now: Date): Record<string, Body> {
  const group = auditGroup(cluster)
  const stream = (name: string): Body => ({
    logStreamName: `${name}-${hex(`${cluster}/${name}`, 32)}`,
    creationTime: now.getTime() - 86_400_000,
    firstEventTimestamp: now.getTime() - 86_400_000,
    lastEventTimestamp: now.getTime() - 60_000,
    lastIngestionTime: now.getTime() - 59_000,
    arn: arn('logs', `log-group:${group}:log-stream:${name}`),
    storedBytes: 0,
  })
  const subscription = (logGroupName: string): Body => ({
    subscriptionFilters: [
      {
        filterName: 'siem',
        logGroupName,
        filterPattern: '',
        destinationArn: arn('firehose', 'deliverystream/siem'),
        roleArn: iamArn('role/logs-to-siem'),
        distribution: 'ByLogStream',
        creationTime: now.getTime() - 90 * 86_400_000,
      },
    ],
  })
  const groups = [
    group,
    trailGroup,
    ...['application', 'host', 'dataplane', 'performance'].map((one) => `/aws/containerinsights/${cluster}/${one}`),
    `/vpc/${cluster}`,
  ]
  return {
    'logs:DescribeLogGroups': { logGroups: groups.map((name) => logGroup(name, now)) },
    [`logs:DescribeLogStreams.${group.replaceAll('/', '_')}`]: {
      logStreams: ['authenticator', 'kube-apiserver', 'kube-apiserver-audit', 'kube-controller-manager', 'kube-scheduler'].map(stream),
    },
    [`logs:DescribeSubscriptionFilters.${group.replaceAll('/', '_')}`]: subscription(group),
    [`logs:DescribeSubscriptionFilters.${trailGroup}`]: subscription(trailGroup),
  }
}

export function trail(now: Date): Record<string, Body> {
  const Name = 'management'
  const TrailARN = arn('cloudtrail', `trail/${Name}`)
  return {
    'cloudtrail:DescribeTrails': {
      trailList: [
        {
          Name,
          S3BucketName: trailBucket,
          IncludeGlobalServiceEvents: true,
          IsMultiRegionTrail: true,
          HomeRegion: region,
          TrailARN,
          LogFileValidationEnabled: true,
          CloudWatchLogsLogGroupArn: arn('logs', `log-group:${trailGroup}:*`),
          CloudWatchLogsRoleArn: iamArn('role/trail-to-logs'),
          KmsKeyId: keyArn('trail'),
          HasCustomEventSelectors: false,
          HasInsightSelectors: true,
          IsOrganizationTrail: false,
        },
      ],
    },
    [`cloudtrail:GetTrailStatus.${Name}`]: {
      IsLogging: true,
      LatestDeliveryTime: daysBefore(now, 0.002),
      StartLoggingTime: daysBefore(now, 90),
      LatestCloudWatchLogsDeliveryTime: daysBefore(now, 0.002),
    },
    [`cloudtrail:GetEventSelectors.${Name}`]: {
      TrailARN,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }],
    },
    [`s3:GetPublicAccessBlock.${trailBucket}`]: {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    },
    [`s3:GetBucketEncryption.${trailBucket}`]: {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn('trail') }, BucketKeyEnabled: true }],
      },
    },
  }
}
