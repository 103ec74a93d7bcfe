/** Nobody has said that manifests are checked before they are deployed. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Manifests are checked before they are deployed',
  severity: 'medium',
  about: 'clusters',
  ask: 'Does every repository that deploys to this cluster run a check of its rendered manifests (Helm with the deployed values, Kustomize built) that stops the merge, and does its main branch pass?',
  why: `
    What a check stops in a pull request costs a comment; what admission stops at night costs a release. A check that only warns, or
    looks at templates instead of what they render, stops nothing.`,
  fix: 'Run ekshield scan on the rendered manifests as a required check of every repository, and attest it in ekshield.yaml.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/compliance.html'],
  examples: {
    good: [`attest: {compliance/unchecked-manifests: {by: security@example.com, until: 2027-02-01, answer: true, evidence: ci/required-checks}}`],
    bad: [`attest: {compliance/unchecked-manifests: {by: security@example.com, until: 2027-02-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
