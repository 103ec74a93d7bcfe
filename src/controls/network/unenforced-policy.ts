/** A NetworkPolicy selects pods where no engine can enforce it: on Fargate, on Windows, on the host network. */
import { control } from '../../model/control.ts'
import { engineKinds, enginesOf } from '../../reach/network-engine.ts'
import { objectRef } from '../../model/ref.ts'
import { isFinished, needCompute, onHostNetwork, policiesOf } from '../../reach/network.ts'
import { hasPodGroup, podGroupKinds } from '../../reach/pod-groups.ts'

const policy = `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: shop}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}
---
`
const fargate = `${policy}apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web, eks.amazonaws.com/fargate-profile: shop}}
spec: {containers: [{name: web, image: web:1}]}
`

export default control({
  title: 'Network policies select pods that an engine can reach',
  severity: 'medium',
  about: 'workloads',
  needs: ['networkPolicies', ...engineKinds, ...podGroupKinds],
  why: `
    Pods on Fargate and on Windows nodes have no policy agent of the VPC CNI, and pods on the host network have no
    interface of their own to guard. A policy that selects them looks like protection and does nothing.`,
  fix: 'On Fargate give the pods a security group by a SecurityGroupPolicy; take pods off the host network; guard Windows and host-network pods by the security groups of their nodes.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
  ],
  examples: {
    good: [
      `${policy}{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `${fargate}---
{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, securityGroups: {groupIds: [sg-1]}}}`,
    ],
    bad: [
      fargate,
      `${policy}{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: web:1}]}}`,
      `${policy}{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: shop}, spec: {hostNetwork: true, containers: [{name: agent, image: agent:1}]}}`,
    ],
  },
  applies: (workload, world) => !isFinished(workload, world) && policiesOf(workload, world).length > 0,
  judge(workload, world) {
    const [policy] = policiesOf(workload, world)
    if (!policy) return undefined
    const say = (where: string) => ({
      says: `NetworkPolicy ${policy.metadata.name} selects its pods, but ${where}`,
      via: [objectRef(policy)],
      wanted: 'a security group, or pods that an engine can reach',
    })
    if (onHostNetwork(workload)) return say('policies do not bind pods on the host network')
    if (workload.os === 'windows' && !enginesOf(world).some(({ agent }) => agent?.os === 'windows')) return say('no policy engine runs on Windows nodes')
    if (workload.computes.includes('fargate') && !hasPodGroup(workload, world)) return say('no policy engine runs on Fargate')
    needCompute(workload, world)
    return undefined
  },
})
