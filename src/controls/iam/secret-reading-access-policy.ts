/** A principal reads every Secret by an access policy that is called a view. */
import { control } from '../../model/control.ts'
import { showArn } from '../../reach/aws-auth.ts'
import { policyName, readsAllSecrets } from '../../reach/principals.ts'

export default control({
  title: 'Nobody reads every Secret by an access policy',
  severity: 'high',
  about: 'accessPolicies',
  why: `
    AmazonEKSAdminViewPolicy reads as harmless, but it shows the content of every Secret, and with it the passwords and
    tokens of stronger accounts. Auditors need AmazonEKSViewPolicy, which leaves Secrets out.`,
  fix: 'Disassociate the policy and associate AmazonEKSViewPolicy, or scope it to the namespaces whose Secrets must be read.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html'],
  examples: {
    good: [
      `eks:ListAssociatedAccessPolicies.audit: {principalArn: 'arn:aws:iam::111122223333:role/audit', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', accessScope: {type: cluster}}]}`,
    ],
    bad: [
      `eks:ListAssociatedAccessPolicies.audit: {principalArn: 'arn:aws:iam::111122223333:role/audit', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy', accessScope: {type: cluster}}]}`,
      `eks:ListAssociatedAccessPolicies.audit: {principalArn: 'arn:aws-cn:iam::111122223333:role/audit', associatedAccessPolicies: [{policyArn: 'arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSSecretReaderPolicy', accessScope: {type: cluster}}]}`,
    ],
  },
  judge({ principalArn, associatedAccessPolicies = [] }) {
    const at = associatedAccessPolicies.findIndex(readsAllSecrets)
    const policy = associatedAccessPolicies[at]
    return (
      policy && {
        says: `${showArn(principalArn)} reads every Secret, by ${policyName(policy.policyArn)}`,
        at: `associatedAccessPolicies[${at}].policyArn`,
        actual: policy.policyArn,
        wanted: 'AmazonEKSViewPolicy',
      }
    )
  },
})
