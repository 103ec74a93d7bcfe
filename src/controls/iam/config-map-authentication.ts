/** EKS still takes the aws-auth ConfigMap for true. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Access entries are the only way into the cluster',
  severity: 'medium',
  about: 'clusters',
  must: object('accessConfig.authenticationMode', is('API')),
  why: `
    While EKS reads aws-auth, whoever edits that one ConfigMap is cluster-admin, its mappings appear in no AWS API, and a
    slip in the YAML locks everybody out. Access entries are changed through IAM and logged by CloudTrail.`,
  fix: 'Make an access entry for every principal in aws-auth, node roles included; then aws eks update-cluster-config --name CLUSTER --access-config authenticationMode=API. There is no way back.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html',
  ],
  examples: {
    good: [`eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}`],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: CONFIG_MAP}}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}`,
    ],
  },
  remedy: ({ name, accessConfig }) => ({
    says: 'Move to access entries, one step at a time',
    risk: 'outage',
    steps: [
      {
        do: 'tell',
        text: `aws eks update-cluster-config --name ${name} --access-config authenticationMode=${accessConfig?.authenticationMode === 'API_AND_CONFIG_MAP' ? 'API' : 'API_AND_CONFIG_MAP'}`,
      },
    ],
  }),
})
