/** Security Hub checks no standard that has controls for EKS. */
import { control } from '../../model/control.ts'

/** Standards that hold controls for EKS. Source: the control reference of Security Hub. */
const withEks = /\/(aws-foundational-security-best-practices|nist-800-53|pci-dss\/v\/4)/

export default control({
  title: 'Security Hub checks a standard that covers EKS',
  severity: 'low',
  about: 'clusters',
  needs: ['securityHubStandards'],
  why: `
    Auditors and other teams look for the state of an account in one place. Security Hub is that place on AWS, and it also gathers
    the findings of GuardDuty and Inspector, if it is on.`,
  fix: 'aws securityhub enable-security-hub, then aws securityhub batch-enable-standards --standards-subscription-requests StandardsArn=arn:aws:securityhub:REGION::standards/aws-foundational-security-best-practices/v/1.0.0; or attest in a waiver which other tool receives the findings.',
  refs: ['https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
securityhub:GetEnabledStandards: {StandardsSubscriptions: [{StandardsSubscriptionArn: s1, StandardsArn: "arn:aws:securityhub:us-west-2::standards/aws-foundational-security-best-practices/v/1.0.0", StandardsStatus: READY}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
securityhub:GetEnabledStandards: {__error: {name: InvalidAccessException, message: Account 111122223333 is not subscribed to AWS Security Hub}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
securityhub:GetEnabledStandards: {StandardsSubscriptions: [{StandardsSubscriptionArn: s1, StandardsArn: "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0", StandardsStatus: READY}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
securityhub:GetEnabledStandards: {StandardsSubscriptions: [{StandardsSubscriptionArn: s1, StandardsArn: "arn:aws:securityhub:us-west-2::standards/aws-foundational-security-best-practices/v/1.0.0", StandardsStatus: FAILED}]}`,
    ],
  },
  judge(_, world) {
    const isReady = (status: string | undefined) => status === 'READY' || status === 'INCOMPLETE' || status === 'PENDING'
    if (world.some('securityHubStandards', ({ StandardsArn, StandardsStatus }) => withEks.test(StandardsArn ?? '') && isReady(StandardsStatus)))
      return undefined
    const standards = world
      .all('securityHubStandards')
      .map(({ StandardsArn, StandardsStatus }) => `${StandardsArn?.slice(StandardsArn.indexOf('/') + 1)} (${StandardsStatus})`)
    return {
      says: standards.length === 0 ? 'Security Hub is off, or no standard is enabled' : `no ready standard of Security Hub covers EKS: ${standards.join(', ')}`,
      wanted: 'AWS Foundational Security Best Practices',
    }
  },
})
