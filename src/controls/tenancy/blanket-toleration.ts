/** A workload goes to every node, whatever taint keeps others away. */
import { podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { tenants } from '../../reach/tenants.ts'

export default control({
  title: 'Only node agents tolerate every taint',
  severity: 'medium',
  about: 'workloads',
  needs: ['namespaces'],
  why: `
    Taints keep one tenant's pods, and yours, off the nodes of another. A toleration without a key ignores them all, also
    those of broken nodes, and of control nodes that somebody adds next year.`,
  fix: 'Name the taints that the workload must bear, with key, value and effect.',
  refs: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html',
  ],
  examples: {
    good: [
      `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: monitoring}, spec: {template: {spec: {tolerations: [{operator: Exists}], containers: [{name: agent, image: agent:1}]}}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute}], containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: shell, namespace: ci}, spec: {tolerations: [{key: app, value: x}, {operator: Exists}], containers: [{name: shell, image: shell:1}]}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: miner, namespace: red}, spec: {template: {spec: {tolerations: [{operator: Exists, effect: NoSchedule}], containers: [{name: miner, image: miner:1}]}}}}`,
    ],
  },
  judge(workload, world) {
    const tolerations = Array.isArray(workload.pod.spec?.tolerations) ? workload.pod.spec.tolerations : []
    const at = tolerations.findIndex((one) => one?.operator === 'Exists' && !one.key)
    // A DaemonSet runs on every node by nature, but a tenant's has no business on the nodes of others.
    if (at < 0 || (workload.kind === 'DaemonSet' && !tenants(world).has(workload.metadata.namespace ?? ''))) return undefined
    return {
      says: `tolerates every taint${tolerations[at]?.effect ? ` of effect ${tolerations[at]?.effect}` : ''}`,
      at: podSpecPath(workload, `tolerations[${at}]`),
      wanted: 'the taints by key',
    }
  },
})
