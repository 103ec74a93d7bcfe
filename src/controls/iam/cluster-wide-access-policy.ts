/** A principal may edit every namespace by an access policy. */
import { control } from '../../model/control.ts'
import { showArn } from '../../reach/aws-auth.ts'
import { editsEverywhere, policyName } from '../../reach/principals.ts'

export default control({
  title: 'Access policies that write are scoped to namespaces',
  severity: 'medium',
  about: 'accessPolicies',
  why: `
    With the scope cluster, AmazonEKSEditPolicy and AmazonEKSAdminPolicy hold in every namespace there is and will be,
    kube-system among them, where the right to make pods is the right to the cluster.`,
  fix: 'aws eks associate-access-policy --cluster-name CLUSTER --principal-arn ARN --policy-arn POLICY --access-scope type=namespace,namespaces=NAMESPACE',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html'],
  examples: {
    good: [
      `eks:ListAssociatedAccessPolicies.dev: {principalArn: 'arn:aws:iam::111122223333:role/dev', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy', accessScope: {type: namespace, namespaces: [shop]}}]}`,
      `eks:ListAssociatedAccessPolicies.ops: {principalArn: 'arn:aws:iam::111122223333:role/ops', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', accessScope: {type: cluster, namespaces: []}}]}`,
    ],
    bad: [
      `eks:ListAssociatedAccessPolicies.dev: {principalArn: 'arn:aws:iam::111122223333:role/dev', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy', accessScope: {type: cluster, namespaces: []}}]}`,
      `eks:ListAssociatedAccessPolicies.ci: {principalArn: 'arn:aws:iam::111122223333:role/ci', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy', accessScope: {type: namespace, namespaces: ['*']}}]}`,
    ],
  },
  judge({ principalArn, associatedAccessPolicies = [] }) {
    return associatedAccessPolicies.flatMap((policy, i) => {
      const everywhere =
        policy.accessScope?.namespaces?.includes('*') === true && /^AmazonEKS(Edit|Admin|ClusterAdmin)Policy$/.test(policyName(policy.policyArn))
      if (!editsEverywhere(policy) && !everywhere) return []
      return [
        {
          says: `${showArn(principalArn)} has ${policyName(policy.policyArn)} in every namespace`,
          at: `associatedAccessPolicies[${i}].accessScope`,
          wanted: 'type namespace, with the namespaces that are worked in',
        },
      ]
    })
  },
})
