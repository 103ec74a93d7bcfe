/** Pods with security groups of their own go past network policies. */
import { control } from '../../model/control.ts'
import { awsNode, containerNamed, engineKinds, enginesOf, envOf } from '../../reach/network-engine.ts'
import { objectRef } from '../../model/ref.ts'

const cluster = (mode: string, policy = true, agent = 'true') => `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - {name: aws-node, image: cni:1, env: [{name: ENABLE_POD_ENI, value: 'true'}${mode === '' ? '' : `, {name: POD_SECURITY_GROUP_ENFORCING_MODE, value: ${mode}}`}]}
        - {name: aws-eks-nodeagent, image: agent:1, args: [--enable-network-policy=${agent}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}
${policy ? '---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: shop}, spec: {podSelector: {}}}' : ''}`

export default control({
  title: 'Pods with their own security groups obey network policies too',
  severity: 'medium',
  about: 'clusters',
  needs: [...engineKinds, 'networkPolicies'],
  why: `
    In strict mode, the default, all traffic of a pod with security groups of its own goes out by its branch interface and
    past the policy agent of the node. Only in standard mode do network policies hold for these pods.`,
  fix: `aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --configuration-values '{"env": {"POD_SECURITY_GROUP_ENFORCING_MODE": "standard"}}' (merge it with the values that are set), then start the pods anew.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html',
  ],
  examples: {
    good: [cluster('standard'), cluster('strict', false)],
    bad: [cluster('strict'), cluster('')],
  },
  applies: (_, world) => envOf(containerNamed(awsNode(world), 'aws-node')?.value, 'ENABLE_POD_ENI') === 'true',
  judge(_, world) {
    const node = awsNode(world)
    const mode = envOf(containerNamed(node, 'aws-node')?.value, 'POD_SECURITY_GROUP_ENFORCING_MODE') ?? 'strict'
    if (mode === 'standard' || world.all('networkPolicies').length === 0) return undefined
    if (!enginesOf(world).some(({ name }) => name === 'VPC CNI')) return undefined
    return {
      says: `POD_SECURITY_GROUP_ENFORCING_MODE is ${mode} while network policies are in force`,
      wanted: 'standard',
      ...(node && { via: [objectRef(node)] }),
    }
  },
})
