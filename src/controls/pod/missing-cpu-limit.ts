/** Neither a container nor its namespace is bounded in CPU. */
import { control } from '../../model/control.ts'
import type { ResourceQuota } from '../../model/kubernetes.ts'
import { Unseen } from '../../model/world.ts'
import { boundRemedy, containersWithout, lacking } from '../../reach/resources.ts'

export default control({
  title: 'CPU is bounded by container or by namespace',
  severity: 'low',
  about: 'workloads',
  needs: ['limitRanges', 'resourceQuotas'],
  why: `
    A container without a limit may take every idle cycle of its node, as a miner of coins does. Where limits would slow a
    service down, a quota on the CPU of the namespace bounds it as well.`,
  fix: 'Set resources.limits.cpu, or requests on every container and a ResourceQuota with limits.cpu or requests.cpu for the namespace.',
  refs: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {limits: {cpu: 1}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {cpu: 100m}}}]}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: total, namespace: shop}, spec: {hard: {requests.cpu: 8}}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {cpu: 100m}}}]}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: objects, namespace: shop}, spec: {hard: {pods: 10, limits.memory: 1Gi}}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: total, namespace: shop}, spec: {hard: {requests.cpu: 8}}}`,
    ],
  },
  judge(workload, world) {
    const found = lacking(workload, 'cpu', 'limits', world, {
      says: 'has no CPU limit, and no quota bounds its namespace',
      wanted: 'an amount, such as 1',
    })
    if (found.length === 0) return undefined
    const isQuotaOfCpu = ({ spec }: ResourceQuota) => ['limits.cpu', 'requests.cpu', 'cpu'].some((key) => Object.hasOwn(spec?.hard ?? {}, key))
    const unasked = containersWithout(workload, 'cpu', 'requests', world)
    const quota = !(unasked instanceof Unseen) && unasked.length === 0 && world.some('resourceQuotas', isQuotaOfCpu, workload.metadata.namespace)
    return quota ? undefined : found
  },
  remedy: (workload, world) => boundRemedy(workload, 'cpu', 'limits', world),
})
