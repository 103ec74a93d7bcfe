/** A pod or container asks to run as user 0. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'No container asks to run as user 0',
  severity: 'high',
  about: 'workloads',
  must: onLinux(podSecurityDemand('runAsUser')),
  why: `
    runAsUser: 0 is root by order, whatever user the image was built with. Root in a container is root on the node as soon as
    the container has a hole.`,
  fix: 'Give runAsUser a number above 0, the same as the USER of the image; add fsGroup where volumes must be written.',
  refs: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/', 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsUser: 10001}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostUsers: false, containers: [{name: web, image: web:1, securityContext: {runAsUser: 0}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsUser: 0}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      securityContext: {runAsUser: 1000}
      containers: [{name: web, image: web:1}]
      initContainers: [{name: chown, image: busybox:1, securityContext: {runAsUser: 0}}]`,
    ],
  },
})
