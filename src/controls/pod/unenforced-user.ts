/** Containers are told to run as a user other than root, but nothing holds them to it. */
import { containersOf, perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'
import { isToldNonRoot } from '../../reach/users.ts'

export default control({
  title: 'Pods that name a user also forbid root',
  severity: 'low',
  about: 'workloads',
  must: podSecurityDemand('runAsNonRoot'),
  why: `
    runAsUser keeps the container from root today. runAsNonRoot says that it is meant so: the restricted level asks for it, and
    the day somebody changes the number to 0 the pod does not start.`,
  fix: 'Set securityContext.runAsNonRoot to true for the pod.',
  refs: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/', 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsNonRoot: true, runAsUser: 10001}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsUser: 10001}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {os: {name: windows}, containers: [{name: web, image: web:1, securityContext: {windowsOptions: {runAsUserName: ContainerUser}}}]}`,
    ],
  },
  applies: perPod((workload) => containersOf(workload).every(({ value }) => isToldNonRoot(workload, value))),
})
