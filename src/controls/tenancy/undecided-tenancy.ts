/** Nobody has said who shares the cluster, and how far they trust each other. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Who shares the cluster is decided and written down',
  severity: 'medium',
  about: 'clusters',
  ask: 'Is it written down, and reviewed within a year, which tenants share this cluster, how far they trust each other, and which label names them on their namespaces?',
  why: `
    A namespace is a soft wall: whoever breaks a node has the Secrets of every tenant on it. Whether that is good enough is a
    decision about people, and all the other walls follow from it.`,
  fix: 'Write down the tenants, soft or hard separation, and the tenant label; attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html'],
  examples: {
    good: [`attest: {tenancy/undecided-tenancy: {by: platform@example.com, until: 2030-01-01, answer: true, evidence: wiki/tenancy}}`],
    bad: [`attest: {tenancy/undecided-tenancy: {by: platform@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
