/** A policy tells pods apart by one of their tags, which others can have too. */
import { control } from '../../model/control.ts'
import type { Condition } from '../../reach/iam.ts'
import { policiesOf, policyKinds } from '../../reach/role-policies.ts'

const tags = ['eks-cluster-arn', 'kubernetes-namespace', 'kubernetes-service-account']

export default control({
  title: 'Policies that test session tags test cluster, namespace and account',
  severity: 'high',
  about: 'iamRoles',
  needs: policyKinds,
  why: `
    Namespaces and service accounts of the same name exist in other clusters, and names are free to choose. A policy that
    tests the namespace alone opens to whoever creates a namespace of that name in another cluster.`,
  fix: 'Add StringEquals on aws:PrincipalTag/eks-cluster-arn, aws:PrincipalTag/kubernetes-namespace and aws:PrincipalTag/kubernetes-service-account to the statement, all three.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html'],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: []}
iam:GetRolePolicy.web.data: {RoleName: web, PolicyName: data, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*', Condition: {StringEquals: {'s3:ExistingObjectTag/ns': '\${aws:PrincipalTag/kubernetes-namespace}', 's3:ExistingObjectTag/sa': '\${aws:PrincipalTag/kubernetes-service-account}', 'aws:PrincipalTag/eks-cluster-arn': 'arn:aws:eks:us-west-2:111122223333:cluster/shop'}}}]}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: []}
iam:GetRolePolicy.web.data: {RoleName: web, PolicyName: data, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*', Condition: {StringEquals: {'aws:PrincipalTag/kubernetes-namespace': shop}}}]}}`,
      `iam:GetRole.web: {Role: {RoleName: web}}
iam:ListAttachedRolePolicies.web: {AttachedPolicies: []}
iam:GetRolePolicy.web.data: {RoleName: web, PolicyName: data, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*', Condition: {StringEqualsIfExists: {'aws:PrincipalTag/kubernetes-namespace': shop, 'aws:PrincipalTag/eks-cluster-arn': 'arn:aws:eks:us-west-2:111122223333:cluster/shop', 'aws:PrincipalTag/kubernetes-service-account': web}}}]}}`,
    ],
  },
  judge: (role, world) =>
    policiesOf(role, world).flatMap((policy) => {
      if (policy.isAwsManaged) return []
      return policy.statements().flatMap(({ effect, conditions }) => {
        if (effect !== 'Allow' || !conditions.some((one) => tags.some((tag) => tests(one, tag)))) return []
        const missing = tags.filter((tag) => !conditions.some((one) => tests(one, tag) && one.operator === 'stringequals' && !one.ifExists))
        return missing.length === 0
          ? []
          : [{ says: `policy ${policy.name} tests session tags, but not ${missing.join(', ')} with StringEquals`, wanted: tags.join(', ') }]
      })
    }),
})

/** A tag of the caller as the key, or as a variable in a value. */
function tests({ key, values }: Condition, tag: string): boolean {
  return key === `aws:principaltag/${tag}` || values.some((value) => value.toLowerCase().includes(`\${aws:principaltag/${tag}}`))
}
