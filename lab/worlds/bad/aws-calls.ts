/** Faults of what watches over the account: detectors, scanners, recorders, and who is told. */
import { account, arn, hex, region } from '../../aws/make/names.ts'
import { detectorId } from '../../aws/make/watched.ts'
import type { Body } from '../../aws/store.ts'
import { name } from './aws-name.ts'
import type { Answers, Fault } from './aws.ts'

const detector = (answers: Answers): Body => answers[`guardduty:GetDetector.${detectorId}`]
const feature = (answers: Answers, wanted: string): Body => detector(answers).Features.find(({ Name }: Body) => Name === wanted)

/** Inspector finds something grave on the first machine, and has for half a year. */
function find(answers: Answers, type: string, more: Body): void {
  const [machine] = answers['ec2:DescribeInstances'].Reservations[0].Instances
  answers['inspector2:ListFindings'].findings.push({
    findingArn: arn('inspector2', `finding/${hex(type, 32)}`),
    awsAccountId: account,
    type,
    description: more.title,
    remediation: { recommendation: { text: 'None Provided' } },
    severity: 'HIGH',
    firstObservedAt: '2026-05-20T02:00:00.000Z',
    lastObservedAt: '2026-05-20T02:00:00.000Z',
    updatedAt: '2026-05-20T02:00:00.000Z',
    status: 'ACTIVE',
    resources: [{ type: 'AWS_EC2_INSTANCE', id: machine.InstanceId, partition: 'aws', region }],
    ...more,
  })
}

