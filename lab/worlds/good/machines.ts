/** The machines, as their Nodes and their instances both tell them. Two cores would leave no room for the tenants of `bad`. */
import type { Machine } from '../../aws/make/machines.ts'

const machine = { sort: 'bottlerocket', nodegroup: 'general', instanceType: 'm6i.xlarge' } as const

export const goodMachines: readonly Machine[] = [
  { ...machine, ip: '10.42.68.20', zone: 'a' },
  { ...machine, ip: '10.42.100.21', zone: 'b' },
  { ...machine, ip: '10.42.132.22', zone: 'c' },
]
