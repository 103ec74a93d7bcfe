/** Somebody changes the map of IAM principals to Kubernetes groups. */
import { control } from '../../model/control.ts'
import { isAwsAuthRead } from '../../reach/aws-auth.ts'
import { editAwsAuth } from '../../reach/powers.ts'
import { accuse, isClusterWide, isHeld } from '../../reach/rbac.ts'

export default control({
  title: 'Nobody may change the aws-auth ConfigMap',
  severity: 'high',
  about: 'grants',
  needs: ['roles', 'clusters'],
  why: `
    Whoever writes kube-system/aws-auth maps his own IAM principal to system:masters and is past every rule of the
    cluster. A right to update ConfigMaps everywhere includes this one.`,
  fix: 'Bind the ConfigMap rights in the namespaces that need them, or move the cluster to authentication mode API, where aws-auth is not read.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html', 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: config, namespace: kube-system}
rules: [{apiGroups: [''], resources: [configmaps], resourceNames: [coredns], verbs: [update]}, {apiGroups: [''], resources: [configmaps], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: config, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
subjects: [{kind: ServiceAccount, name: dns}]`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: config}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [get, update]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: config}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: config}
subjects: [{kind: ServiceAccount, namespace: shop, name: web}]`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: CONFIG_MAP}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: config, namespace: kube-system}
rules: [{apiGroups: [''], resources: [configmaps], resourceNames: [aws-auth], verbs: [patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: config, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: config}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]`,
    ],
  },
  applies: (grant) => isHeld(grant) && isClusterWide(grant),
  judge: (grant, world) => {
    const fault = accuse(grant, editAwsAuth, world)
    return fault && isAwsAuthRead(world) ? fault : undefined
  },
})
