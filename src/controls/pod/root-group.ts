/** A pod or container asks for group 0. */
import { all, effective, isNot, onLinux, pod } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'No container asks for group 0',
  severity: 'low',
  about: 'workloads',
  must: onLinux(
    all(effective('securityContext.runAsGroup', isNot(0)), pod('securityContext.fsGroup', isNot(0)), pod('securityContext.supplementalGroups[*]', isNot(0))),
  ),
  why: `
    Files of images and of mounted directories often belong to group root and can be written by it. A process in group 0 may
    change them though it does not run as root.`,
  fix: 'Give runAsGroup, fsGroup and supplementalGroups numbers above 0. Some images made for OpenShift need group 0: write a waiver for them.',
  refs: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsGroup: 0, fsGroup: 2000}, containers: [{name: web, image: web:1, securityContext: {runAsGroup: 10001}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsGroup: 0}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {supplementalGroups: [2000, 0]}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {runAsGroup: 0}}]}`,
    ],
  },
})
