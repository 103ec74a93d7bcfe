/** Nobody has said that access to the cluster is reviewed. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Access to the cluster is reviewed every quarter',
  severity: 'medium',
  about: 'clusters',
  ask: 'Did somebody approve, within the last 90 days, the list of who may do what in this cluster: access entries, aws-auth, bindings, roles of pods?',
  why: `
    People leave, projects end, and their rights stay. A list that is read and approved by a named person every quarter is
    what finds the entry that no tool can call wrong.`,
  fix: 'Print the report of access, have it approved, remove what nobody claims, and attest it in ekshield.yaml until the next review.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [`attest: {iam/access-review-missing: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/access-2026-q4}}`],
    bad: [`attest: {iam/access-review-missing: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
