/** Findings of GuardDuty reach no responder. */
import { control } from '../../model/control.ts'
import { sayOff, workingDetector } from '../../reach/guardduty.ts'
import { findingSamples } from '../../reach/sample-events.ts'
import { isRouted } from '../../reach/watches.ts'

/** Findings of each sort; a rule that takes any one of a sort is enough. */
const sorts = {
  'the audit log': [
    'CredentialAccess:Kubernetes/MaliciousIPCaller',
    'PrivilegeEscalation:Kubernetes/PrivilegedContainer',
    'Policy:Kubernetes/AnonymousAccessGranted',
  ].flatMap((type) => findingSamples(type, 'EKSCluster')),
  'runtime monitoring': [
    'Execution:Runtime/ReverseShell',
    'CryptoCurrency:Runtime/BitcoinTool.B!DNS',
    'PrivilegeEscalation:Runtime/DockerSocketAccessed',
  ].flatMap((type) => ['EKSCluster', 'Container', 'Instance'].flatMap((resource) => findingSamples(type, resource))),
}

export default control({
  title: 'Findings of GuardDuty are routed to responders',
  severity: 'high',
  about: 'clusters',
  needs: ['detectors', 'eventRules', 'eventTargets'],
  why: `
    A finding that nobody is sent is read when somebody happens to open the console. Patterns that list severities or types by
    hand often match nothing at all, so this one is tried on findings as GuardDuty sends them.`,
  fix: `aws events put-rule --name guardduty-findings --event-pattern '{"source":["aws.guardduty"],"detail-type":["GuardDuty Finding"],"detail":{"severity":[{"numeric":[">=",4]}]}}', then aws events put-targets with an SNS topic or a responder.`,
  refs: ['https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
events:ListRules: {Rules: [{Name: findings, State: ENABLED, EventPattern: '{"source":["aws.guardduty"],"detail-type":["GuardDuty Finding"],"detail":{"severity":[{"numeric":[">=",4]}],"resource":{"resourceType":["EKSCluster","Container","Instance"]}}}'}]}
events:ListTargetsByRule.findings: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
events:ListRules: {Rules: [{Name: hub, State: ENABLED, EventPattern: '{"source":["aws.securityhub"],"detail":{"findings":{"Severity":{"Label":["HIGH","CRITICAL"]},"Workflow":{"Status":["NEW"]}}}}'}]}
events:ListTargetsByRule.hub: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
events:ListRules: {Rules: [{Name: findings, State: DISABLED, EventPattern: '{"source":["aws.guardduty"]}'}, {Name: aimless, State: ENABLED, EventPattern: '{"source":["aws.guardduty"]}'}]}
events:ListTargetsByRule.findings: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}
events:ListTargetsByRule.aimless: {Targets: []}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
events:ListRules: {Rules: [{Name: findings, State: ENABLED, EventPattern: '{"source":["aws.guardduty"],"detail":{"type":["Runtime:EKS/*"],"severity":[4,5,6,7,8]}}'}]}
events:ListTargetsByRule.findings: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}
events:ListRules: {Rules: [{Name: findings, State: ENABLED, EventPattern: '{"source":["aws.guardduty"],"detail":{"resource":{"resourceType":["S3Bucket"]}}}'}]}
events:ListTargetsByRule.findings: {Targets: [{Id: "1", Arn: "arn:aws:sns:us-west-2:111122223333:security"}]}`,
    ],
  },
  judge(_, world) {
    if (!workingDetector(world)) return { says: `there are no findings to route: ${sayOff(world)}`, wanted: 'a detector, and a rule that takes its findings' }
    const unrouted = Object.entries(sorts).filter(
      ([, samples]) =>
        !isRouted(
          samples.map(({ event }) => event),
          world,
        ),
    )
    if (unrouted.length === 0) return undefined
    return {
      says: `no enabled rule with a target takes GuardDuty findings from ${unrouted.map(([sort]) => sort).join(' or ')}`,
      wanted: 'a rule on source aws.guardduty, severity 4 or more, with a target',
    }
  },
})
