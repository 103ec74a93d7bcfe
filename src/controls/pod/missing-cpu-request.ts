/** A container does not say how much CPU it needs. */
import { control } from '../../model/control.ts'
import { boundRemedy, lacking } from '../../reach/resources.ts'

export default control({
  title: 'Every container requests CPU',
  severity: 'low',
  about: 'workloads',
  needs: ['limitRanges'],
  why: `
    The scheduler places pods by what they request. A container that requests nothing is put anywhere, shares what is left
    over there, and lets one busy neighbour starve it.`,
  fix: 'Set resources.requests.cpu from what the container is seen to use, or give the namespace a LimitRange with a default.',
  refs: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {cpu: 100m}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {limits: {cpu: 1}}}], ephemeralContainers: [{name: debugger, image: busybox:1}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: shop}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {requests: {memory: 64Mi}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web:1, resources: {requests: {cpu: 100m}}}]
  initContainers: [{name: proxy, image: web:1, restartPolicy: Always}]
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: other}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}`,
    ],
  },
  judge: (workload, world) => lacking(workload, 'cpu', 'requests', world, { says: 'requests no CPU', wanted: 'an amount, such as 100m' }),
  remedy: (workload, world) => boundRemedy(workload, 'cpu', 'requests', world),
})
