/** Nobody has said that the logs are reviewed. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Audit and CloudTrail logs are reviewed every month',
  severity: 'medium',
  about: 'clusters',
  ask: 'Did somebody review the audit log of the cluster and the CloudTrail log of its account within the last 30 days, and write down what was looked at and found?',
  why: `
    Alarms catch what somebody foresaw. New principals, rare verbs, odd hours and sources show only to a person who looks at a
    whole month, and slow intruders count on nobody doing that.`,
  fix: 'Put a review into the calendar of a named person, keep the record of it, and attest it in ekshield.yaml with an end date 30 days away.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html'],
  examples: {
    good: [`attest: {audit/unreviewed-logs: {by: security@example.com, until: 2026-12-20, answer: true, evidence: wiki/log-review-2026-11}}`],
    bad: [
      `attest: {audit/unreviewed-logs: {by: security@example.com, until: 2026-12-20, answer: false, evidence: none}}`,
      `attest: {audit/unreviewed-logs: {by: security@example.com, until: 2026-10-31, answer: true, evidence: wiki/log-review-2026-10}}`,
    ],
  },
})
