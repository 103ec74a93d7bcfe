/** A service account sends its pods to the one global endpoint of STS. */
import { isNot, matches, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Pods ask the regional endpoint of STS',
  severity: 'low',
  about: 'serviceAccounts',
  applies: object('metadata.annotations[eks.amazonaws.com/role-arn]', matches(/./, 'the ARN of a role')),
  must: object('metadata.annotations[eks.amazonaws.com/sts-regional-endpoints]', isNot('false')),
  why: `
    The global endpoint lies in one region. Pods that ask it are slower everywhere else, stop when that region does, and
    their tokens are worth more than those of the region.`,
  fix: 'kubectl annotate serviceaccount NAME -n NAMESPACE eks.amazonaws.com/sts-regional-endpoints-',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/configure-sts-endpoint.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web', eks.amazonaws.com/sts-regional-endpoints: 'false'}}}`,
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop, annotations: {eks.amazonaws.com/sts-regional-endpoints: 'false', eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/job'}}}`,
    ],
  },
})
