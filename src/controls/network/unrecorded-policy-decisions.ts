/** Nobody can see afterwards what network policies let through and what they stopped. */
import { control } from '../../model/control.ts'
import { awsNode, containerNamed, engineKinds, enginesOf, flagOf, hasAwsEngine } from '../../reach/network-engine.ts'
import { objectRef } from '../../model/ref.ts'

const cluster = (flag: string, logs: string) => `eks:DescribeCluster: {cluster: {name: shop, logging: {clusterLogging: [{types: [${logs}], enabled: true}]}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec: {template: {spec: {containers: [{name: aws-eks-nodeagent, image: agent:1, args: [--enable-network-policy=true, --enable-policy-event-logs=${flag}]}]}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}`

export default control({
  title: 'Decisions of the network policy agents are logged',
  severity: 'low',
  about: 'clusters',
  needs: [...engineKinds, 'nodeClasses'],
  why: `
    A refused connection is the first trace of somebody who looks around. It is also the first thing to look at when a new
    policy breaks an application; without a log people delete the policy instead.`,
  fix: `aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --configuration-values '{"nodeAgent": {"enablePolicyEventLogs": "true", "enableCloudWatchLogs": "true"}}' (merge it with the values that are set), and enable the controllerManager log of the cluster.`,
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [cluster('true', 'controllerManager, audit')],
    bad: [cluster('false', 'controllerManager'), cluster('true', 'audit')],
  },
  applies: (_, world) => hasAwsEngine(world),
  judge({ logging }, world) {
    const names = enginesOf(world).map(({ name }) => name)
    const node = awsNode(world)
    const agent = containerNamed(node, 'aws-eks-nodeagent')
    const found = []
    if (names.includes('VPC CNI') && agent && flagOf(agent.value, 'enable-policy-event-logs') !== 'true')
      found.push({
        says: 'the policy agent runs without --enable-policy-event-logs=true',
        wanted: 'policy event logs',
        ...(node && { via: [objectRef(node)] }),
      })
    const silent = names.includes('EKS Auto Mode') ? world.all('nodeClasses').find(({ spec }) => spec?.networkPolicyEventLogs !== 'Enabled') : undefined
    if (silent)
      found.push({
        says: `NodeClass ${silent.metadata.name} does not enable networkPolicyEventLogs`,
        wanted: 'networkPolicyEventLogs: Enabled',
        via: [objectRef(silent)],
      })
    const isOn = (logging?.clusterLogging ?? []).some(({ enabled, types }) => enabled === true && (types ?? []).includes('controllerManager'))
    if (!isOn)
      found.push({
        says: 'the controllerManager log, where the policy controller reports, is off',
        at: 'logging.clusterLogging',
        wanted: 'controllerManager enabled',
      })
    return found
  },
})
