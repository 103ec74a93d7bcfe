/** Network policies are accepted and ignored, since nothing enforces them. */
import { control } from '../../model/control.ts'
import { covers, engineKinds, enginesOf, isCoverable, whyOff } from '../../reach/network-engine.ts'

const aws = (args: string, configured: 'true' | 'false', nodes = 'a', running = nodes) => `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system, uid: ds}
spec: {template: {spec: {hostNetwork: true, containers: [{name: aws-node, image: cni:1}, {name: aws-eks-nodeagent, image: agent:1, args: [${args}]}]}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: '${configured}'}}
${nodes
  .split(' ')
  .map((node) => `---\n{apiVersion: v1, kind: Node, metadata: {name: ${node}, labels: {eks.amazonaws.com/nodegroup: general}}}`)
  .join('\n')}
${running
  .split(' ')
  .map(
    (node) =>
      `---\n{apiVersion: v1, kind: Pod, metadata: {name: aws-node-${node}, namespace: kube-system, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: aws-node, controller: true}]}, spec: {nodeName: ${node}}}`,
  )
  .join('\n')}`

export default control({
  title: 'A network policy engine runs on every node',
  severity: 'critical',
  about: 'clusters',
  needs: engineKinds,
  why: `
    The API server takes NetworkPolicies whether anything enforces them or not. Without an engine on its node a pod talks
    to everybody, and the policies that seem to say otherwise are paper. In the VPC CNI the engine is off by default.`,
  fix: `aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --configuration-values '{"enableNetworkPolicy": "true"}' (merge it with the values that are set); in Auto Mode set enable-network-policy-controller: "true" in ConfigMap kube-system/amazon-vpc-cni.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      aws('--enable-network-policy=true', 'true'),
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a, labels: {eks.amazonaws.com/compute-type: auto}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: calico-node, namespace: calico-system}
spec: {template: {spec: {containers: [{name: calico-node, image: 'quay.io/calico/node:v3.31.0'}]}}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Pod, metadata: {name: calico-node-1, namespace: calico-system, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: calico-node, controller: true}]}, spec: {nodeName: a}}`,
    ],
    bad: [
      aws('--enable-network-policy=false', 'true'),
      aws('--enable-network-policy=true', 'false'),
      aws('--enable-network-policy=true', 'true', 'a b', 'a'),
      // The key of the Auto Mode page of the guide is not the one the controller reads.
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a, labels: {eks.amazonaws.com/compute-type: auto}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy: 'true'}}`,
    ],
  },
  applies(_, world) {
    // Where Fargate or Windows is all there is, no engine could run; network/unenforced-policy speaks of their pods.
    const { things } = world.seen('hosts')
    return things.length === 0 || things.some(isCoverable)
  },
  judge(_, world) {
    const engines = enginesOf(world)
    if (engines.length === 0) {
      const why = whyOff(world)
      if (why !== undefined) return { says: `no network policy engine is on: ${why}`, wanted: 'one engine that enforces NetworkPolicies' }
    }
    const bare = world.all('hosts').filter((host) => isCoverable(host) && !engines.some((engine) => covers(engine, host)))
    if (bare.length === 0) return undefined
    // An agent may be among pods that were not seen.
    world.all('workloads')
    const names = bare.map(({ name }) => name)
    return {
      says: `no policy agent runs on ${names.length} of the nodes: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' ...' : ''}`,
      wanted: 'an agent that is ready on every Linux node',
      via: names.slice(0, 20).map((name) => ({ kind: 'Node', apiVersion: 'v1', name })),
    }
  },
})
