/** A container has a seccomp profile of its own and still all default capabilities. */
import { containersOf, perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import type { Container } from '../../model/kubernetes.ts'

export default control({
  title: 'Containers with a custom seccomp profile drop all capabilities',
  severity: 'low',
  about: 'workloads',
  why: `
    A profile that names system calls one by one is much work to write and to keep. Dropping capabilities closes most of the
    same doors with one line, and what it closes the profile need not list.`,
  fix: 'Set securityContext.capabilities.drop to [ALL] on the container and add back the single capability that it needs.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/runtime-security.html', 'https://kubernetes.io/docs/tutorials/security/seccomp/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {seccompProfile: {type: Localhost, localhostProfile: web.json}}
  containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [ALL]}}}, {name: log, image: log:1, securityContext: {seccompProfile: {type: RuntimeDefault}}}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {seccompProfile: {type: Localhost, localhostProfile: web.json}}
  containers: [{name: web, image: web:1}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web:1}]
  initContainers: [{name: init, image: web:1, securityContext: {seccompProfile: {type: Localhost, localhostProfile: web.json}, capabilities: {drop: [NET_RAW]}}}]`,
    ],
  },
  applies: perPod(
    (workload) => workload.os !== 'windows' && containersOf(workload).some(({ value }) => profileOf(value, workload.pod.spec?.securityContext) === 'Localhost'),
  ),
  judge: perPod((workload) =>
    containersOf(workload).flatMap(({ value, at }) => {
      const drop = value.securityContext?.capabilities?.drop
      const drops = Array.isArray(drop) && drop.some((name) => typeof name === 'string' && name.toUpperCase() === 'ALL')
      if (drops || profileOf(value, workload.pod.spec?.securityContext) !== 'Localhost') return []
      return [
        {
          says: `container ${value.name} has a seccomp profile of its own and does not drop ALL capabilities`,
          at: `${at}.securityContext.capabilities.drop`,
          wanted: ['ALL'],
        },
      ]
    }),
  ),
})

function profileOf({ securityContext }: Container, pod: Container['securityContext']): string | undefined {
  return (securityContext?.seccompProfile ?? pod?.seccompProfile)?.type
}
