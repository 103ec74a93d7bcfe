/** The cluster of the world in which each practice is broken, and its machines. */
import type { Machine } from '../../aws/make/machines.ts'
import { goodMachines } from '../good/machines.ts'
import { kubeletFaults } from './kubelets.ts'
import { ipOf, nodeFaults } from './nodes.ts'

export const name = 'bad'
export const windowsIp = '10.42.101.80'

/** The good ones, and one for each fault of a kubelet or a node: see `kubelets.ts` and `nodes.ts`, which give them their addresses. */
export const badMachines: readonly Machine[] = [
  ...goodMachines,
  ...kubeletFaults.map(
    ({ sort = 'bottlerocket' }, at): Machine => ({
      sort: sort === 'managed' ? 'managed' : 'bottlerocket',
      ip: `10.42.69.${at + 30}`,
      zone: 'a',
      nodegroup: 'general',
    }),
  ),
  ...nodeFaults.map(
    ({ sort = 'bottlerocket' }, at): Machine => ({
      sort: sort as Machine['sort'],
      ip: ipOf(at),
      zone: 'a',
      ...(sort !== 'self-managed' && { nodegroup: 'general' }),
    }),
  ),
  { sort: 'windows', ip: windowsIp, zone: 'b', nodegroup: 'windows', instanceType: 'm5.xlarge' },
]
