/** There is no way to isolate the pods that network policies do not reach. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Pods beyond network policies can be isolated too',
  severity: 'medium',
  about: 'clusters',
  ask: 'Does the plan name a measure, exercised once, for pods on Fargate, on Windows and on the host network, such as a network ACL on the subnet or a snapshot before termination?',
  why: `
    A quarantine policy does nothing to pods on Fargate, on Windows nodes and on the host network. A SecurityGroupPolicy
    works when a pod starts, not while it runs. What is left must be known before.`,
  fix: 'Write the measure for each sort of pod into the plan (subnet network ACL, security group of the node, snapshot and terminate), exercise it, and attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [`attest: {response/untested-pod-isolation: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/untested-pod-isolation}}`],
    bad: [`attest: {response/untested-pod-isolation: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
