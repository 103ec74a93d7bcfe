/** Nobody has said that the cluster is assessed all the time. */
import { control } from '../../model/control.ts'

export default control({
  title: 'The cluster is assessed completely every day',
  severity: 'medium',
  about: 'clusters',
  ask: 'Is this cluster assessed at least once a day by a scan in which no collector fails, and are the results kept with their dates?',
  why: `
    What was clean in spring is open in autumn: somebody was in a hurry. Only a scan that runs by itself finds that within a day, and
    only one that could see everything means anything.`,
  fix: 'Run ekshield scan from a CronJob or a pipeline with a read-only role, fail it on unknown results, keep the assessments, and attest it in ekshield.yaml.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/compliance.html'],
  examples: {
    good: [`attest: {compliance/stale-posture-scan: {by: security@example.com, until: 2027-02-01, answer: true, evidence: s3/assessments}}`],
    bad: [`attest: {compliance/stale-posture-scan: {by: security@example.com, until: 2027-02-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
