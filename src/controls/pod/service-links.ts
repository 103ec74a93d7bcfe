/** A pod is handed the addresses of all Services of its namespace. */
import { is, isSet, pod } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Pods are not handed the addresses of all Services',
  severity: 'low',
  about: 'workloads',
  // Containers that were put into a live pod to debug it are judged by themselves; the pod is judged by its template.
  applies: pod('containers', isSet()),
  must: pod('enableServiceLinks', is(false)),
  why: `
    Unless the field says false, every container gets environment variables with the addresses and ports of all Services of
    its namespace: a map for whoever breaks in. DNS serves those who need an address.`,
  fix: 'Set enableServiceLinks to false in the pod spec. Only very old programs read the *_SERVICE_HOST variables.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {enableServiceLinks: false, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {enableServiceLinks: true, containers: [{name: web, image: web:1}]}`,
    ],
  },
})
