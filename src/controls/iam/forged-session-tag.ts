/** A role carries one of the tags that Pod Identity gives to pods. */
import { control } from '../../model/control.ts'

const reserved = new Set([
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
])

export default control({
  title: 'The session tags of Pod Identity stand on no role',
  severity: 'medium',
  about: 'iamRoles',
  why: `
    Policies that tell pods apart by aws:PrincipalTag/kubernetes-namespace cannot see whether the tag came from Pod Identity
    or was put on a role by hand. A role with such a tag is taken for a pod of that namespace.`,
  fix: 'aws iam untag-role --role-name ROLE --tag-keys KEY, and deny iam:TagRole and sts:TagSession for these keys by a service control policy.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html'],
  examples: {
    good: [`iam:GetRole.web: {Role: {RoleName: web, Tags: [{Key: owner, Value: platform}]}}`],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, Tags: [{Key: owner, Value: platform}, {Key: kubernetes-namespace, Value: payments}]}}`,
      `iam:GetRole.web: {Role: {RoleName: web, Tags: [{Key: eks-cluster-arn, Value: 'arn:aws:eks:us-west-2:111122223333:cluster/shop'}]}}`,
    ],
  },
  judge: ({ Tags = [] }) =>
    Tags.flatMap(({ Key = '', Value = '' }, i) =>
      reserved.has(Key) ? [{ says: `carries the tag ${Key}=${Value}, as a pod would`, at: `Tags[${i}].Key`, actual: Key }] : [],
    ),
  remedy: ({ RoleName, Tags = [] }) => ({
    says: 'Take the tags off the role',
    risk: 'none',
    steps: [{ do: 'aws', call: 'iam:UntagRole', input: { RoleName, TagKeys: Tags.flatMap(({ Key = '' }) => (reserved.has(Key) ? [Key] : [])) } }],
  }),
})
