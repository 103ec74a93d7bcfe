/** Security groups for pods: which workloads a SecurityGroupPolicy gives groups of their own, and whether that works. */
import type { Workload } from '../model/facts.ts'
import type { SecurityGroupPolicy } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { awsNode, containerNamed, envOf } from './network-engine.ts'
import { labelsOf } from './network.ts'
import { matchesLabels } from './selectors.ts'

export type PodGroupKinds = 'securityGroupPolicies' | 'serviceAccounts' | 'workloads'
export const podGroupKinds = ['securityGroupPolicies', 'serviceAccounts', 'workloads'] as const

/** Whether the VPC CNI gives pods interfaces of their own. Off by default. */
export function isPodEniOn(world: World<'workloads'>): boolean {
  const node = awsNode(world)
  return envOf(containerNamed(node, 'aws-node')?.value, 'ENABLE_POD_ENI') === 'true'
}

/** A policy selects by pod labels, or by labels of the service account, or by both. */
export function selectsWorkload({ metadata, spec }: SecurityGroupPolicy, workload: Workload, world: World<'serviceAccounts'>): boolean {
  if (metadata.namespace !== workload.metadata.namespace) return false
  if (!spec?.podSelector && !spec?.serviceAccountSelector) return false
  if (spec.podSelector && !labelsOf(workload).every((labels) => matchesLabels(spec.podSelector, labels))) return false
  if (!spec.serviceAccountSelector) return true
  const account = world.find('serviceAccounts', workload.pod.spec?.serviceAccountName ?? 'default', workload.metadata.namespace)
  return account !== undefined && matchesLabels(spec.serviceAccountSelector, account.metadata.labels)
}

/** Whether the workload's pods have security groups of their own. On Fargate the policy alone decides. */
export function hasPodGroup(workload: Workload, world: World<PodGroupKinds>): boolean {
  const policy = world.some('securityGroupPolicies', (one) => selectsWorkload(one, workload, world))
  if (!policy) return false
  return (workload.computes.length > 0 && workload.computes.every((compute) => compute === 'fargate')) || isPodEniOn(world)
}