export const callFaults: readonly Fault[] = [
  {
    breaks: 'runtime/late-finding-updates',
    plant: (answers) => {
      detector(answers).FindingPublishingFrequency = 'SIX_HOURS'
    },
  },
  {
    breaks: 'runtime/malware-scan-off',
    plant: (answers) => {
      feature(answers, 'EBS_MALWARE_PROTECTION').Status = 'DISABLED'
    },
  },
  {
    breaks: 'runtime/missing-runtime-agent',
    plant: (answers) => {
      feature(answers, 'RUNTIME_MONITORING').Status = 'DISABLED'
    },
  },
  {
    breaks: 'runtime/unanalysed-audit-log',
    plant: (answers) => {
      feature(answers, 'EKS_AUDIT_LOGS').Status = 'DISABLED'
    },
  },
  {
    breaks: 'runtime/partial-agent-coverage',
    hiddenBy: 'runtime/missing-runtime-agent',
    plant: (answers) => {
      const [covered] = answers[`guardduty:ListCoverage.${detectorId}`].Resources
      covered.CoverageStatus = 'UNHEALTHY'
      covered.Issue = 'Addon is degraded'
      covered.ResourceDetails.EksClusterDetails.CoveredNodes = 1
    },
  },
  {
    breaks: 'runtime/guardduty-off',
    also: ['runtime/missing-runtime-agent', 'runtime/unanalysed-audit-log', 'runtime/unrouted-findings'],
    hiddenBy: 'runtime/late-finding-updates',
    plant: (answers) => {
      answers['guardduty:ListDetectors'].DetectorIds = []
      for (const call of ['GetDetector', 'ListFindings', 'GetFindings', 'ListCoverage', 'GetMalwareScanSettings'])
        delete answers[`guardduty:${call}.${detectorId}`]
    },
  },
  {
    breaks: 'host/inspector-off',
    plant: (answers) => {
      answers['inspector2:BatchGetAccountStatus'].accounts[0].resourceState.ec2 = { status: 'DISABLED', errorCode: 'ACCESS_DENIED', errorMessage: '' }
    },
  },
  {
    breaks: 'host/unscanned-node',
    hiddenBy: 'host/inspector-off',
    plant: (answers) => {
      const scan = answers['inspector2:ListCoverage'].coveredResources.find(({ scanType }: Body) => scanType === 'PACKAGE')
      scan.scanStatus = { statusCode: 'INACTIVE', reason: 'UNMANAGED_EC2_INSTANCE' }
      delete scan.lastScannedAt
    },
  },
  {
    breaks: 'host/overdue-vulnerability',
    hiddenBy: 'host/inspector-off',
    plant: (answers) =>
      find(answers, 'PACKAGE_VULNERABILITY', {
        title: 'CVE-2026-10077 - kernel',
        fixAvailable: 'YES',
        exploitAvailable: 'NO',
        packageVulnerabilityDetails: {
          vulnerabilityId: 'CVE-2026-10077',
          source: 'NVD',
          vulnerablePackages: [{ name: 'kernel', version: '6.12.53', fixedInVersion: '0:6.12.58-82.121.amzn2023' }],
        },
      }),
  },
  {
    breaks: 'host/reachable-port',
    hiddenBy: 'host/inspector-off',
    plant: (answers) =>
      find(answers, 'NETWORK_REACHABILITY', {
        title: 'Port 22 is reachable from an Internet Gateway',
        networkReachabilityDetails: {
          openPortRange: { begin: 22, end: 22 },
          protocol: 'TCP',
          networkPath: { steps: [{ componentId: 'igw-0bad0bad0bad0bad0', componentType: 'AWS::EC2::InternetGateway' }] },
        },
      }),
  },
  {
    breaks: 'image/basic-scanning',
    plant: (answers) => {
      answers['ecr:GetRegistryScanningConfiguration'].scanningConfiguration = {
        scanType: 'BASIC',
        rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
      }
    },
  },
  {
    breaks: 'image/open-registry-policy',
    plant: (answers) => {
      answers['ecr:GetRegistryPolicy'] = {
        registryId: '111122223333',
        policyText: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*', Resource: '*' }] }),
      }
    },
  },
  {
    breaks: 'compliance/security-hub-off',
    plant: (answers) => {
      answers['securityhub:GetEnabledStandards'] = { StandardsSubscriptions: [] }
    },
  },
  {
    breaks: 'compliance/config-recorder-off',
    plant: (answers) => {
      answers['config:DescribeConfigurationRecorderStatus'].ConfigurationRecordersStatus[0].recording = false
    },
  },
  {
    breaks: 'compliance/unrecorded-cluster',
    plant: (answers) => {
      answers['config:DescribeConfigurationRecorders'].ConfigurationRecorders[0].recordingGroup = {
        allSupported: false,
        includeGlobalResourceTypes: false,
        resourceTypes: ['AWS::S3::Bucket'],
        recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
      }
    },
  },
  {
    breaks: 'runtime/unrouted-findings',
    also: ['image/unrouted-scan-finding'],
    plant: (answers) => {
      answers['events:ListTargetsByRule.findings'] = { Targets: [] }
    },
  },
  {
    breaks: 'runtime/untriaged-finding',
    plant: (answers) => {
      const Id = '0ac5b0c3c1a2e1f5a2b7d4e6f8091a2b'
      answers[`guardduty:ListFindings.${detectorId}`].FindingIds.push(Id)
      answers[`guardduty:GetFindings.${detectorId}`].Findings.push({
        Id,
        AccountId: '111122223333',
        Arn: `arn:aws:guardduty:us-west-2:111122223333:detector/${detectorId}/finding/${Id}`,
        Partition: 'aws',
        Region: 'us-west-2',
        SchemaVersion: '2.0',
        Type: 'CryptoCurrency:Runtime/BitcoinTool.B',
        Severity: 8,
        CreatedAt: '2026-01-20T02:00:00.000Z',
        UpdatedAt: '2026-01-20T02:00:00.000Z',
        Resource: { ResourceType: 'EKSCluster', EksClusterDetails: { Name: name } },
        Service: { Archived: false, ServiceName: 'guardduty', DetectorId: detectorId },
      })
    },
  },
]
