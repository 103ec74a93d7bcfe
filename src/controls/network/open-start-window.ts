/** Pods take any traffic between their start and the moment policies reach their node. */
import { control } from '../../model/control.ts'
import { awsNode, containerNamed, engineKinds, enginesOf, envOf, hasAwsEngine } from '../../reach/network-engine.ts'
import { objectRef } from '../../model/ref.ts'

const cluster = (mode: string) => `eks:DescribeCluster: {cluster: {name: shop}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - {name: aws-node, image: cni:1${mode === '' ? '' : `, env: [{name: NETWORK_POLICY_ENFORCING_MODE, value: ${mode}}]`}}
        - {name: aws-eks-nodeagent, image: agent:1, args: [--enable-network-policy=true]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}`
const auto = (policy: string) => `eks:DescribeCluster: {cluster: {name: shop, computeConfig: {enabled: true}}}
---
{apiVersion: v1, kind: Node, metadata: {name: a, labels: {eks.amazonaws.com/compute-type: auto}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}
---
{apiVersion: eks.amazonaws.com/v1, kind: NodeClass, metadata: {name: default}, spec: {${policy}}}`

export default control({
  title: 'Pods start closed until their network policies are in place',
  severity: 'low',
  about: 'clusters',
  needs: [...engineKinds, 'nodeClasses'],
  why: `
    In standard mode a new pod talks freely for the second or two that its policies need to reach the node, and that is
    time enough to send something out. In strict mode it waits.`,
  fix: 'When every pod has policies, set NETWORK_POLICY_ENFORCING_MODE=strict on the VPC CNI add-on, or networkPolicy: DefaultDeny on the NodeClass. Waive this where standard mode was chosen.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [cluster('strict'), auto('networkPolicy: DefaultDeny')],
    bad: [cluster('standard'), cluster(''), auto('networkPolicy: DefaultAllow')],
  },
  // Without an engine there is nothing to wait for; other engines have no such switch.
  applies: (_, world) => hasAwsEngine(world),
  judge(_, world) {
    const names = enginesOf(world).map(({ name }) => name)
    const node = awsNode(world)
    const mode = envOf(containerNamed(node, 'aws-node')?.value, 'NETWORK_POLICY_ENFORCING_MODE') ?? 'standard'
    const wanted = 'strict, or DefaultDeny'
    if (names.includes('VPC CNI') && mode !== 'strict')
      return { says: `NETWORK_POLICY_ENFORCING_MODE is ${mode}`, wanted, ...(node && { via: [objectRef(node)] }) }
    const open = names.includes('EKS Auto Mode') ? world.all('nodeClasses').find(({ spec }) => spec?.networkPolicy !== 'DefaultDeny') : undefined
    return open && { says: `NodeClass ${open.metadata.name} starts pods with ${open.spec?.networkPolicy ?? 'DefaultAllow'}`, wanted, via: [objectRef(open)] }
  },
})
