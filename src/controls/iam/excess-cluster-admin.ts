/** More principals than a break-glass pair hold all rights over the cluster by an access policy. */
import { control } from '../../model/control.ts'
import { showArn } from '../../reach/aws-auth.ts'
import { isClusterAdmin, policyName } from '../../reach/principals.ts'

const enough = 2

export default control({
  title: 'At most two principals are cluster admins by access policy',
  severity: 'high',
  about: 'accessPolicies',
  why: `
    Each admin is a way into everything, and one that is used every day gets phished, scripted and lent. Two roles for
    emergencies are enough; daily work needs a namespace, or view.`,
  fix: 'aws eks disassociate-access-policy --cluster-name CLUSTER --principal-arn ARN --policy-arn POLICY, then associate AmazonEKSEditPolicy with the namespaces that are worked in.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `eks:ListAssociatedAccessPolicies.a: {principalArn: 'arn:aws:iam::111122223333:role/a', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
eks:ListAssociatedAccessPolicies.b: {principalArn: 'arn:aws:iam::111122223333:role/b', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
eks:ListAssociatedAccessPolicies.c: {principalArn: 'arn:aws:iam::111122223333:role/c', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy', accessScope: {type: namespace, namespaces: [shop]}}]}`,
    ],
    bad: [
      `eks:ListAssociatedAccessPolicies.a: {principalArn: 'arn:aws:iam::111122223333:role/a', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
eks:ListAssociatedAccessPolicies.b: {principalArn: 'arn:aws:iam::111122223333:role/b', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
eks:ListAssociatedAccessPolicies.c: {principalArn: 'arn:aws:iam::111122223333:role/c', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy', accessScope: {type: cluster}}]}`,
      `eks:ListAssociatedAccessPolicies.a: {principalArn: 'arn:aws:iam::111122223333:role/a', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
eks:ListAssociatedAccessPolicies.b: {principalArn: 'arn:aws:iam::111122223333:role/b', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
eks:ListAssociatedAccessPolicies.c: {principalArn: 'arn:aws:iam::111122223333:user/c', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', accessScope: {type: cluster}}, {policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}`,
    ],
  },
  judge({ principalArn, associatedAccessPolicies = [] }, world) {
    const at = associatedAccessPolicies.findIndex(isClusterAdmin)
    if (at < 0) return undefined
    const admins = world.all('accessPolicies').filter((one) => (one.associatedAccessPolicies ?? []).some(isClusterAdmin))
    if (admins.length <= enough) return undefined
    const policy = associatedAccessPolicies[at]
    return {
      says: `${showArn(principalArn)} is one of ${admins.length} cluster admins, by ${policyName(policy?.policyArn)}`,
      at: `associatedAccessPolicies[${at}].policyArn`,
      actual: policy?.policyArn,
      wanted: `at most ${enough} principals, for emergencies`,
    }
  },
})
