/** Managed node groups as the EKS API describes them. */
import type { Body } from '../store.ts'
import type { ClusterPlan } from './cluster.ts'
import { type Machine, scalingGroupOf } from './machines.ts'
import { arn, daysBefore, iamArn, uuid } from './names.ts'
import { privateSubnets } from './network.ts'

const amiTypes: Readonly<Record<string, string>> = {
  managed: 'AL2023_x86_64_STANDARD',
  bottlerocket: 'BOTTLEROCKET_x86_64',
  windows: 'WINDOWS_CORE_2022_x86_64',
}

export function nodegroups({ cluster, now, age, machines, nodeRole }: ClusterPlan): Body[] {
  const names = new Set(machines.flatMap(({ sort, nodegroup = 'default' }) => (sort in amiTypes ? [nodegroup] : [])))
  return [...names].map((name) => {
    const members = machines.filter(({ sort, nodegroup = 'default' }) => sort in amiTypes && nodegroup === name)
    const [first] = members as [Machine]
    return {
      nodegroupName: name,
      nodegroupArn: arn('eks', `nodegroup/${cluster}/${name}/${uuid(`nodegroup/${cluster}/${name}`)}`),
      clusterName: cluster,
      version: '1.36',
      releaseVersion: `1.36.2-${daysBefore(now, 12).slice(0, 10).replaceAll('-', '')}`,
      createdAt: daysBefore(now, age),
      modifiedAt: daysBefore(now, Math.min(age, 2)),
      status: 'ACTIVE',
      capacityType: 'ON_DEMAND',
      scalingConfig: { minSize: members.length, maxSize: members.length + 2, desiredSize: members.length },
      instanceTypes: [first.instanceType ?? 'm6i.large'],
      subnets: privateSubnets(cluster),
      amiType: first.arch === 'arm64' ? 'AL2023_ARM_64_STANDARD' : amiTypes[first.sort],
      nodeRole: iamArn(`role/${first.role ?? nodeRole}`),
      diskSize: 20,
      resources: { autoScalingGroups: [{ name: scalingGroupOf(cluster, first) }] },
      health: { issues: [] },
      updateConfig: { maxUnavailable: 1 },
      tags: {},
    }
  })
}
