/** A container may run as root: nothing forbids it, and no other user is named. */
import { mend } from '../../demand/check.ts'
import { containersOf, perPod, podSpecPath } from '../../demand/pods.ts'
import { wished } from '../../model/asked.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'
import { isToldNonRoot } from '../../reach/users.ts'

const must = podSecurityDemand('runAsNonRoot')

export default control({
  title: 'Containers are kept from running as root',
  severity: 'high',
  about: 'workloads',
  must,
  why: `
    Most images run as root unless told otherwise, and root in a container is the same user as root on the node: a hole in the
    container or a mounted directory is then all it takes. With runAsNonRoot the kubelet refuses to start a container as root.`,
  fix: 'Set securityContext.runAsNonRoot to true for the pod, with runAsUser and runAsGroup above 0 where the image names no user, and fsGroup for its volumes.',
  refs: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsNonRoot: true}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {runAsNonRoot: true}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostUsers: false, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers: [{name: web, image: web:1}]
  initContainers: [{name: chown, image: busybox:1, securityContext: {runAsNonRoot: false}}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {runAsNonRoot: false}, containers: [{name: web, image: web:1}]}`,
    ],
  },
  // Where every container is told to run as another user, `unenforced-user` has its say.
  applies: perPod((workload) => !containersOf(workload).every(({ value }) => isToldNonRoot(workload, value))),
  remedy: (workload) => ({
    says: 'Forbid root; where the image names no user, say which it is to be',
    risk: 'restart',
    steps: [
      {
        do: 'patch',
        on: objectRef(workload),
        edits: [
          ...mend(must, workload),
          ...(workload.os === 'linux' && !workload.pod.spec?.securityContext?.runAsUser
            ? [{ path: podSpecPath(workload, 'securityContext.runAsUser'), value: wished('run-as-user') }]
            : []),
        ],
      },
    ],
  }),
})
