/** Names of operating systems, and their last days. */
import { describe, expect, it } from 'vitest'
import { endOfLife, isContainerOs } from './node-os.ts'

const today = '2026-11-23T12:00:00Z'

describe('endOfLife', () => {
  it.each([
    'Amazon Linux 2',
    'amazon-eks-node-1.32-v20251101',
    'amazon-eks-gpu-node-1.29-v20240703',
    'CentOS Linux 7 (Core)',
    'Red Hat Enterprise Linux Server 7.9 (Maipo)',
    'Ubuntu 20.04.6 LTS',
    'Ubuntu 16.04.7 LTS',
    'Ubuntu 23.10',
    'Debian GNU/Linux 10 (buster)',
    'RancherOS v1.5.8',
  ])('is past for %s', (name) => {
    expect(endOfLife(name, today)).toBeDefined()
  })
  it.each([
    'Amazon Linux 2023.9.20261102',
    'amazon-eks-node-al2023-x86_64-standard-1.36-v20261102',
    'Bottlerocket OS 1.57.0 (aws-k8s-1.36)',
    'Windows Server 2022 Datacenter',
    'Windows Server 2019 Datacenter',
    'Ubuntu 24.04.2 LTS',
    'Red Hat Enterprise Linux 9.5 (Plow)',
    'Debian GNU/Linux 12 (bookworm)',
  ])('is to come for %s', (name) => {
    expect(endOfLife(name, today)).toBeUndefined()
  })
  it('is reckoned from the time of the facts', () => {
    expect(endOfLife('Amazon Linux 2', '2025-06-01T00:00:00Z')).toBeUndefined()
  })
})

it('tells systems for containers from others', () => {
  expect(['Bottlerocket OS 1.57.0', 'Amazon Linux 2023', 'bottlerocket-aws-k8s-1.36-x86_64-v1.57.0', 'Flatcar Container Linux'].every(isContainerOs)).toBe(true)
  expect(['Amazon Linux 2', 'Ubuntu 24.04', 'shop-al2-golden'].some(isContainerOs)).toBe(false)
})
