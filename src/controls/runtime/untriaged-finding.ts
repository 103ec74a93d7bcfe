/** A grave finding of GuardDuty on the cluster lies there unread. */
import type { GuardDutyFinding } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import type { Host } from '../../model/facts.ts'
import { instanceIdOf } from '../../world/hosts.ts'

const hour = 3_600_000
/** Hours within which a finding must be archived: critical ones (9 and up) and high ones (7 and up). */
const limitFor = (severity: number): number => (severity >= 9 ? 4 : 24)

export default control({
  title: 'No grave GuardDuty finding on the cluster is left untriaged',
  severity: 'critical',
  about: 'clusters',
  needs: ['detectors', 'guardDutyFindings', 'hosts'],
  why: `
    A finding of severity 7 or more means that something here is probably in other hands. One that nobody has archived after a
    day, or a critical one after four hours, is one that nobody has looked at.`,
  fix: 'Open the finding, start the playbook for its type, and archive it when it is dealt with: aws guardduty archive-findings --detector-id DETECTOR --finding-ids FINDING',
  refs: [
    'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings.html',
    'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
guardduty:ListFindings.d1: {FindingIds: []}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
guardduty:ListFindings.d1: {FindingIds: [f1, f2, f3, f4]}
guardduty:GetFindings.d1:
  Findings:
    - {Id: f1, Type: "Execution:Kubernetes/ExecInKubeSystemPod", Severity: 5, CreatedAt: "2026-01-01T00:00:00Z", Service: {Archived: false}, Resource: {ResourceType: EKSCluster, EksClusterDetails: {Name: shop}}}
    - {Id: f2, Type: "Execution:Runtime/ReverseShell", Severity: 8, CreatedAt: "2026-01-01T00:00:00Z", Service: {Archived: true}, Resource: {ResourceType: EKSCluster, EksClusterDetails: {Name: shop}}}
    - {Id: f3, Type: "Execution:Runtime/ReverseShell", Severity: 8, CreatedAt: "2026-11-23T02:00:00Z", Service: {Archived: false}, Resource: {ResourceType: EKSCluster, EksClusterDetails: {Name: shop}}}
    - {Id: f4, Type: "Execution:Runtime/ReverseShell", Severity: 8, CreatedAt: "2026-01-01T00:00:00Z", Service: {Archived: false}, Resource: {ResourceType: EKSCluster, EksClusterDetails: {Name: other}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
guardduty:ListFindings.d1: {FindingIds: [f1]}
guardduty:GetFindings.d1: {Findings: [{Id: f1, Type: "CryptoCurrency:Runtime/BitcoinTool.B", Severity: 7.5, CreatedAt: "2026-11-20T02:00:00Z", Service: {Archived: false}, Resource: {ResourceType: EKSCluster, EksClusterDetails: {Name: shop}}}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
guardduty:ListFindings.d1: {FindingIds: [f1]}
guardduty:GetFindings.d1: {Findings: [{Id: f1, Type: "AttackSequence:EKS/CompromisedCluster", Severity: 9.3, CreatedAt: "2026-11-23T06:00:00Z", Service: {Archived: false}, Resource: {ResourceType: AttackSequence}}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {providerID: "aws:///us-west-2a/i-0aa"}}
---
eks:DescribeCluster: {cluster: {name: shop}}
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-0aa}]}]}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
guardduty:ListFindings.d1: {FindingIds: [f1]}
guardduty:GetFindings.d1: {Findings: [{Id: f1, Type: "UnauthorizedAccess:EC2/TorClient", Severity: 8, CreatedAt: "2026-11-01T06:00:00Z", Service: {}, Resource: {ResourceType: Instance, InstanceDetails: {InstanceId: i-0aa}}}]}`,
    ],
  },
  // Without a detector there are no findings; runtime/guardduty-off says so.
  applies: (_, world) => world.some('detectors', () => true) !== undefined,
  judge({ name }, world) {
    const { things, gap } = world.seen('guardDutyFindings')
    const late = things.filter(
      (finding) => isOverdue(finding, world.time) && concerns(finding, name, (id) => world.some('hosts', (host) => idOf(host) === id) !== undefined),
    )
    if (late.length === 0 && gap) world.all('guardDutyFindings')
    return late.map((finding) => ({
      says: `${finding.Type ?? 'a finding'} of severity ${finding.Severity} has lain unarchived since ${finding.CreatedAt ?? 'an unknown day'}`,
      actual: finding.Severity,
      wanted: `archived within ${limitFor(finding.Severity ?? 0)} hours`,
      via: [{ kind: 'Amazon GuardDuty finding', name: finding.Id }],
    }))
  },
})

/** Its Node names the instance, even where that was not seen itself. */
const idOf = ({ node, instance }: Host): string | undefined => instance?.InstanceId ?? (node && instanceIdOf(node))

function isOverdue({ Severity = 0, CreatedAt, Service }: GuardDutyFinding, now: string): boolean {
  if (Severity < 7 || Service?.Archived === true) return false
  const age = (Date.parse(now) - Date.parse(CreatedAt ?? '')) / hour
  return Number.isNaN(age) || age > limitFor(Severity)
}

/** On this cluster, on a node of it, or a sequence of attacks on EKS, which names its cluster only deep inside. */
function concerns({ Type, Resource }: GuardDutyFinding, cluster: string, isNode: (instance: string) => boolean): boolean {
  const named = Resource?.EksClusterDetails?.Name
  if (named !== undefined) return named === cluster
  const instance = Resource?.InstanceDetails?.InstanceId
  return instance === undefined ? Type?.startsWith('AttackSequence:EKS/') === true || Resource?.ResourceType === 'EKSCluster' : isNode(instance)
}
