/** Nobody has said that the organisation bounds what admins of this account can switch off. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Policies of the organisation guard the EKS account',
  severity: 'medium',
  about: 'clusters',
  ask: 'Do service control policies on this account deny public endpoints, switching off audit logs or GuardDuty, weakening the encryption of Secrets, and deleting trails and flow logs?',
  why: `
    What an admin can switch off, whoever steals his session can switch off too. A service control policy holds for every
    principal of the account, and is changed from another one.`,
  fix: 'Attach a service control policy with the EKS condition keys (eks:endpointPublicAccess, eks:encryptionConfigProviderKeyArns, eks:deletionProtection) to the account or a parent of it.',
  refs: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html'],
  examples: {
    good: [`attest: {iam/missing-organisation-guardrails: {by: cloud@example.com, until: 2030-01-01, answer: true, evidence: repo/scp}}`],
    bad: [`attest: {iam/missing-organisation-guardrails: {by: cloud@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
