/** Whoever created the cluster may still be its admin, unseen. */
import { control } from '../../model/control.ts'
import { isClusterAdmin } from '../../reach/principals.ts'

export default control({
  title: 'The creator of the cluster is not its standing admin',
  severity: 'high',
  about: 'clusters',
  needs: ['accessPolicies'],
  why: `
    EKS makes the principal that creates a cluster its admin. In authentication mode CONFIG_MAP no API shows that right and
    nothing takes it away; with access entries it is an entry that can be deleted, and mostly is forgotten.`,
  fix: 'Prove another admin path, then delete the access entry of the creator. Create clusters with bootstrapClusterCreatorAdminPermissions=false.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false}}}`,
      // The creator had an entry once; no principal is cluster admin any more.
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: true}}}
eks:ListAssociatedAccessPolicies.ops: {principalArn: 'arn:aws:iam::111122223333:role/ops', associatedAccessPolicies: []}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: CONFIG_MAP, bootstrapClusterCreatorAdminPermissions: true}}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}`,
      `eks:DescribeCluster: {cluster: {name: shop, createdAt: '2026-05-14T08:22:41Z', accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: true}}}
eks:ListAssociatedAccessPolicies.boot: {principalArn: 'arn:aws:iam::111122223333:role/boot', associatedAccessPolicies: [{policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', accessScope: {type: cluster}, associatedAt: '2026-05-14T08:25:02Z'}]}`,
    ],
  },
  judge({ accessConfig, createdAt }, world) {
    const mode = accessConfig?.authenticationMode ?? 'CONFIG_MAP'
    if (mode === 'CONFIG_MAP')
      return {
        says: 'in mode CONFIG_MAP the creator keeps system:masters, which no API shows',
        at: 'accessConfig.authenticationMode',
        ...(accessConfig && { actual: mode }),
        wanted: 'API',
      }
    if (accessConfig?.bootstrapClusterCreatorAdminPermissions === false) return undefined
    const admins = world.all('accessPolicies').filter(({ associatedAccessPolicies = [] }) => associatedAccessPolicies.some(isClusterAdmin))
    if (admins.length === 0) return undefined
    // EKS makes the creator's entry with the cluster; an admin of that hour is the creator.
    const born = Date.parse(createdAt ?? '')
    const creator = admins.find(({ associatedAccessPolicies = [] }) =>
      associatedAccessPolicies.some((one) => isClusterAdmin(one) && Math.abs(Date.parse(one.associatedAt ?? '') - born) < 3_600_000),
    )
    if (creator)
      return {
        says: `${creator.principalArn} created the cluster and is its admin still`,
        at: 'accessConfig.bootstrapClusterCreatorAdminPermissions',
        wanted: 'no access policy for the creator',
      }
    return {
      because: 'not asked',
      detail: 'who created the cluster stands in CloudTrail alone (event CreateCluster); it may be one of its admins',
      lacks: 'cloudtrail:LookupEvents',
    }
  },
})
