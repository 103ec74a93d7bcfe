/** A role that rules the cluster can be assumed by a whole account, or by any repository. */
import { control } from '../../model/control.ts'
import { statementsOf } from '../../reach/iam.ts'
import { adminBy, principalKinds } from '../../reach/principals.ts'
import { loosenessOf } from '../../reach/trust.ts'

export default control({
  title: 'Roles that rule the cluster trust named principals',
  severity: 'high',
  about: 'iamRoles',
  needs: principalKinds,
  why: `
    A role is as strong as the weakest principal that may assume it. Trust in the root of an account is trust in every admin
    there; trust in a build service without naming repository and branch is trust in all its customers.`,
  fix: 'Name the principals in the trust policy, or add a condition: MFA for people, sub with repository and ref for a build service, an external id for another account.',
  refs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}
eks:ListAssociatedAccessPolicies.ops: {principalArn: 'arn:aws:iam::111122223333:role/ops', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'sts:AssumeRole', Condition: {Bool: {'aws:MultiFactorAuthPresent': 'true'}}}]}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}
eks:ListAssociatedAccessPolicies.ops: {principalArn: 'arn:aws:iam::111122223333:role/ops', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}}]}
iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {AWS: ['arn:aws:iam::111122223333:role/pipeline', '444455556666']}, Action: 'sts:AssumeRole'}}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
iam:GetRole.ops: {Role: {RoleName: ops, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'token.actions.githubusercontent.com:aud': sts.amazonaws.com}}}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapRoles: '[{rolearn: "arn:aws:iam::111122223333:role/ops", username: ops, groups: ["system:masters"]}]'}`,
    ],
  },
  applies: ({ RoleName }, world) => adminBy(RoleName, world) !== undefined,
  judge: (role, world) =>
    statementsOf(role.AssumeRolePolicyDocument).flatMap((statement, i) => {
      const loose = loosenessOf(statement)
      return loose === undefined
        ? []
        : [{ says: `cluster admin (${adminBy(role.RoleName, world)}) can be assumed by ${loose}`, at: `AssumeRolePolicyDocument.Statement[${i}]` }]
    }),
})
