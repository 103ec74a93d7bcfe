/** A workload outside the system pushes others off their nodes. */
import { podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { isSystemNamespace } from '../../reach/tenants.ts'

const classes = new Set(['system-cluster-critical', 'system-node-critical'])

export default control({
  title: 'System priorities are left to the system',
  severity: 'medium',
  about: 'workloads',
  // EKS itself puts every Fargate pod at system-node-critical.
  responsible: { fargate: 'n/a' },
  why: `
    Pods of these two classes push any other pod off its node, the DNS of the cluster and other tenants' databases among
    them. Nothing keeps a namespace from using them but a quota or a policy.`,
  fix: 'Make a PriorityClass of your own below 1000000000 and name it; cap the system classes with a scoped ResourceQuota (pods: 0) in application namespaces.',
  refs: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/', 'https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: dns, namespace: kube-system}, spec: {priorityClassName: system-cluster-critical, containers: [{name: dns, image: dns:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {priorityClassName: shop-high, containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {priorityClassName: system-cluster-critical, containers: [{name: web, image: web:1}]}}`,
      `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: monitoring}, spec: {template: {spec: {priorityClassName: system-node-critical, containers: [{name: agent, image: agent:1}]}}}}`,
    ],
  },
  judge(workload) {
    const name = workload.pod.spec?.priorityClassName
    if (name === undefined || !classes.has(name) || isSystemNamespace(workload.metadata.namespace)) return undefined
    return {
      says: `runs at ${name} in ${workload.metadata.namespace ?? 'its namespace'}`,
      at: podSpecPath(workload, 'priorityClassName'),
      actual: name,
      wanted: 'a class of your own',
    }
  },
})
