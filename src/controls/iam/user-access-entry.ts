/** An IAM user, or the root of the account, has an access entry. */
import { control } from '../../model/control.ts'
import { showArn } from '../../reach/aws-auth.ts'

export default control({
  title: 'Access entries are for roles, not for IAM users',
  severity: 'medium',
  about: 'accessEntries',
  why: `
    An IAM user signs in with keys that do not end by themselves and are copied to laptops and build servers. A role gives
    keys for an hour, to somebody whose name stands in the log.`,
  fix: 'Make an access entry for a role that the user may assume; then aws eks delete-access-entry --cluster-name CLUSTER --principal-arn USER-ARN',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
  ],
  examples: {
    good: [`eks:DescribeAccessEntry.dev: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/user/dev', type: STANDARD}}`],
    bad: [
      `eks:DescribeAccessEntry.jane: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:user/jane', type: STANDARD, kubernetesGroups: ['shop:developers']}}`,
      `eks:DescribeAccessEntry.root: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:root', type: STANDARD}}`,
    ],
  },
  judge({ principalArn, kubernetesGroups = [] }) {
    if (!/^(user\/|root$)/.test(showArn(principalArn))) return undefined
    const groups = kubernetesGroups.length > 0 ? `, in ${kubernetesGroups.join(', ')}` : ''
    return { says: `${showArn(principalArn)} has an access entry${groups}`, at: 'principalArn', actual: principalArn, wanted: 'a role' }
  },
})
