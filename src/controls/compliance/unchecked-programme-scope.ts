/** Nobody has said that the services in use are in the scope of the programmes that bind you. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Services in use are in the scope of your compliance programmes',
  severity: 'low',
  about: 'clusters',
  ask: 'For each programme that binds you (PCI DSS, HIPAA, FedRAMP and the like): did somebody check within 12 months that EKS, its compute types and the other services in use are in its scope in your Region?',
  why: `
    A service that AWS has not had audited for a programme cannot hold data of that programme. The lists change, and differ by
    service, compute type and Region; copies of them are soon wrong.`,
  fix: 'Check each service in use on the page of AWS services in scope, keep the dated result, and attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/compliance.html', 'https://aws.amazon.com/compliance/services-in-scope/'],
  examples: {
    good: [`attest: {compliance/unchecked-programme-scope: {by: security@example.com, until: 2027-02-01, answer: true, evidence: wiki/scope-2026}}`],
    bad: [`attest: {compliance/unchecked-programme-scope: {by: security@example.com, until: 2027-02-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
