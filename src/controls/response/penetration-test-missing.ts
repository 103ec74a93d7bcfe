/** Nobody has tested the cluster from the outside in. */
import { control } from '../../model/control.ts'

export default control({
  title: 'The cluster is tested by penetration testers',
  severity: 'low',
  about: 'clusters',
  ask: 'Was there a penetration test of this cluster within a year that followed the AWS policy, and are its critical and high findings closed?',
  why: `
    A tester chains small faults as an attacker does, and goes where no list of controls looks: into the application, its
    trust in its neighbours, the habits of the team.`,
  fix: 'Commission a test (the control plane that AWS runs is out of scope), close its critical and high findings, and attest the report in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [`attest: {response/penetration-test-missing: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/penetration-test-missing}}`],
    bad: [`attest: {response/penetration-test-missing: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
