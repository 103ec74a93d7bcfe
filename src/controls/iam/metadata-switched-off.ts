/** A node has no metadata service, which its own parts need. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'

export default control({
  title: 'Nodes can read their own metadata',
  severity: 'info',
  about: 'hosts',
  needs: ['instances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'aws' },
  why: `
    The kubelet, the VPC CNI and the termination handler read the metadata of their node. Switched off, it makes nodes that
    do not join or do not drain; tokens and hop limit 1 keep pods out without that.`,
  fix: 'aws ec2 modify-instance-metadata-options --instance-id ID --http-endpoint enabled --http-tokens required --http-put-response-hop-limit 1',
  refs: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpEndpoint: enabled}}]}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpEndpoint: disabled}}]}]}`,
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpEndpoint: disabled, HttpTokens: required}, Tags: [{Key: 'eks:cluster-name', Value: shop}]}]}]}`,
    ],
  },
  applies: ({ compute }) => compute !== 'fargate' && compute !== 'hybrid',
  judge(host, world) {
    const instance = instanceOf(host, world)
    if (instance?.MetadataOptions?.HttpEndpoint !== 'disabled') return undefined
    return { says: `${instance.InstanceId} has its metadata switched off`, at: 'instance.MetadataOptions.HttpEndpoint', actual: 'disabled', wanted: 'enabled' }
  },
  remedy: ({ name, instance }) => ({
    says: 'Switch the metadata on, for the node alone',
    risk: 'none',
    steps: [
      {
        do: 'aws',
        call: 'ec2:ModifyInstanceMetadataOptions',
        input: { InstanceId: instance?.InstanceId ?? name, HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      },
    ],
  }),
})
