/** No GuardDuty detector works in the cluster's account and Region. */
import { control } from '../../model/control.ts'
import { sayOff, workingDetector } from '../../reach/guardduty.ts'

export default control({
  title: "GuardDuty is enabled in the cluster's account and Region",
  severity: 'high',
  about: 'clusters',
  needs: ['detectors'],
  why: `
    GuardDuty watches the API calls, DNS queries and flows of the account and the audit log of its clusters, and needs no
    agent for that. Without it, stolen credentials and miners are found by the bill.`,
  fix: 'aws guardduty create-detector --enable (for a suspended one: aws guardduty update-detector --detector-id ID --enable). If another product watches every node and the audit log, waive this with runtime/missing-sensor as compensation.',
  refs: [
    'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/runtime-security.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: []}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: DISABLED, Features: [{Name: EKS_AUDIT_LOGS, Status: ENABLED}]}`,
    ],
  },
  judge(_, world) {
    if (workingDetector(world)) return undefined
    return { says: sayOff(world), wanted: 'a detector with Status ENABLED' }
  },
  remedy(_, world) {
    const suspended = world.all('detectors')[0]?.DetectorId
    const step = suspended
      ? { call: 'guardduty:UpdateDetector', input: { DetectorId: suspended, Enable: true } }
      : { call: 'guardduty:CreateDetector', input: { Enable: true, FindingPublishingFrequency: 'FIFTEEN_MINUTES' } }
    return { says: 'Enable GuardDuty', risk: 'none', steps: [{ do: 'aws', ...step }] }
  },
})
