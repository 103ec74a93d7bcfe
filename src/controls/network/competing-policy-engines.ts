/** Two engines enforce network policies on the same nodes. */
import { control } from '../../model/control.ts'
import { type Engine, engineKinds, enginesOf } from '../../reach/network-engine.ts'
import { objectRef } from '../../model/ref.ts'

const cilium = `---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: cilium, namespace: kube-system}
spec: {template: {spec: {containers: [{name: cilium-agent, image: 'quay.io/cilium/cilium:v1.19.0'}]}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}`
const awsNode = (flag: string) => `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec: {template: {spec: {containers: [{name: aws-eks-nodeagent, image: agent:1, args: [--enable-network-policy=${flag}]}]}}}
`

export default control({
  title: 'One network policy engine enforces policies, not two',
  severity: 'high',
  about: 'clusters',
  needs: engineKinds,
  why: `
    Two engines write rules for the same interfaces and neither knows of the other. Which of them drops or passes a
    packet then hangs on timing and order, and a policy that was tested may cease to hold with the next restart.`,
  fix: 'Convert the policies of one engine and switch it off: enableNetworkPolicy "false" for the VPC CNI, or uninstall the other.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      `${awsNode('true')}---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}`,
      awsNode('false') + cilium,
    ],
    bad: [
      awsNode('true') + cilium,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: calico-node, namespace: calico-system}
spec: {template: {spec: {containers: [{name: calico-node, image: 'docker.io/calico/node:v3.31.0'}]}}}
${cilium}`,
    ],
  },
  judge(_, world) {
    const engines = enginesOf(world)
    for (const [i, one] of engines.entries()) {
      const other = engines.slice(i + 1).find((second) => second.name !== one.name && share(one, second))
      if (!other) continue
      const via = [one.agent, other.agent].flatMap((agent) => (agent ? [objectRef(agent)] : []))
      return { says: `${one.name} and ${other.name} both enforce network policies`, wanted: 'one engine on each node', via }
    }
    // A second engine may be among what was not seen.
    world.all('workloads')
    return undefined
  },
})

/** Agents that were placed on different nodes do not meet. */
function share({ agent: one }: Engine, { agent: other }: Engine): boolean {
  if (!one || !other) return false
  const nodesOf = (pods: typeof one.pods) => new Set(pods.flatMap(({ spec }) => spec?.nodeName ?? []))
  const left = nodesOf(one.pods)
  const right = nodesOf(other.pods)
  return left.size === 0 || right.size === 0 || [...left].some((node) => right.has(node))
}
