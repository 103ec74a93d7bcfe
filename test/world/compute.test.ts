/** Compute types are derived first, and who is responsible follows from them. */
import { describe, expect, it } from 'vitest'
import { assess } from '../../src/assess/assess.ts'
import { type AnyControl, control } from '../../src/model/control.ts'
import { exampleWorld } from '../kit/example-world.ts'

const node = (name: string, providerID: string, labels: Record<string, string> = {}, osImage = 'Amazon Linux 2023.9.20261102') =>
  `---\n${JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { providerID }, status: { nodeInfo: { osImage, operatingSystem: osImage.startsWith('Windows') ? 'windows' : 'linux' } } })}\n`

const fleet = [
  node('managed', 'aws:///us-west-2a/i-01', { 'eks.amazonaws.com/nodegroup': 'general' }),
  node('own', 'aws:///us-west-2a/i-02'),
  node('karpenter', 'aws:///us-west-2a/i-03', { 'karpenter.sh/nodepool': 'default' }),
  node('fargate', 'aws:///us-west-2a/0f-1/fargate-ip-10-0-0-1', { 'eks.amazonaws.com/compute-type': 'fargate' }),
  node('auto', 'aws:///us-west-2a/i-04', { 'eks.amazonaws.com/compute-type': 'auto', 'karpenter.sh/nodepool': 'system' }, 'Bottlerocket (EKS Auto) 2026.11.4'),
  node('hybrid', 'eks-hybrid:///us-west-2/shop/mi-05', { 'eks.amazonaws.com/compute-type': 'hybrid' }, 'Ubuntu 24.04'),
  node('windows', 'aws:///us-west-2a/i-06', { 'eks.amazonaws.com/nodegroup': 'windows' }, 'Windows Server 2022 Datacenter'),
].join('')

const hosts = (yaml: string) => exampleWorld(yaml).world.all('hosts')

describe('hosts', () => {
  it('get their compute type from labels and provider id', () => {
    expect(Object.fromEntries(hosts(fleet).map((host) => [host.name, host.compute]))).toEqual({
      managed: 'managed',
      own: 'self-managed',
      karpenter: 'self-managed',
      fargate: 'fargate',
      auto: 'auto',
      hybrid: 'hybrid',
      windows: 'managed',
    })
    expect(Object.fromEntries(hosts(fleet).map((host) => [host.name, host.os]))).toMatchObject({ auto: 'bottlerocket', windows: 'windows', own: 'linux' })
  })

  it('are joined with their instances, and instances that are no Node yet are hosts too', () => {
    const instances = `---\nec2:DescribeInstances: {Reservations: [{Instances: [
      {InstanceId: i-01, State: {Name: running}},
      {InstanceId: i-77, State: {Name: running}, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]},
      {InstanceId: i-88, State: {Name: terminated}, Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]},
      {InstanceId: i-99, State: {Name: running}}]}]}\neks:DescribeCluster: {cluster: {name: shop}}\n`
    const found = hosts(fleet + instances)
    expect(found.find((host) => host.name === 'managed')?.instance?.InstanceId).toBe('i-01')
    expect(found.map((host) => host.name)).toContain('i-77')
    expect(found.map((host) => host.name)).not.toContain('i-88')
    expect(found.map((host) => host.name)).not.toContain('i-99')
  })
})

describe('workloads', () => {
  const pod = (name: string, nodeName: string, labels = '{}') =>
    `---\n{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, labels: ${labels}}, spec: {nodeName: ${nodeName}, containers: [{name: a, image: 'a:1'}]}}\n`

  it('know what their pods run on', () => {
    const { world } = exampleWorld(
      `${fleet}${pod('a', 'auto')}${pod('b', 'own')}${pod('c', 'nowhere')}${pod('d', 'fargate', '{eks.amazonaws.com/fargate-profile: reports}')}`,
    )
    expect(Object.fromEntries(world.all('workloads').map((workload) => [workload.metadata.name, workload.computes]))).toEqual({
      a: ['auto'],
      b: ['self-managed'],
      c: [],
      d: ['fargate'],
    })
  })

  it('are add-ons of AWS by registry and service account, not by namespace', () => {
    const daemon = (name: string, image: string, account: string) =>
      `---\n{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: ${name}, namespace: kube-system}, spec: {template: {spec: {serviceAccountName: ${account}, containers: [{name: a, image: '${image}'}]}}}}\n`
    const { world } = exampleWorld(
      daemon('aws-node', '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.20.0', 'aws-node') +
        daemon('fake', 'docker.io/evil/amazon-k8s-cni:v1.20.0', 'aws-node') +
        daemon('other', '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.20.0', 'someone'),
    )
    expect(Object.fromEntries(world.all('workloads').map((workload) => [workload.metadata.name, workload.addon]))).toEqual({
      'aws-node': true,
      fake: false,
      other: false,
    })
  })
})

describe('responsibility', () => {
  const rule = control({
    title: 'Hosts are good',
    severity: 'high',
    about: 'hosts',
    why: '',
    fix: '',
    examples: { good: [], bad: [] },
    responsible: { fargate: 'n/a', auto: 'aws', managed: 'shared' },
    judge: () => ({ says: 'never good' }),
  }) as unknown as AnyControl

  it('follows from the compute type, and what does not apply is not examined', () => {
    const { findings, verdicts } = assess(exampleWorld(fleet).world, { 'host/x': rule })
    expect(Object.fromEntries(findings.map((finding) => [finding.subject.name, finding.responsible]))).toEqual({
      managed: 'shared',
      own: 'customer',
      karpenter: 'customer',
      auto: 'aws',
      hybrid: 'customer',
      windows: 'shared',
    })
    expect(verdicts['host/x']).toEqual({ status: 'fail', examined: 6 })
  })
})
