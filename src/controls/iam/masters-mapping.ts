/** aws-auth puts somebody into system:masters. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth, showArn } from '../../reach/aws-auth.ts'

export default control({
  title: 'Nobody is mapped to system:masters',
  severity: 'critical',
  about: 'configMaps',
  needs: ['clusters'],
  why: `
    Members of system:masters are past RBAC altogether: no role, no binding and no removal of one holds them back. Access
    entries refuse the group; aws-auth does not. A node role mapped so makes every pod with the node's credentials an admin.`,
  fix: 'Give break-glass roles an access entry with AmazonEKSClusterAdminPolicy, give the rest groups of your own, and take system:masters out of aws-auth.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html', 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
  examples: {
    good: [
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
      // In mode API nobody reads the map.
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapUsers: '[{userarn: "arn:aws:iam::111122223333:user/ops", username: ops, groups: ["system:masters"]}]'}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    - groups:
      - system:bootstrappers
      - system:nodes
      - system:masters
      rolearn: arn:aws:iam::111122223333:role/nodes
      username: system:node:{{EC2PrivateDNSName}}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapUsers: '[{"userarn": "arn:aws:iam::111122223333:user/ops", "username": "ops", "groups": ["system:masters"]}]'}`,
    ],
  },
  applies: isAwsAuth,
  judge(map, world) {
    const masters = readAwsAuth(map).mappings.filter(({ groups }) => groups.includes('system:masters'))
    if (masters.length === 0 || !isAwsAuthRead(world)) return undefined
    return masters.map(({ key, arn, username }) => ({
      says: `${key} puts ${showArn(arn)} (${username ?? 'no user name'}) into system:masters`,
      at: `data.${key}`,
    }))
  },
})
