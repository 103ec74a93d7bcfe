/** The cluster of the world in which each practice is broken, and its machines. */
import type { Machine } from '../../aws/make/machines.ts'
import { goodMachines } from '../good/aws.ts'
import { kubeletFaults } from './kubelets.ts'

export const name = 'bad'

/** The good ones, and one for each fault of a kubelet: see `kubelets.ts`, which gives them their addresses. */
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
]
