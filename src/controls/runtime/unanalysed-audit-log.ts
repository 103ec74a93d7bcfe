/** GuardDuty does not analyse the audit log of the cluster. */
import { control } from '../../model/control.ts'
import { enabledFeature, sayOff, workingDetector } from '../../reach/guardduty.ts'

export default control({
  title: 'GuardDuty analyses the audit logs of EKS',
  severity: 'high',
  about: 'clusters',
  needs: ['detectors'],
  why: `
    GuardDuty reads a stream of audit events of its own, even where the cluster logs nothing to CloudWatch. It finds what
    reaches the API server from Tor, anonymous access that succeeds, and privileged pods nobody has started before.`,
  fix: `aws guardduty update-detector --detector-id ID --features '[{"Name":"EKS_AUDIT_LOGS","Status":"ENABLED"}]'`,
  refs: ['https://docs.aws.amazon.com/guardduty/latest/ug/kubernetes-protection.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: S3_DATA_EVENTS, Status: DISABLED}, {Name: EKS_AUDIT_LOGS, Status: ENABLED}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: EKS_AUDIT_LOGS, Status: DISABLED}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: DISABLED, Features: [{Name: EKS_AUDIT_LOGS, Status: ENABLED}]}`,
    ],
  },
  judge(_, world) {
    const detector = workingDetector(world)
    if (!detector) return { says: `nothing analyses the audit log: ${sayOff(world)}`, wanted: 'EKS_AUDIT_LOGS enabled' }
    if (!Array.isArray(detector.Features)) return { because: 'untold', detail: `guardduty:GetDetector names no features of detector ${detector.DetectorId}` }
    if (enabledFeature(detector, 'EKS_AUDIT_LOGS')) return undefined
    return { says: `EKS_AUDIT_LOGS is off in GuardDuty detector ${detector.DetectorId}`, wanted: 'EKS_AUDIT_LOGS enabled' }
  },
  remedy(_, world) {
    const DetectorId = workingDetector(world)?.DetectorId
    if (DetectorId === undefined)
      return { says: 'Enable GuardDuty first', risk: 'none', steps: [{ do: 'tell', text: 'aws guardduty create-detector --enable' }] }
    return {
      says: 'Let GuardDuty analyse the audit logs of EKS',
      risk: 'none',
      steps: [{ do: 'aws', call: 'guardduty:UpdateDetector', input: { DetectorId, Features: [{ Name: 'EKS_AUDIT_LOGS', Status: 'ENABLED' }] } }],
    }
  },
})
