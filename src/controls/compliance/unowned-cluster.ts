/** The cluster names nobody who answers for it. */
import { control } from '../../model/control.ts'
import { namesOwner } from '../../reach/owners.ts'

export default control({
  title: 'The tags of the cluster name its owner',
  severity: 'low',
  about: 'clusters',
  why: `
    Whoever gets the finding, the bill or the call at night must know whose cluster it is. Rules that let people act on what they
    own need the same tag.`,
  fix: 'aws eks tag-resource --resource-arn CLUSTER-ARN --tags owner=TEAM',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, tags: {owner: platform}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, tags: {"org:Team": platform}}}`,
    ],
    bad: [`eks:DescribeCluster: {cluster: {name: shop, tags: {environment: production}}}`, `eks:DescribeCluster: {cluster: {name: shop}}`],
  },
  judge({ tags }) {
    return namesOwner(tags) ? undefined : { says: 'no tag of the cluster names its owner', at: 'tags', wanted: 'a tag owner or team' }
  },
})
