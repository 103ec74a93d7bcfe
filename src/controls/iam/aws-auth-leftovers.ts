/** aws-auth still maps principals, beside or instead of access entries. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth, showArn } from '../../reach/aws-auth.ts'

export default control({
  title: 'No principal is left in the aws-auth ConfigMap',
  severity: 'medium',
  about: 'configMaps',
  needs: ['clusters'],
  why: `
    What stands in aws-auth is seen by no AWS API and logged by no trail. Where a principal has an access entry as well, the
    entry wins, and the old mapping comes back to life on the day the entry is deleted.`,
  fix: 'Make an access entry for each principal with the same rights or less, then remove its mapping: eksctl delete iamidentitymapping --cluster CLUSTER --arn ARN',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapRoles: ''}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/nodes
      username: system:node:{{EC2PrivateDNSName}}
      groups: [system:bootstrappers, system:nodes]`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapUsers: '[{userarn: "arn:aws:iam::111122223333:user/jane", username: jane}]'}`,
    ],
  },
  applies: isAwsAuth,
  judge(map, world) {
    const { mappings } = readAwsAuth(map)
    if (mappings.length === 0 || !isAwsAuthRead(world)) return undefined
    const names = mappings.map(({ arn }) => showArn(arn))
    const few = `${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`
    return { says: `${mappings.length} ${mappings.length === 1 ? 'principal is' : 'principals are'} mapped: ${few}`, at: `data.${mappings[0]?.key}` }
  },
})
