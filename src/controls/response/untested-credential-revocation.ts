/** Nobody has shown that the AWS credentials of a pod or a node can be revoked. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Responders can revoke the AWS credentials of pods and nodes',
  severity: 'high',
  about: 'clusters',
  ask: 'Have responders shown within a year that they can end the AWS sessions of a pod role and of a single node, and cut its Pod Identity association, trust or access entry?',
  why: `
    Deleting the pod does not end the sessions it was given: they work until they expire, from anywhere. What ends them is a
    policy that denies sessions issued before now, and whoever needs it first must not find that the right to write it is missing.`,
  fix: 'Let responders call iam:PutRolePolicy (deny on aws:TokenIssueTime, for a node on aws:userid), eks:DeletePodIdentityAssociation and iam:UpdateAssumeRolePolicy; drill it on one role; attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [
      `attest: {response/untested-credential-revocation: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/untested-credential-revocation}}`,
    ],
    bad: [`attest: {response/untested-credential-revocation: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
