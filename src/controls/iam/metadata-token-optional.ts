/** A node answers requests for its metadata without a token. */
import { control } from '../../model/control.ts'
import { instanceOf } from '../../reach/machines.ts'

export default control({
  title: 'Every node asks for a token before it gives metadata (IMDSv2)',
  severity: 'high',
  about: 'hosts',
  needs: ['instances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'aws' },
  why: `
    IMDSv1 gives credentials to a plain GET, so one request that an application can be talked into fetches the node's role.
    A token takes a PUT with a header, which such flaws do not allow.`,
  fix: 'aws ec2 modify-instance-metadata-options --instance-id ID --http-tokens required, and http_tokens = required in the launch template.',
  refs: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: required, HttpEndpoint: enabled}}]}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: optional, HttpEndpoint: disabled}}]}]}`,
    ],
    bad: [
      // The second instance of a reservation, and one that no node group made.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-b}, spec: {providerID: aws:///us-west-2a/i-2}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, MetadataOptions: {HttpTokens: required}}, {InstanceId: i-2, MetadataOptions: {HttpTokens: optional}}]}]}`,
      `ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]}]}]}`,
    ],
  },
  applies: ({ compute }) => compute !== 'fargate' && compute !== 'hybrid',
  judge(host, world) {
    const instance = instanceOf(host, world)
    const options = instance?.MetadataOptions
    if (!instance || options?.HttpTokens === 'required' || options?.HttpEndpoint === 'disabled') return undefined
    return {
      says: `HttpTokens of ${instance.InstanceId} is ${options?.HttpTokens ?? 'not set'}`,
      at: 'instance.MetadataOptions.HttpTokens',
      ...(options?.HttpTokens !== undefined && { actual: options.HttpTokens }),
      wanted: 'required',
    }
  },
  remedy: ({ name, instance }) => ({
    says: 'Ask for tokens',
    risk: 'outage',
    steps: [{ do: 'aws', call: 'ec2:ModifyInstanceMetadataOptions', input: { InstanceId: instance?.InstanceId ?? name, HttpTokens: 'required' } }],
  }),
})
