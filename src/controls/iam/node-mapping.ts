/** aws-auth gives a node role more than a node needs, or a user name that is no node's. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth, showArn } from '../../reach/aws-auth.ts'
import { nameOfArn } from '../../reach/iam.ts'

const nodeGroups = new Set(['system:bootstrappers', 'system:nodes', 'system:node-proxier', 'eks:kube-proxy-windows'])
const nodeUser = /^system:node:\{\{(EC2PrivateDNSName|SessionName)\}\}$/

export default control({
  title: 'Node roles are mapped to the groups of nodes and to nothing else',
  severity: 'critical',
  about: 'configMaps',
  needs: ['clusters', 'nodegroups'],
  why: `
    Every pod that reaches the instance metadata, and every process on the node, has the node's role. What that role is in
    Kubernetes, they are. A user name that does not begin with system:node: also defeats the limits set for nodes.`,
  fix: 'Let the entry hold username system:node:{{EC2PrivateDNSName}} and the groups system:bootstrappers and system:nodes only, or make it an access entry of type EC2_LINUX.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html', 'https://kubernetes.io/docs/reference/access-authn-authz/node/'],
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
      groups: [system:bootstrappers, system:nodes, eks:kube-proxy-windows]
    - rolearn: arn:aws:iam::111122223333:role/dev
      username: dev
      groups: [shop:developers]`,
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
      groups: [system:bootstrappers, system:nodes, shop:deployers]`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/nodes
      username: node
      groups: [system:nodes]`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/nodes
      username: builder
      groups: [shop:deployers]`,
    ],
  },
  applies: isAwsAuth,
  judge(map, world) {
    const { mappings } = readAwsAuth(map)
    if (mappings.length === 0 || !isAwsAuthRead(world)) return undefined
    return mappings.flatMap(({ key, arn, username, groups }) => {
      const isNode =
        groups.includes('system:nodes') ||
        username?.startsWith('system:node:') === true ||
        world.some('nodegroups', ({ nodeRole }) => nodeRole !== undefined && nameOfArn(nodeRole) === nameOfArn(arn ?? '')) !== undefined
      if (!isNode) return []
      const extra = groups.filter((group) => !nodeGroups.has(group))
      if (extra.length > 0)
        return [{ says: `${key} puts node role ${showArn(arn)} into ${extra.join(', ')}`, at: `data.${key}`, wanted: 'system:bootstrappers and system:nodes' }]
      return nodeUser.test(username ?? '')
        ? []
        : [{ says: `${key} maps node role ${showArn(arn)} to user ${username ?? 'none'}`, at: `data.${key}`, wanted: 'system:node:{{EC2PrivateDNSName}}' }]
    })
  },
})
