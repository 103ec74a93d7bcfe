/** Containers of a namespace have no default and no upper bound. */
import { control } from '../../model/control.ts'
import { holdsApplications, ranged } from '../../reach/quotas.ts'

const wanted = ['default', 'defaultRequest', 'max'].flatMap((field) => ['cpu', 'memory'].map((resource) => `${field} ${resource}`))

export default control({
  title: 'Every namespace has defaults and bounds for containers',
  severity: 'low',
  about: 'namespaces',
  needs: ['limitRanges', 'workloads'],
  why: `
    A container that asks for nothing is given nothing and takes everything. A LimitRange fills in what was forgotten and
    refuses what is too large, so that a quota does not have to reject the pod.`,
  fix: 'Create a LimitRange of type Container with default, defaultRequest and max for cpu and memory.',
  refs: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: LimitRange, metadata: {name: shop, namespace: shop}, spec: {limits: [{type: Container, default: {cpu: 500m, memory: 256Mi}, defaultRequest: {cpu: 100m, memory: 128Mi}, max: {cpu: '2', memory: 2Gi}}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: LimitRange, metadata: {name: shop, namespace: shop}, spec: {limits: [{type: Pod, max: {cpu: '2', memory: 2Gi}}, {type: Container, default: {cpu: 500m, memory: 256Mi}, defaultRequest: {cpu: 100m, memory: 128Mi}}]}}`,
    ],
  },
  applies: holdsApplications,
  judge({ metadata: { name } }, world) {
    const set = ranged(name, world)
    const missing = wanted.filter((one) => !set.has(one))
    if (missing.length === 0) return undefined
    return {
      says: set.size === 0 ? 'no LimitRange speaks of containers' : `its LimitRange leaves out ${missing.join(', ')}`,
      at: 'metadata.name',
      wanted: 'default, defaultRequest and max for cpu and memory',
    }
  },
})
