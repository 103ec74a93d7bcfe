/** A machine of every sort, as their Nodes and their instances both tell them. */
import type { Machine } from '../../aws/make/machines.ts'
import type { NodeWish } from '../nodes.ts'

export const mixedMachines: readonly (Omit<NodeWish, 'cluster'> & Pick<Machine, 'role'>)[] = [
  { sort: 'managed', ip: '10.42.68.10', zone: 'a', nodegroup: 'general' },
  { sort: 'managed', ip: '10.42.100.11', zone: 'b', nodegroup: 'arm', instanceType: 'm7g.large', arch: 'arm64' },
  { sort: 'self-managed', ip: '10.42.68.12', zone: 'a' },
  { sort: 'bottlerocket', ip: '10.42.100.13', zone: 'b', nodegroup: 'bottlerocket' },
  { sort: 'windows', ip: '10.42.132.14', zone: 'c', nodegroup: 'windows', instanceType: 'm5.xlarge', role: 'node-windows' },
  { sort: 'fargate', ip: '10.42.84.15', zone: 'a' },
  { sort: 'auto', ip: '10.42.68.16', zone: 'a', instanceType: 'm6i.xlarge' },
  { sort: 'hybrid', ip: '192.168.40.17', zone: 'a' },
]

/** Those that are instances of the account. */
export const mixedInstances = mixedMachines.filter((one): one is Machine => one.sort !== 'fargate' && one.sort !== 'hybrid')
