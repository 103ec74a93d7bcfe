/** Pods can take the credentials of the node they run on. */
import { control } from '../../model/control.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import { instanceOf } from '../../reach/machines.ts'
import { opennessOf, podsThatReach } from '../../reach/metadata.ts'

export default control({
  title: 'Pods cannot take the credentials of their node',
  severity: 'critical',
  about: 'hosts',
  needs: ['instances', 'workloads', 'networkPolicies', 'configMaps'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'aws' },
  why: `
    The instance metadata hands the node's role to whoever asks. With a hop limit above 1, or without tokens, any pod can
    ask, and is then a node to AWS and to the API server. Pods on the host network can always; see pod/host-network.`,
  fix: 'aws ec2 modify-instance-metadata-options --instance-id ID --http-tokens required --http-put-response-hop-limit 1, and the same in the launch template; or an egress policy that leaves out 169.254.169.254 in every namespace.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 1, HttpEndpoint: enabled}}]}]}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeName: node-a, containers: [{name: web, image: web:1}]}}`,
      // A policy keeps the only pod from the metadata, and Calico enforces it on this node.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 2}}]}]}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: calico-node, namespace: calico-system, uid: u}, spec: {template: {spec: {hostNetwork: true, containers: [{name: node, image: 'quay.io/calico/node:v3.30.0'}]}}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: calico-node-x, namespace: calico-system, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: calico-node, controller: true}]}, spec: {nodeName: node-a}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeName: node-a, containers: [{name: web, image: web:1}]}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: shop}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 2, HttpEndpoint: enabled}}]}]}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeName: node-a, containers: [{name: web, image: web:1}]}}`,
      // The hop limit stops nothing where no token is asked for.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: optional, HttpPutResponseHopLimit: 1}}]}]}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {nodeName: node-a, containers: [{name: web, image: web:1}]}}`,
      // No machine is a node yet, so nothing keeps its pods away.
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 2}, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]}]}]}`,
    ],
  },
  applies: ({ compute }) => compute !== 'fargate' && compute !== 'hybrid',
  judge(host, world) {
    const instance = instanceOf(host, world)
    const openness = instance && opennessOf(instance)
    if (instance === undefined || openness === undefined) return undefined
    // It may be a node that was not seen, whose pods policies keep away.
    if (!host.node) world.all('hosts')
    const pod = host.node ? podsThatReach(host, world) : undefined
    if (host.node && !pod) return undefined
    const field = instance.MetadataOptions?.HttpTokens === 'required' ? 'HttpPutResponseHopLimit' : 'HttpTokens'
    const who = pod ? `; ${showRef(objectRef(pod))} can take the node's role` : ''
    return {
      says: `${openness}${who}`,
      at: `instance.MetadataOptions.${field}`,
      ...(instance.MetadataOptions?.[field] !== undefined && { actual: instance.MetadataOptions[field] }),
      wanted: 'tokens required, hop limit 1',
    }
  },
  remedy: ({ name, instance }) => ({
    says: 'Ask for tokens, and let them not leave the node; a machine that is made anew follows its launch template',
    risk: 'outage',
    steps: [
      {
        do: 'aws',
        call: 'ec2:ModifyInstanceMetadataOptions',
        input: { InstanceId: instance?.InstanceId ?? name, HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      },
    ],
  }),
})
