/** What surrounds the machines of a cluster: their images, their scaling groups, what Systems Manager knows of them. */
import type { Body } from '../store.ts'
import type { Launch, Machine } from './machines.ts'
import { arn, daysBefore, eksAccount, hex, instanceAt, region, resourceId, uuid } from './names.ts'
import { subnetOf } from './network.ts'

interface Image {
  readonly seed: string
  readonly name: string
  readonly platform: string
}

export function imageOf({ sort, arch = 'amd64' }: Machine, now: Date): Image {
  const stamp = daysBefore(now, 12).slice(0, 10).replaceAll('-', '')
  const cpu = arch === 'arm64' ? 'arm64' : 'x86_64'
  if (sort === 'bottlerocket') return { seed: sort, name: `bottlerocket-aws-k8s-1.36-${cpu}-v1.57.0-5b1f0c1e`, platform: 'Linux/UNIX' }
  if (sort === 'windows')
    return {
      seed: sort,
      name: `Windows_Server-2022-English-Core-EKS_Optimized-1.36-${daysBefore(now, 12).slice(0, 10).replaceAll('-', '.')}`,
      platform: 'Windows',
    }
  if (sort === 'auto') return { seed: sort, name: `bottlerocket-aws-k8s-1.36-standard-${cpu}-eks-auto-${stamp}`, platform: 'Linux/UNIX' }
  // Managed and self-managed groups launch the same images; the label of a managed node names its own seed.
  return { seed: arch === 'arm64' ? 'managed-arm64' : 'managed', name: `amazon-eks-node-al2023-${cpu}-standard-1.36-v${stamp}`, platform: 'Linux/UNIX' }
}

export const nameAt = (ip: string): string => `ip-${ip.replaceAll('.', '-')}.${region}.compute.internal`

export function image(machine: Machine, now: Date): Body {
  const { seed, name, platform } = imageOf(machine, now)
  return {
    ImageId: resourceId('ami', seed),
    Name: name,
    Description: name,
    ImageLocation: `amazon/${name}`,
    ImageOwnerAlias: 'amazon',
    OwnerId: eksAccount,
    CreationDate: daysBefore(now, 12),
    DeprecationTime: daysBefore(now, -718),
    Public: true,
    State: 'available',
    ImageType: 'machine',
    Architecture: machine.arch === 'arm64' ? 'arm64' : 'x86_64',
    PlatformDetails: platform,
    ...(platform === 'Windows' && { Platform: 'windows' }),
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
  }
}

export function ssmInstance({ sort, ip }: Machine, { now }: Launch): Body {
  return {
    InstanceId: instanceAt(ip),
    PingStatus: 'Online',
    LastPingDateTime: daysBefore(now, 0),
    AgentVersion: '3.3.2958.0',
    IsLatestVersion: true,
    PlatformType: sort === 'windows' ? 'Windows' : 'Linux',
    PlatformName: {
      bottlerocket: 'Bottlerocket',
      windows: 'Microsoft Windows Server 2022 Datacenter',
      managed: 'Amazon Linux',
      'self-managed': 'Amazon Linux',
      auto: 'Bottlerocket',
    }[sort],
    ResourceType: 'EC2Instance',
    IPAddress: ip,
    ComputerName: nameAt(ip),
    SourceId: instanceAt(ip),
    SourceType: 'AWS::EC2::Instance',
  }
}

export function scalingGroup(name: string, members: readonly Machine[], { cluster, now, age }: Launch): Body {
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arn('autoscaling', `autoScalingGroup:${uuid(name)}:autoScalingGroupName/${name}`),
    MinSize: members.length,
    MaxSize: members.length + 2,
    DesiredCapacity: members.length,
    DefaultCooldown: 300,
    AvailabilityZones: [...new Set(members.map(({ zone }) => `${region}${zone}`))],
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 15,
    Instances: members.map(({ ip, zone, instanceType = 'm6i.large' }) => ({
      InstanceId: instanceAt(ip),
      InstanceType: instanceType,
      AvailabilityZone: `${region}${zone}`,
      LifecycleState: 'InService',
      HealthStatus: 'Healthy',
      ProtectedFromScaleIn: false,
    })),
    CreatedTime: daysBefore(now, age),
    VPCZoneIdentifier: [...new Set(members.map(({ zone }) => subnetOf(cluster, 'private', zone)))].join(','),
    Tags: [{ ResourceId: name, ResourceType: 'auto-scaling-group', Key: `kubernetes.io/cluster/${cluster}`, Value: 'owned', PropagateAtLaunch: true }],
    NewInstancesProtectedFromScaleIn: false,
  }
}

/** A machine outside of AWS that Systems Manager knows by an activation: hybrid nodes are named by it. */
export function activated(ip: string, now: Date): Body {
  const id = `mi-0${hex(`mi/${ip}`, 16)}`
  return {
    InstanceId: id,
    PingStatus: 'Online',
    LastPingDateTime: daysBefore(now, 0),
    AgentVersion: '3.3.2958.0',
    IsLatestVersion: true,
    PlatformType: 'Linux',
    PlatformName: 'Ubuntu',
    PlatformVersion: '24.04',
    ResourceType: 'ManagedInstance',
    IPAddress: ip,
    ComputerName: id,
    SourceId: id,
    SourceType: 'AWS::SSM::ManagedInstance',
  }
}
