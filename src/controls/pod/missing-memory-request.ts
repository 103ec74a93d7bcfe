/** A container does not say how much memory it needs. */
import { control } from '../../model/control.ts'
import { boundRemedy, lacking } from '../../reach/resources.ts'

export default control({
  title: 'Every container requests memory',
  severity: 'low',
  about: 'workloads',
  needs: ['limitRanges'],
  why: `
    Pods are placed by what they request and, when a node runs out of memory, killed by how far they exceed it. Containers that
    request nothing crowd onto full nodes and are the first to die.`,
  fix: 'Set resources.requests.memory from what the container is seen to use, or give the namespace a LimitRange with a default.',
  refs: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {memory: 64Mi}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {resources: {requests: {memory: 64Mi}}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {cpu: 100m, memory: null}}}]}`,
    ],
  },
  judge: (workload, world) => lacking(workload, 'memory', 'requests', world, { says: 'requests no memory', wanted: 'an amount, such as 128Mi' }),
  remedy: (workload, world) => boundRemedy(workload, 'memory', 'requests', world),
})
