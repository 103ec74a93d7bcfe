/** Nobody has shown that the volumes of a node and its pods can be captured as evidence. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Responders have captured the volumes of a node and a pod',
  severity: 'high',
  about: 'clusters',
  ask: 'Have responders shown within a year that they can snapshot all volumes of a node and its pods in one call, tag them, share or copy them to the forensic account, and keep them immutable with a custody log?',
  why: `
    Disks are the evidence that outlives the node, if they are taken before it goes. The rights that are missing then are
    always the same: to grant the key, to tag, to share with the other account.`,
  fix: 'Give responders ec2:CreateSnapshots, ec2:CreateTags, ec2:ModifySnapshotAttribute and kms:CreateGrant; keep copies in a bucket or a vault with object lock; drill it; attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [
      `attest: {response/untested-evidence-capture: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/untested-evidence-capture}}`,
    ],
    bad: [`attest: {response/untested-evidence-capture: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
