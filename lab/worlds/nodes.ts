/** Nodes as the machines of EKS register themselves: labels, provider ids, addresses and statuses of each sort. */
import { createHash } from 'node:crypto'
import type { KubeObject } from '../kube-api.ts'

export const region = 'us-west-2'
export const account = '111122223333'

const hex = (seed: string, length: number): string => createHash('sha256').update(seed).digest('hex').slice(0, length)
/** An AWS resource id, the same for the same seed: `i-0…`, `lt-0…`. Both planes of a world must name their things alike. */
export const resourceId = (prefix: string, seed: string): string => `${prefix}-0${hex(`${prefix}/${seed}`, 16)}`
/** The instance at an address. */
export const instanceAt = (ip: string): string => resourceId('i', ip)

export type Sort = 'managed' | 'self-managed' | 'bottlerocket' | 'windows' | 'fargate' | 'auto' | 'hybrid'

export interface NodeWish {
  readonly sort: Sort
  readonly cluster: string
  readonly ip: string
  /** Last letter of the zone. */
  readonly zone: 'a' | 'b' | 'c'
  readonly nodegroup?: string
  readonly instanceType?: string
  readonly arch?: 'amd64' | 'arm64'
  readonly labels?: Readonly<Record<string, string>>
}

interface Machine {
  readonly osImage: string
  readonly kernelVersion: string
  readonly containerRuntimeVersion: string
  readonly kubeletVersion: string
}

const machine = (osImage: string, kernelVersion: string, containerd: string, kubelet = 'v1.36.2-eks-3f1d9ab'): Machine => ({
  osImage,
  kernelVersion,
  containerRuntimeVersion: `containerd://${containerd}`,
  kubeletVersion: kubelet,
})
const machines: Readonly<Record<Sort, Machine>> = {
  managed: machine('Amazon Linux 2023.9.20261102', '6.12.55-74.119.amzn2023.x86_64', '2.1.5'),
  'self-managed': machine('Amazon Linux 2023.9.20261102', '6.12.55-74.119.amzn2023.x86_64', '2.1.5'),
  bottlerocket: machine('Bottlerocket OS 1.57.0 (aws-k8s-1.36)', '6.12.53', '2.1.5+bottlerocket'),
  windows: machine('Windows Server 2022 Datacenter', '10.0.20348.4294', '2.1.4'),
  fargate: machine('Amazon Linux 2023.9.20261028', '6.12.53-69.119.amzn2023.x86_64', '2.1.5', 'v1.36.2-eks-7d15e0c'),
  auto: machine('Bottlerocket (EKS Auto, Standard) 2026.11.2 (aws-k8s-1.36-standard)', '6.12.53', '2.1.5+bottlerocket'),
  hybrid: machine('Ubuntu 24.04.3 LTS', '6.8.0-86-generic', '2.1.5'),
}

const zoneIds = { a: 'usw2-az2', b: 'usw2-az1', c: 'usw2-az3' } as const
const dashed = (ip: string): string => ip.replaceAll('.', '-')

function nameOf({ sort, ip }: NodeWish): string {
  if (sort === 'auto') return instanceAt(ip)
  if (sort === 'hybrid') return `mi-0${hex(`mi/${ip}`, 16)}`
  return `${sort === 'fargate' ? 'fargate-' : ''}ip-${dashed(ip)}.${region}.compute.internal`
}

function providerOf(wish: NodeWish): string {
  const zone = `${region}${wish.zone}`
  if (wish.sort === 'fargate') return `aws:///${zone}/${hex(`fgt/${wish.ip}`, 10)}-${hex(`fargate/${wish.ip}`, 32)}/${nameOf(wish)}`
  if (wish.sort === 'hybrid') return `eks-hybrid:///${region}/${wish.cluster}/${nameOf(wish)}`
  return `aws:///${zone}/${instanceAt(wish.ip)}`
}

