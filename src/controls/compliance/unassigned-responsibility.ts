/** Nobody has said who answers for what on each sort of compute. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Each duty on each compute type in use has a named owner',
  severity: 'medium',
  about: 'clusters',
  ask: 'Is it written down, not more than 90 days ago, who in your organisation answers for the duties that AWS leaves to you on each compute type in use (self-managed nodes, managed node groups, Fargate, Auto Mode)?',
  why: `
    AWS patches Fargate hosts and not self-managed nodes; managed node groups and Auto Mode lie between. In a mixed cluster each
    side believes that the other does it, until somebody reads the list.`,
  fix: 'List the findings of this program by compute type and who must act, name a person for each, and attest it in ekshield.yaml with an end date 90 days away.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/compliance.html', 'https://docs.aws.amazon.com/eks/latest/best-practices/security.html'],
  examples: {
    good: [`attest: {compliance/unassigned-responsibility: {by: security@example.com, until: 2027-02-01, answer: true, evidence: wiki/eks-responsibilities}}`],
    bad: [`attest: {compliance/unassigned-responsibility: {by: security@example.com, until: 2027-02-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
