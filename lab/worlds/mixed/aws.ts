/** The account behind the cluster with machines of every sort: groups of each kind, Fargate, Auto Mode, machines elsewhere. */
import { cluster } from '../../aws/make/cluster.ts'
import { activated } from '../../aws/make/fleet.ts'
import { identity } from '../../aws/make/identity.ts'
import { machines } from '../../aws/make/machines.ts'
import { account, arn, daysBefore, hex, region } from '../../aws/make/names.ts'
import { clusterGroupPlan, network } from '../../aws/make/network.ts'
import { trusts } from '../../aws/make/policies.ts'
import { bareServices } from '../../aws/make/services.ts'
import { awsKeys } from '../../aws/make/keys.ts'
import type { Body } from '../../aws/store.ts'
import type { World } from '../../aws/world.ts'
import { mixedInstances } from './machines.ts'

const name = 'mixed'
const images: Readonly<Record<string, string>> = { web: '1.4.0', edge: '2.0.1', iis: '2026.11', report: '0.9.2' }

/** Repositories of the images that the cluster runs, as ECR makes them. */
function registry(now: Date): Record<string, Body> {
  const answers: Record<string, Body> = {
    'ecr:DescribeRepositories': {
      repositories: Object.keys(images).map((repositoryName) => ({
        repositoryArn: arn('ecr', `repository/${repositoryName}`),
        registryId: account,
        repositoryName,
        repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`,
        createdAt: daysBefore(now, 60),
        imageTagMutability: 'MUTABLE',
        imageScanningConfiguration: { scanOnPush: false },
        encryptionConfiguration: { encryptionType: 'AES256' },
      })),
    },
  }
  const none = (name: string, message: string) => ({ __error: { name, message } })
  for (const [repositoryName, tag] of Object.entries(images)) {
    const imageDigest = `sha256:${hex(`${repositoryName}:${tag}`, 64)}`
    answers[`ecr:DescribeImages.${repositoryName}`] = {
      imageDetails: [{ registryId: account, repositoryName, imageDigest, imageTags: [tag], imageSizeInBytes: 48_331_177, imagePushedAt: daysBefore(now, 30) }],
    }
    answers[`ecr:GetRepositoryPolicy.${repositoryName}`] = none(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${repositoryName}'`,
    )
    answers[`ecr:GetLifecyclePolicy.${repositoryName}`] = none(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${repositoryName}'`,
    )
    answers[`ecr:DescribeImageScanFindings.${repositoryName}`] = none(
      'ScanNotFoundException',
      `Image scan does not exist for the image in the repository with name '${repositoryName}'`,
    )
  }
  return answers
}

const nodePolicies = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonEKS_CNI_Policy', 'AmazonSSMManagedInstanceCore']

export async function mixed(now: Date): Promise<World> {
  const fleet = machines(mixedInstances, { now, cluster: name, age: 5, hopLimit: 2, managedBySsm: true })
  fleet['ssm:DescribeInstanceInformation'].InstanceInformationList.push(activated('192.168.40.17', now))
  const answers = {
    ...bareServices(),
    ...awsKeys(now),
    ...registry(now),
    ...network(name, [clusterGroupPlan(name)]),
    ...fleet,
    ...identity(
      name,
      [
        { name: 'cluster', trust: trusts.autoCluster, managed: ['AmazonEKSClusterPolicy'] },
        {
          name: 'node',
          trust: trusts.ec2,
          managed: nodePolicies,
        },
        { name: 'node-windows', trust: trusts.ec2, managed: nodePolicies },
        { name: 'hybrid-node', trust: trusts.hybrid, managed: ['AmazonSSMManagedInstanceCore', 'AmazonEC2ContainerRegistryPullOnly'] },
        { name: 'auto-node', trust: trusts.ec2, managed: ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'] },
        { name: 'fargate', trust: trusts.fargate(name, account, region), managed: ['AmazonEKSFargatePodExecutionRolePolicy'] },
        { name: 'cluster-admin', trust: trusts.people, managed: ['AdministratorAccess'] },
        { name: 'auditor', trust: trusts.people, managed: ['SecurityAudit'] },
      ],
      now,
      false,
    ),
    ...cluster({
      cluster: name,
      now,
      age: 60,
      machines: mixedInstances,
      nodeRole: 'node',
      chosen: {
        computeConfig: { enabled: true, nodePools: ['general-purpose', 'system'], nodeRoleArn: `arn:aws:iam::${account}:role/auto-node` },
        storageConfig: { blockStorage: { enabled: true } },
        kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16', ipFamily: 'ipv4', elasticLoadBalancing: { enabled: true } },
        remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['192.168.40.0/24'] }], remotePodNetworks: [{ cidrs: ['192.168.128.0/17'] }] },
      },
      entries: [
        { role: 'cluster-admin', policies: { AmazonEKSClusterAdminPolicy: [] } },
        { role: 'auditor', groups: ['auditors'] },
        { role: 'node', type: 'EC2_LINUX' },
        { role: 'node-windows', type: 'EC2_WINDOWS' },
        { role: 'hybrid-node', type: 'HYBRID_LINUX' },
        { role: 'auto-node', type: 'EC2', policies: { AmazonEKSAutoNodePolicy: [] } },
        { role: 'fargate', type: 'FARGATE_LINUX' },
      ],
      fargate: [{ name: 'serverless', role: 'fargate', namespaces: ['serverless'] }],
    }),
  }
  return { account, region, answers }
}