/** Labels that say who runs the machine. */
function labelsOf({ sort, cluster, nodegroup = 'default', instanceType = 'm6i.large' }: NodeWish): Record<string, string> {
  if (sort === 'fargate') return { 'eks.amazonaws.com/compute-type': 'fargate' }
  if (sort === 'hybrid') return { 'eks.amazonaws.com/compute-type': 'hybrid', 'eks.amazonaws.com/hybrid-credential-provider': 'ssm' }
  const instance = { 'beta.kubernetes.io/instance-type': instanceType, 'node.kubernetes.io/instance-type': instanceType }
  if (sort === 'auto')
    return {
      ...instance,
      'app.kubernetes.io/managed-by': 'eks',
      'eks.amazonaws.com/compute-type': 'auto',
      'eks.amazonaws.com/instance-category': instanceType.slice(0, 1),
      'eks.amazonaws.com/instance-family': instanceType.split('.')[0]!,
      'eks.amazonaws.com/nodeclass': 'default',
      'karpenter.sh/capacity-type': 'on-demand',
      'karpenter.sh/initialized': 'true',
      'karpenter.sh/nodepool': 'general-purpose',
      'karpenter.sh/registered': 'true',
    }
  const cloud = { ...instance, 'k8s.io/cloud-provider-aws': hex(`cloud/${cluster}`, 32) }
  if (sort === 'self-managed') return { ...cloud, 'node.kubernetes.io/lifecycle': 'on-demand' }
  return {
    ...cloud,
    'eks.amazonaws.com/capacityType': 'ON_DEMAND',
    'eks.amazonaws.com/nodegroup': nodegroup,
    'eks.amazonaws.com/nodegroup-image': resourceId('ami', sort),
    ...(sort === 'windows' && { 'node.kubernetes.io/windows-build': '10.0.20348' }),
  }
}

const sizes: Readonly<Record<string, readonly [cpu: number, mebibytes: number]>> = {
  'm6i.large': [2, 7768],
  'm6i.xlarge': [4, 15_896],
  'm7g.large': [2, 7740],
  'm5.xlarge': [4, 16_384],
}

/** The Node, with its status: what a kubelet that has been up for a while has told. */
export function makeNode(wish: NodeWish): KubeObject {
  const { sort, ip, zone, instanceType = 'm6i.large', arch = 'amd64', labels = {} } = wish
  const name = nameOf(wish)
  const os = sort === 'windows' ? 'windows' : 'linux'
  const [cpu, memory] = sort === 'fargate' ? [2, 3900] : (sizes[instanceType] ?? [2, 7768])
  const pods = sort === 'fargate' ? '1' : sort === 'windows' ? '28' : '110'
  const disk = { 'ephemeral-storage': '83864556Ki', pods }
  const here =
    sort === 'hybrid'
      ? {}
      : {
          'topology.kubernetes.io/region': region,
          'topology.kubernetes.io/zone': `${region}${zone}`,
          'failure-domain.beta.kubernetes.io/region': region,
          'failure-domain.beta.kubernetes.io/zone': `${region}${zone}`,
        }
  const onInstance = sort !== 'fargate' && sort !== 'hybrid'
  const condition = (type: string, status: string, reason: string, message: string) => ({ type, status, reason, message })
  const taints =
    sort === 'fargate'
      ? [{ key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' }]
      : sort === 'windows'
        ? [{ key: 'os', value: 'windows', effect: 'NoSchedule' }]
        : []
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: {
        'alpha.kubernetes.io/provided-node-ip': ip,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': os,
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        ...here,
        ...(onInstance && { 'topology.k8s.aws/zone-id': zoneIds[zone] }),
        ...labelsOf(wish),
        ...labels,
      },
    },
    spec: { providerID: providerOf(wish), ...(taints.length > 0 && { taints }) },
    status: {
      addresses: [
        { type: 'InternalIP', address: ip },
        ...(sort === 'hybrid' ? [] : [{ type: 'InternalDNS', address: `ip-${dashed(ip)}.${region}.compute.internal` }]),
        { type: 'Hostname', address: name },
      ],
      capacity: { cpu: String(cpu), memory: `${memory}Mi`, ...disk },
      allocatable: { cpu: `${cpu * 1000 - 80}m`, memory: `${memory - 1100}Mi`, ...disk },
      conditions: [
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
      nodeInfo: {
        ...machines[sort],
        architecture: arch,
        operatingSystem: os,
        kubeProxyVersion: '',
        machineID: `ec2${hex(`machine/${ip}`, 29)}`,
        systemUUID: `ec2${hex(`system/${ip}`, 5)}-${hex(`a/${ip}`, 4)}-${hex(`b/${ip}`, 4)}-${hex(`c/${ip}`, 4)}-${hex(`d/${ip}`, 12)}`,
        bootID: `${hex(`boot/${ip}`, 8)}-${hex(`e/${ip}`, 4)}-4${hex(`f/${ip}`, 3)}-a${hex(`g/${ip}`, 3)}-${hex(`h/${ip}`, 12)}`,
      },
    },
  }
}
