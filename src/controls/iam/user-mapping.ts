/** aws-auth maps IAM users, whose keys last for years. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth, showArn } from '../../reach/aws-auth.ts'

export default control({
  title: 'IAM users are not mapped by aws-auth',
  severity: 'medium',
  about: 'configMaps',
  needs: ['clusters'],
  why: `
    An IAM user signs in with keys that do not end by themselves and are copied to laptops and build servers. A role gives
    keys for an hour, to somebody whose name stands in the log.`,
  fix: 'Make an access entry for a role that the users may assume, then remove the users from mapUsers.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapRoles: '[{rolearn: "arn:aws:iam::111122223333:role/dev", username: dev}]'}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapUsers: '[{userarn: "arn:aws:iam::111122223333:user/build-bot", username: build-bot}]'}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapUsers: '[{userarn: "arn:aws:iam::111122223333:root", username: owner}]'}`,
    ],
  },
  applies: isAwsAuth,
  judge(map, world) {
    const users = readAwsAuth(map).mappings.filter(({ key, arn }) => key === 'mapUsers' && arn !== undefined)
    if (users.length === 0 || !isAwsAuthRead(world)) return undefined
    return users.map(({ arn, username }) => ({ says: `${showArn(arn)} is mapped to user ${username ?? 'none'}`, at: 'data.mapUsers' }))
  },
})
