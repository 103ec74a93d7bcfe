/** A SecurityGroupPolicy is there, but security groups for pods are switched off. */
import { control } from '../../model/control.ts'
import { workloadsIn } from '../../reach/network.ts'
import { isPodEniOn, podGroupKinds, selectsWorkload } from '../../reach/pod-groups.ts'

const policy = `{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, securityGroups: {groupIds: [sg-1]}}}
---
`
const awsNode = (value: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec: {template: {spec: {hostNetwork: true, containers: [{name: aws-node, image: cni:1, env: [{name: ENABLE_POD_ENI, value: '${value}'}]}]}}}
---
`

export default control({
  title: 'SecurityGroupPolicies work: pods may have their own interfaces',
  severity: 'medium',
  about: 'securityGroupPolicies',
  needs: podGroupKinds,
  why: `
    The VPC CNI heeds these policies only with ENABLE_POD_ENI set to true, which it is not by default. Until then the pods
    carry the group of their node, and the database that trusts the pods' group lets none of them in or all of them.`,
  fix: `aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --configuration-values '{"env": {"ENABLE_POD_ENI": "true"}}' (merge it with the values that are set), then start the pods anew.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html',
  ],
  examples: {
    good: [
      policy + awsNode('true'),
      // Fargate heeds the policy whatever the VPC CNI does.
      `${policy}{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web, eks.amazonaws.com/fargate-profile: shop}}, spec: {containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [policy + awsNode('false'), policy],
  },
  judge(policy, world) {
    const selected = workloadsIn(policy.metadata.namespace ?? 'default', world).filter((workload) => selectsWorkload(policy, workload, world))
    if (selected.length > 0 && selected.every(({ computes }) => computes.length > 0 && computes.every((compute) => compute === 'fargate'))) return undefined
    return isPodEniOn(world)
      ? undefined
      : { says: 'the policy has no effect: aws-node does not run with ENABLE_POD_ENI=true', wanted: 'ENABLE_POD_ENI=true on DaemonSet aws-node' }
  },
})
