/** A tenant may create load balancers, volumes and pods without number. */
import { control } from '../../model/control.ts'
import { bounded } from '../../reach/quotas.ts'
import { tenantOf } from '../../reach/tenants.ts'

const wanted = [['pods', 'count/pods'], ['services.loadbalancers'], ['services.nodeports'], ['requests.storage']] as const

export default control({
  title: 'Tenants have a cap on pods, load balancers, node ports and storage',
  severity: 'low',
  about: 'namespaces',
  needs: ['resourceQuotas'],
  why: `
    A load balancer opens a door and costs money every hour; a node port opens one on every node. A loop in a tenant's
    pipeline makes hundreds of them before anybody looks.`,
  fix: 'Add pods, services.loadbalancers, services.nodeports and requests.storage to the ResourceQuota of the namespace; 0 where none is needed.',
  refs: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: red, namespace: red}, spec: {hard: {pods: '50', services.loadbalancers: '0', services.nodeports: '0', requests.storage: 50Gi}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: red, namespace: red}, spec: {hard: {pods: '50', requests.storage: 50Gi}}}`,
    ],
  },
  applies: (namespace) => tenantOf(namespace) !== undefined,
  judge({ metadata: { name } }, world) {
    const hard = bounded(name, world)
    const missing = wanted.filter((names) => !names.some((one) => hard.has(one))).map(([one]) => one)
    return missing.length === 0 ? undefined : { says: `no quota caps ${missing.join(', ')}`, at: 'metadata.name', wanted: missing.join(', ') }
  },
})
