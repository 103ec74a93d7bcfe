/** Machines of a cluster: instances with their volumes, interfaces and images, as each sort of node group launches them. */
import type { Body } from '../store.ts'
import { image, imageOf, nameAt, scalingGroup, ssmInstance } from './fleet.ts'
import { account, arn, daysBefore, iamArn, instanceAt, region, resourceId, tags, uniqueId, uuid } from './names.ts'
import { clusterGroup, subnetOf, vpcOf, type Zone } from './network.ts'

export type Sort = 'managed' | 'self-managed' | 'bottlerocket' | 'windows' | 'auto'

export interface Machine {
  readonly sort: Sort
  readonly ip: string
  readonly zone: Zone
  readonly nodegroup?: string
  readonly instanceType?: string
  readonly arch?: 'amd64' | 'arm64'
  /** Name of its role; without one, the cluster's node role. */
  readonly role?: string
}

export interface Launch {
  readonly now: Date
  readonly cluster: string
  /** Days since the machines were launched. */
  readonly age: number
  /** The key under which volumes lie encrypted; without one they do not. */
  readonly volumeKey?: string
  readonly hopLimit: number
  /** Whether nodes are known to Systems Manager: their role must let them. */
  readonly managedBySsm: boolean
  readonly groups?: readonly { readonly GroupId: string; readonly GroupName: string }[]
}

const volumeAt = (ip: string): string => resourceId('vol', ip)
export const scalingGroupOf = (cluster: string, { sort, nodegroup = 'default' }: Machine): string =>
  sort === 'self-managed' ? `${cluster}-self-managed` : `eks-${nodegroup}-${uuid(`asg/${cluster}/${nodegroup}`)}`

function instance(machine: Machine, launch: Launch): Body {
  const { sort, ip, zone, instanceType = 'm6i.large', arch = 'amd64' } = machine
  const { cluster, now, age } = launch
  const groups = [clusterGroup(cluster), ...(launch.groups ?? [])]
  const LaunchTime = daysBefore(now, age)
  const auto = sort === 'auto'
  const image = imageOf(machine, now)
  return {
    InstanceId: instanceAt(ip),
    ImageId: resourceId('ami', image.seed),
    InstanceType: instanceType,
    Architecture: arch === 'arm64' ? 'arm64' : 'x86_64',
    ...(sort === 'windows' && { Platform: 'windows' }),
    PlatformDetails: image.platform,
    State: { Code: 16, Name: 'running' },
    LaunchTime,
    Placement: { AvailabilityZone: `${region}${zone}`, GroupName: '', Tenancy: 'default' },
    SubnetId: subnetOf(cluster, 'private', zone),
    VpcId: vpcOf(cluster),
    PrivateIpAddress: ip,
    PrivateDnsName: nameAt(ip),
    PublicDnsName: '',
    IamInstanceProfile: { Arn: iamArn(`instance-profile/eks-${uuid(`profile/${cluster}/${sort}`)}`), Id: uniqueId('AIPA', `${cluster}/${sort}`) },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: 'required',
      HttpPutResponseHopLimit: auto ? 1 : launch.hopLimit,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: 'disabled',
    },
    SecurityGroups: groups,
    NetworkInterfaces: [
      {
        NetworkInterfaceId: resourceId('eni', ip),
        Attachment: {
          AttachmentId: resourceId('eni-attach', ip),
          AttachTime: LaunchTime,
          DeleteOnTermination: true,
          DeviceIndex: 0,
          NetworkCardIndex: 0,
          Status: 'attached',
        },
        Groups: groups,
        PrivateIpAddress: ip,
        PrivateIpAddresses: [{ Primary: true, PrivateDnsName: nameAt(ip), PrivateIpAddress: ip }],
        SourceDestCheck: true,
        Status: 'in-use',
        SubnetId: subnetOf(cluster, 'private', zone),
        VpcId: vpcOf(cluster),
        OwnerId: account,
        InterfaceType: 'interface',
      },
    ],
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeId: volumeAt(ip), AttachTime: LaunchTime, DeleteOnTermination: true, Status: 'attached' } }],
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    Operator: auto ? { Managed: true, Principal: 'eks.amazonaws.com' } : { Managed: false },
    Tags: tags({
      [`kubernetes.io/cluster/${cluster}`]: 'owned',
      'eks:cluster-name': cluster,
      ...(auto
        ? { 'eks:eks-cluster-name': cluster, 'karpenter.sh/nodepool': 'general-purpose' }
        : {
            'aws:autoscaling:groupName': scalingGroupOf(cluster, machine),
            ...(sort !== 'self-managed' && { 'eks:nodegroup-name': machine.nodegroup ?? 'default' }),
          }),
    }),
  }
}

