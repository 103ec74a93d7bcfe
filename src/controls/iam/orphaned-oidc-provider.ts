/** IAM trusts the issuer of a cluster that is gone. */
import { control } from '../../model/control.ts'
import { clusterIssuer, eksIssuerOf, webTrusts } from '../../reach/identity.ts'

const regionOf = (issuer: string): string | undefined => issuer.split('.')[2]

export default control({
  title: 'IAM trusts issuers of living clusters only',
  severity: 'medium',
  about: 'oidcProviders',
  needs: ['clusters', 'clusterNames', 'iamRoles'],
  why: `
    A provider that outlives its cluster keeps roles assumable by tokens that nobody watches any more. It also hides, among
    trusted issuers, the one that should have caught your eye.`,
  fix: 'aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ARN, and take the statements that name it out of the roles. Waive providers of clusters in other accounts.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html'],
  examples: {
    good: [
      `eks:ListClusters: {clusters: [shop]}
eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', identity: {oidc: {issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC'}}}}
iam:GetOpenIDConnectProvider.ABC: {Url: oidc.eks.us-west-2.amazonaws.com/id/ABC, ClientIDList: [sts.amazonaws.com]}`,
    ],
    bad: [
      `eks:ListClusters: {clusters: [shop]}
eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', identity: {oidc: {issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC'}}}}
iam:GetOpenIDConnectProvider.OLD: {Url: oidc.eks.us-west-2.amazonaws.com/id/OLD, ClientIDList: [sts.amazonaws.com]}`,
      `eks:ListClusters: {clusters: [shop]}
eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop', identity: {oidc: {issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC'}}}}
iam:GetOpenIDConnectProvider.OLD: {Url: oidc.eks.us-west-2.amazonaws.com/id/OLD}
iam:GetRole.batch: {Role: {RoleName: batch, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/OLD'}, Action: 'sts:AssumeRoleWithWebIdentity'}]}}}`,
    ],
  },
  applies: ({ Url }) => eksIssuerOf(Url) !== undefined,
  judge({ Url }, world) {
    const issuer = eksIssuerOf(Url) ?? ''
    const own = clusterIssuer(world)
    if (issuer === own) return undefined
    // Other clusters of the account and other regions have issuers too; they were not asked for theirs.
    const others = world.all('clusterNames').filter(({ name }) => !world.all('clusters').some((cluster) => cluster.name === name))
    if (others.length > 0 || own === undefined || regionOf(issuer) !== regionOf(own)) {
      return { because: 'not asked', detail: `whether a cluster of this account has the issuer ${issuer} was not asked`, lacks: 'eks:DescribeCluster' }
    }
    const roles = world.seen('iamRoles').things.filter((role) => webTrusts(role).some((trust) => trust.issuer === issuer))
    const who = roles.length === 0 ? '' : `; ${roles.map(({ RoleName }) => RoleName).join(', ')} can still be assumed by its tokens`
    return {
      says: `no cluster of this account and region has the issuer ${issuer}${who}`,
      at: 'Url',
      actual: Url,
      via: roles.map(({ RoleName }) => ({ kind: 'AWS::IAM::Role', name: RoleName })),
    }
  },
})
