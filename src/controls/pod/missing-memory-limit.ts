/** A container may use all the memory of its node. */
import { control } from '../../model/control.ts'
import { boundRemedy, lacking } from '../../reach/resources.ts'

export default control({
  title: 'Every container has a memory limit',
  severity: 'medium',
  about: 'workloads',
  needs: ['limitRanges'],
  why: `
    Memory cannot be throttled: a container without a limit that leaks, or is made to, takes its node down with all pods on
    it. With a limit it is killed alone.`,
  fix: 'Set resources.limits.memory to the highest use seen and 20 to 30 percent more, or give the namespace a LimitRange with a default.',
  refs: [
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {limits: {memory: 128Mi}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {resources: {limits: {memory: 128Mi}}, containers: [{name: web, image: web:1}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: shop}
spec: {limits: [{type: Container, default: {memory: 128Mi}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {memory: 64Mi}}}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: bounds, namespace: shop}
spec: {limits: [{type: Container, max: {cpu: 2}}, {type: Pod, default: {memory: 1Gi}}]}`,
    ],
  },
  judge: (workload, world) => lacking(workload, 'memory', 'limits', world, { says: 'has no memory limit', wanted: 'an amount, such as 128Mi' }),
  remedy: (workload, world) => boundRemedy(workload, 'memory', 'limits', world),
})
