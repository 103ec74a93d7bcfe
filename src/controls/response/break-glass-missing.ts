/** Responders have no tested way to cluster admin when the usual one is down. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Responders have a tested way to cluster admin',
  severity: 'medium',
  about: 'clusters',
  ask: 'Is there one path to cluster admin for emergencies that nobody uses by day, that asks for MFA and alarms on use, tested within a year with the identity provider or the private network down?',
  why: `
    The day of the incident is the day single sign-on is down or its accounts are not to be trusted. A way in that was
    never tried fails then; one that is used by day is what the attacker has.`,
  fix: 'Make a role with MFA in its trust policy and an access entry, alarm on its AssumeRole, keep an in-VPC path where the endpoint is private, drill it, and attest it in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [`attest: {response/break-glass-missing: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/break-glass-missing}}`],
    bad: [`attest: {response/break-glass-missing: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