function volume({ ip, zone, sort }: Machine, { now, age, volumeKey }: Launch): Body {
  const time = daysBefore(now, age)
  // Auto Mode encrypts what its nodes write, whatever the account says.
  const key = volumeKey ?? (sort === 'auto' ? arn('kms', `key/${uuid('aws/ebs')}`) : undefined)
  return {
    VolumeId: volumeAt(ip),
    AvailabilityZone: `${region}${zone}`,
    Attachments: [{ VolumeId: volumeAt(ip), InstanceId: instanceAt(ip), Device: '/dev/xvda', State: 'attached', DeleteOnTermination: true, AttachTime: time }],
    CreateTime: time,
    Encrypted: key !== undefined,
    ...(key !== undefined && { KmsKeyId: key }),
    Size: 20,
    SnapshotId: resourceId('snap', sort),
    State: 'in-use',
    VolumeType: 'gp3',
    Iops: 3000,
    Throughput: 125,
    MultiAttachEnabled: false,
    Operator: sort === 'auto' ? { Managed: true, Principal: 'eks.amazonaws.com' } : { Managed: false },
    Tags: [],
  }
}

function networkInterface({ ip, zone }: Machine, { cluster, groups = [] }: Launch): Body {
  return {
    NetworkInterfaceId: resourceId('eni', ip),
    AvailabilityZone: `${region}${zone}`,
    Attachment: {
      AttachmentId: resourceId('eni-attach', ip),
      DeleteOnTermination: true,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      InstanceOwnerId: account,
      InstanceId: instanceAt(ip),
      Status: 'attached',
    },
    Description: '',
    Groups: [clusterGroup(cluster), ...groups],
    InterfaceType: 'interface',
    OwnerId: account,
    PrivateDnsName: nameAt(ip),
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ Primary: true, PrivateDnsName: nameAt(ip), PrivateIpAddress: ip }],
    RequesterManaged: false,
    SourceDestCheck: true,
    Status: 'in-use',
    SubnetId: subnetOf(cluster, 'private', zone),
    TagSet: tags({ 'node.k8s.amazonaws.com/instance_id': instanceAt(ip) }),
    VpcId: vpcOf(cluster),
  }
}

export function machines(all: readonly Machine[], launch: Launch): Record<string, Body> {
  const owned = all.filter(({ sort }) => sort !== 'auto')
  const groups = new Map(
    owned.map((one) => [
      scalingGroupOf(launch.cluster, one),
      owned.filter((other) => scalingGroupOf(launch.cluster, other) === scalingGroupOf(launch.cluster, one)),
    ]),
  )
  const images = new Map(owned.map((machine) => [imageOf(machine, launch.now).seed, image(machine, launch.now)]))
  return {
    'ec2:DescribeInstances': {
      Reservations: all.map((machine) => ({
        ReservationId: resourceId('r', machine.ip),
        OwnerId: account,
        Groups: [],
        Instances: [instance(machine, launch)],
      })),
    },
    'ec2:DescribeVolumes': { Volumes: all.map((machine) => volume(machine, launch)) },
    'ec2:DescribeNetworkInterfaces': { NetworkInterfaces: all.map((machine) => networkInterface(machine, launch)) },
    'ec2:DescribeImages': { Images: [...images.values()] },
    'autoscaling:DescribeAutoScalingGroups': { AutoScalingGroups: [...groups].map(([name, members]) => scalingGroup(name, members, launch)) },
    'ssm:DescribeInstanceInformation': {
      InstanceInformationList: launch.managedBySsm ? owned.map((machine) => ssmInstance(machine, launch)) : [],
    },
  }
}
