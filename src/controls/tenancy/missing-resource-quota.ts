/** Nothing caps the CPU and memory of a namespace. */
import { control } from '../../model/control.ts'
import { bounded, holdsApplications } from '../../reach/quotas.ts'

const wanted = [['requests.cpu', 'cpu'], ['requests.memory', 'memory'], ['limits.memory']] as const

export default control({
  title: 'Every namespace has a quota for CPU and memory',
  severity: 'medium',
  about: 'namespaces',
  needs: ['resourceQuotas', 'workloads'],
  why: `
    Without a quota one namespace takes what all of them share, by mistake or on purpose. A quota that counts ConfigMaps
    caps nothing that hurts.`,
  fix: 'Create a ResourceQuota with requests.cpu, requests.memory and limits.memory, from what is used plus headroom.',
  refs: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/', 'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: cpu, namespace: shop}, spec: {hard: {requests.cpu: '8'}}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: memory, namespace: shop}, spec: {hard: {requests.memory: 16Gi, limits.memory: 32Gi}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: shop, namespace: shop}, spec: {hard: {count/configmaps: '50'}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: shop, namespace: shop}, spec: {hard: {cpu: '8', memory: 16Gi, limits.memory: 16Gi}, scopes: [BestEffort]}}`,
    ],
  },
  applies: holdsApplications,
  judge({ metadata: { name } }, world) {
    const hard = bounded(name, world)
    const missing = wanted.filter((names) => !names.some((one) => hard.has(one))).map(([one]) => one)
    if (missing.length === 0) return undefined
    return {
      says: hard.size === 0 ? 'no quota bounds the namespace' : `its quota bounds ${[...hard].sort().slice(0, 4).join(', ')}, but not ${missing.join(', ')}`,
      at: 'metadata.name',
      wanted: 'requests.cpu, requests.memory and limits.memory',
    }
  },
})
