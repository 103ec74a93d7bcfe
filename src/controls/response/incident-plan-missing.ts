/** Nobody has said that there is a plan for an incident. */
import { control } from '../../model/control.ts'

export default control({
  title: 'A written incident response plan covers the cluster',
  severity: 'high',
  about: 'clusters',
  ask: 'Is there a written incident response plan for this cluster, with roles, contacts and the decision when to isolate, reviewed within a year?',
  why: `
    In the first hour of an incident people do what they have written down and practised. Who may cordon a node, who talks
    to AWS Support, and when a pod is isolated rather than deleted must not be decided then.`,
  fix: 'Write the plan, name its owner, and attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [`attest: {response/incident-plan-missing: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/ir-plan}}`],
    bad: [`attest: {response/incident-plan-missing: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
