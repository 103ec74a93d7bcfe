/** aws-auth lets every principal of an AWS account sign in. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth } from '../../reach/aws-auth.ts'

export default control({
  title: 'Principals are let in by name, not by account',
  severity: 'high',
  about: 'configMaps',
  needs: ['clusters'],
  why: `
    mapAccounts makes every user and role of an account a user of the cluster, under its ARN. Whoever may create a role
    there chooses his own name, and each of them is system:authenticated.`,
  fix: 'Remove mapAccounts from aws-auth and make an access entry for each role that needs the cluster.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html', 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapAccounts: '[]'}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapAccounts: |
    - "111122223333"`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapAccounts: '["111122223333", "444455556666"]'}`,
    ],
  },
  applies: isAwsAuth,
  judge(map, world) {
    const { accounts } = readAwsAuth(map)
    if (accounts.length === 0 || !isAwsAuthRead(world)) return undefined
    return { says: `every principal of account ${accounts.join(', ')} may sign in`, at: 'data.mapAccounts' }
  },
})
