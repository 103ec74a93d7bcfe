/** An account that is looked after: keys, logs, trails, detectors and scanners switched on, and somebody told. */
import type { Body } from '../store.ts'
import { keys } from './keys.ts'
import { logs, trail } from './logs.ts'
import type { Machine } from './machines.ts'
import { account, arn, daysBefore, hex, iamArn, instanceAt, region } from './names.ts'

export const detectorId = hex('detector', 32)
const topic = arn('sns', 'security')

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

/** Amazon Inspector looks at every machine, at its packages and at its ports. */
const scanned = ({ ip }: Machine, now: Date): Body[] =>
  ['PACKAGE', 'NETWORK'].map((scanType) => ({
    resourceType: 'AWS_EC2_INSTANCE',
    resourceId: instanceAt(ip),
    accountId: account,
    scanType,
    scanStatus: { statusCode: 'ACTIVE', reason: 'SUCCESSFUL' },
    lastScannedAt: daysBefore(now, 0.2),
    ...(scanType === 'PACKAGE' && { scanMode: 'EC2_SSM_AGENT_BASED' }),
  }))

export function watched(cluster: string, machines: readonly Machine[], now: Date): Record<string, Body> {
  return {
    ...keys(['eks', 'ebs', 'logs', 'trail'], now),
    ...logs(cluster, now),
    ...trail(now),
    ...guardDuty(cluster, machines.length, now),
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
    'inspector2:ListCoverage': { coveredResources: machines.flatMap((machine) => scanned(machine, now)) },
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
