/** Nobody has said that the code that builds the cluster is checked. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Infrastructure code is checked before it is applied',
  severity: 'medium',
  about: 'clusters',
  ask: 'Is the cluster built from code (Terraform, CloudFormation, CDK, eksctl) whose plan is checked before it is applied, and does the running cluster still match it?',
  why: `
    The endpoint, the logs, the key and the node groups are decided in that code. Checked in the plan, a mistake is a red line in a
    review; found later, it is a cluster that must be rebuilt.`,
  fix: 'Check the plan, not the source text, as a required step; look for drift every week; attest it in ekshield.yaml.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/compliance.html'],
  examples: {
    good: [`attest: {compliance/unchecked-infrastructure-code: {by: security@example.com, until: 2027-02-01, answer: true, evidence: ci/plan-checks}}`],
    bad: [`attest: {compliance/unchecked-infrastructure-code: {by: security@example.com, until: 2027-02-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
