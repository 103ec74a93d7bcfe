/** An account that is looked after: keys, logs, trails, detectors and scanners switched on, and somebody told. */
import type { Body } from '../store.ts'
import { account, arn, daysBefore, hex, iamArn, region, uuid } from './names.ts'
import { policy } from './policies.ts'

export const keyArn = (name: string): string => arn('kms', `key/${uuid(`key/${name}`)}`)
export const detectorId = hex('detector', 32)
export const auditGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`
const trailGroup = 'cloudtrail'
const topic = arn('sns', 'security')
const trailBucket = `trail-${account}`

/** Customer managed keys, rotated every year. */
export function keys(names: readonly string[], now: Date): Record<string, Body> {
  const answers: Record<string, Body> = {
    'kms:ListAliases': {
      Aliases: names.map((name) => ({
        AliasName: `alias/${name}`,
        AliasArn: arn('kms', `alias/${name}`),
        TargetKeyId: uuid(`key/${name}`),
        CreationDate: daysBefore(now, 90),
      })),
    },
  }
  for (const name of names) {
    const KeyId = uuid(`key/${name}`)
    answers[`kms:DescribeKey.${KeyId}`] = {
      KeyMetadata: {
        AWSAccountId: account,
        KeyId,
        Arn: keyArn(name),
        CreationDate: daysBefore(now, 90),
        Enabled: true,
        Description: name,
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState: 'Enabled',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        KeySpec: 'SYMMETRIC_DEFAULT',
        EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        MultiRegion: false,
      },
    }
    const root = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: iamArn('root') }, Action: 'kms:*', Resource: '*' }
    answers[`kms:GetKeyPolicy.${KeyId}`] = { PolicyName: 'default', Policy: JSON.stringify(policy(root)) }
    answers[`kms:GetKeyRotationStatus.${KeyId}`] = { KeyRotationEnabled: true, KeyId, RotationPeriodInDays: 365, NextRotationDate: daysBefore(now, -275) }
  }
  return answers
}

/** The key that AWS keeps for volumes whose owner chose none. */
export const awsKey = uuid('aws/ebs')
export const awsKeys = (now: Date): Record<string, Body> => ({
  'kms:ListAliases': {
    Aliases: [{ AliasName: 'alias/aws/ebs', AliasArn: arn('kms', 'alias/aws/ebs'), TargetKeyId: awsKey, CreationDate: daysBefore(now, 90) }],
  },
  [`kms:DescribeKey.${awsKey}`]: {
    KeyMetadata: {
      AWSAccountId: account,
      KeyId: awsKey,
      Arn: arn('kms', `key/${awsKey}`),
      CreationDate: daysBefore(now, 90),
      Enabled: true,
      Description: 'Default key that protects my EBS volumes when no other key is defined',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'AWS',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    },
  },
  [`kms:GetKeyPolicy.${awsKey}`]: {
    PolicyName: 'default',
    Policy: JSON.stringify(
      policy(
        {
          Sid: 'Allow access through EBS for all principals in the account that are authorized to use EBS',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
          Resource: '*',
          Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` } },
        },
        {
          Sid: 'Allow direct access to key metadata to the account',
          Effect: 'Allow',
          Principal: { AWS: iamArn('root') },
          Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
          Resource: '*',
        },
      ),
    ),
  },
  [`kms:GetKeyRotationStatus.${awsKey}`]: { KeyRotationEnabled: true, KeyId: awsKey },
})

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

