/** The VPC CNI works with the role of the node. */
import { control } from '../../model/control.ts'
import { accountOfArn, nameOfArn } from '../../reach/iam.ts'
import { admitsToken, annotatedRole, clusterIssuer } from '../../reach/identity.ts'

export default control({
  title: 'The VPC CNI has an IAM role of its own',
  severity: 'high',
  about: 'serviceAccounts',
  needs: ['podIdentityAssociations', 'clusters', 'iamRoles'],
  why: `
    aws-node makes and attaches network interfaces. Without a role of its own it needs those rights on the node role, where
    every pod that reaches the instance metadata has them too.`,
  fix: 'aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --pod-identity-associations serviceAccount=aws-node,roleArn=ROLE-ARN, then restart aws-node and detach AmazonEKS_CNI_Policy from the node role.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html'],
  examples: {
    good: [
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: kube-system, serviceAccount: aws-node, roleArn: 'arn:aws:iam::111122223333:role/cni'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: aws-node, namespace: kube-system}}`,
      `eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', identity: {oidc: {issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC'}}}}
iam:GetRole.cni: {Role: {RoleName: cni, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub': 'system:serviceaccount:kube-system:aws-node'}}}]}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: aws-node, namespace: kube-system, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/cni'}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: aws-node, namespace: kube-system}}`,
      `eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', identity: {oidc: {issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC'}}}}
iam:GetRole.cni: {Role: {RoleName: cni, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/OLD'}, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {StringEquals: {'oidc.eks.us-west-2.amazonaws.com/id/OLD:sub': 'system:serviceaccount:kube-system:aws-node'}}}]}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: aws-node, namespace: kube-system, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/cni'}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', identity: {oidc: {issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC'}}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: aws-node, namespace: kube-system, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/gone'}}}`,
    ],
  },
  applies: ({ metadata }) => metadata.name === 'aws-node' && metadata.namespace === 'kube-system',
  judge(account, world) {
    if (world.some('podIdentityAssociations', ({ namespace, serviceAccount }) => namespace === 'kube-system' && serviceAccount === 'aws-node')) return undefined
    const arn = annotatedRole(account)
    if (arn === undefined)
      return { says: 'aws-node has neither an IRSA role nor a Pod Identity association, so it uses the node role', wanted: 'a role of its own' }
    const at = 'metadata.annotations[eks.amazonaws.com/role-arn]'
    const cluster = world.all('clusters')[0]
    const issuer = clusterIssuer(world)
    const role = world.find('iamRoles', nameOfArn(arn))
    if (!role && accountOfArn(arn) !== accountOfArn(cluster?.arn ?? ''))
      return { because: 'not asked', detail: `${arn} is a role of another account`, lacks: 'iam:GetRole' }
    if (!role) return { says: `role ${nameOfArn(arn)} of the annotation does not exist, so aws-node uses the node role`, at, actual: arn }
    if (issuer === undefined || admitsToken(role, issuer, 'kube-system', 'aws-node')) return undefined
    return { says: `role ${nameOfArn(arn)} does not trust kube-system/aws-node of this cluster, so aws-node uses the node role`, at, actual: arn }
  },
})
