/** One call deletes the cluster. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'The cluster is protected from deletion',
  severity: 'medium',
  about: 'clusters',
  must: object('deletionProtection', is(true)),
  why: `
    An attacker who wants to hide, or a pipeline with the wrong variable, deletes the cluster with one call, and with it the
    state that an investigation needs. With deletion protection it takes two, and the first is a warning.`,
  fix: 'aws eks update-cluster-config --name CLUSTER --deletion-protection',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html'],
  examples: {
    good: ['eks:DescribeCluster: {cluster: {name: shop, deletionProtection: true}}'],
    bad: ['eks:DescribeCluster: {cluster: {name: shop, deletionProtection: false}}', 'eks:DescribeCluster: {cluster: {name: shop}}'],
  },
  remedy: ({ name }) => ({
    says: 'Turn on deletion protection',
    risk: 'none',
    steps: [{ do: 'aws', call: 'eks:UpdateClusterConfig', input: { name, deletionProtection: true } }],
  }),
})