function logs(cluster: string, now: Date): Record<string, Body> {
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

function trail(now: Date): Record<string, Body> {
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

function guardDuty(cluster: string, nodes: number, now: Date): Record<string, Body> {
  const on = (Name: string, ...added: string[]): Body => ({
    Name,
    Status: 'ENABLED',
    UpdatedAt: daysBefore(now, 90),
    ...(added.length > 0 && { AdditionalConfiguration: added.map((one) => ({ Name: one, Status: 'ENABLED', UpdatedAt: daysBefore(now, 90) })) }),
  })
  return {
    'guardduty:ListDetectors': { DetectorIds: [detectorId] },
    [`guardduty:GetDetector.${detectorId}`]: {
      CreatedAt: daysBefore(now, 90),
      FindingPublishingFrequency: 'FIFTEEN_MINUTES',
      ServiceRole: iamArn('role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty'),
      Status: 'ENABLED',
      UpdatedAt: daysBefore(now, 90),
      Tags: {},
      Features: [
        ...[
          'CLOUD_TRAIL',
          'DNS_LOGS',
          'FLOW_LOGS',
          'S3_DATA_EVENTS',
          'EKS_AUDIT_LOGS',
          'EBS_MALWARE_PROTECTION',
          'RDS_LOGIN_EVENTS',
          'LAMBDA_NETWORK_LOGS',
        ].map((name) => on(name)),
        on('RUNTIME_MONITORING', 'EKS_ADDON_MANAGEMENT', 'ECS_FARGATE_AGENT_MANAGEMENT', 'EC2_AGENT_MANAGEMENT'),
      ],
    },
    [`guardduty:ListFindings.${detectorId}`]: { FindingIds: [] },
    [`guardduty:GetFindings.${detectorId}`]: { Findings: [] },
    [`guardduty:GetMalwareScanSettings.${detectorId}`]: { EbsSnapshotPreservation: 'RETENTION_WITH_FINDING' },
    [`guardduty:ListCoverage.${detectorId}`]: {
      Resources: [
        {
          ResourceId: hex(`coverage/${cluster}`, 32),
          DetectorId: detectorId,
          AccountId: account,
          ResourceDetails: {
            EksClusterDetails: {
              ClusterName: cluster,
              CoveredNodes: nodes,
              CompatibleNodes: nodes,
              AddonDetails: { AddonVersion: 'v1.11.0-eksbuild.1', AddonStatus: 'ACTIVE' },
              ManagementType: 'AUTO_MANAGED',
            },
            ResourceType: 'EKS',
          },
          CoverageStatus: 'HEALTHY',
          UpdatedAt: daysBefore(now, 0.1),
        },
      ],
    },
  }
}

/** Everything that is found or changed is told to the topic of the security team. */
function routes(): Record<string, Body> {
  const rule = (Name: string, EventPattern: object): Body => ({
    Name,
    Arn: arn('events', `rule/${Name}`),
    EventPattern: JSON.stringify(EventPattern),
    State: 'ENABLED',
    EventBusName: 'default',
  })
  const rules = [
    rule('findings', { source: ['aws.guardduty', 'aws.securityhub', 'aws.inspector2', 'aws.ecr'] }),
    rule('calls', { source: ['aws.eks', 'aws.guardduty', 'aws.ec2', 'aws.iam', 'aws.sts'], 'detail-type': ['AWS API Call via CloudTrail'] }),
  ]
  return {
    'events:ListRules': { Rules: rules },
    ...Object.fromEntries(rules.map(({ Name }) => [`events:ListTargetsByRule.${Name}`, { Targets: [{ Id: 'security', Arn: topic }] }])),
  }
}

const enabled = { status: 'ENABLED', errorCode: 'ALREADY_ENABLED', errorMessage: '' }

export function watched(cluster: string, nodes: number, now: Date): Record<string, Body> {
  return {
    ...keys(['eks', 'ebs', 'logs', 'trail'], now),
    ...logs(cluster, now),
    ...trail(now),
    ...guardDuty(cluster, nodes, now),
    ...routes(),
    'ec2:GetEbsEncryptionByDefault': { EbsEncryptionByDefault: true, SseType: 'sse-kms' },
    'ec2:GetInstanceMetadataDefaults': { AccountLevel: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' } },
    'inspector2:BatchGetAccountStatus': {
      accounts: [
        {
          accountId: account,
          state: enabled,
          resourceState: Object.fromEntries(['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'].map((one) => [one, enabled])),
        },
      ],
      failedAccounts: [],
    },
    'securityhub:GetEnabledStandards': {
      StandardsSubscriptions: [
        {
          StandardsSubscriptionArn: arn('securityhub', 'subscription/aws-foundational-security-best-practices/v/1.0.0'),
          StandardsArn: `arn:aws:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
          StandardsInput: {},
          StandardsStatus: 'READY',
        },
      ],
    },
    'config:DescribeConfigurationRecorders': {
      ConfigurationRecorders: [
        {
          name: 'default',
          roleARN: iamArn('role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
          recordingGroup: {
            allSupported: true,
            includeGlobalResourceTypes: true,
            resourceTypes: [],
            recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
          },
          recordingMode: { recordingFrequency: 'CONTINUOUS' },
        },
      ],
    },
    'config:DescribeConfigurationRecorderStatus': {
      ConfigurationRecordersStatus: [
        { name: 'default', lastStartTime: daysBefore(now, 90), recording: true, lastStatus: 'SUCCESS', lastStatusChangeTime: daysBefore(now, 0.1) },
      ],
    },
    'ecr:GetRegistryScanningConfiguration': {
      registryId: account,
      scanningConfiguration: {
        scanType: 'ENHANCED',
        rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
      },
    },
  }
}
