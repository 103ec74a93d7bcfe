/** Nobody has tried whether the network policies stop what they should. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Network policies were tested with traffic that must fail',
  severity: 'medium',
  about: 'clusters',
  ask: 'Has a test within 30 days shown, for each sort of node, that denied connections fail and allowed ones work, right after a pod starts and later?',
  why: `
    A policy that is written down is a wish. Whether the engine of each node heeds it, what a misspelt label leaves open and
    what a new version has changed, only a connection that must fail can show.`,
  fix: 'Run server and client pods in pairs of namespaces on each sort of node, open new connections, compare with what the policies say, and attest the result in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [`attest: {network/untested-policies: {by: platform@example.com, until: 2030-01-01, answer: true, evidence: ci/netpol-matrix}}`],
    bad: [`attest: {network/untested-policies: {by: platform@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
