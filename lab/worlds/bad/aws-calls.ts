/** Faults of what watches over the account: detectors, scanners, recorders, and who is told. */
import { detectorId } from '../../aws/make/watched.ts'
import type { Body } from '../../aws/store.ts'
import { name } from './aws-name.ts'
import type { Answers, Fault } from './aws.ts'

const detector = (answers: Answers): Body => answers[`guardduty:GetDetector.${detectorId}`]
const feature = (answers: Answers, wanted: string): Body => detector(answers).Features.find(({ Name }: Body) => Name === wanted)
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
