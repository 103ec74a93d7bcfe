/** A container has no seccomp profile. */
import { podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Every container has a seccomp profile',
  severity: 'medium',
  about: 'workloads',
  must: podSecurityDemand('seccompProfile_restricted', 'securityContext.seccompProfile.type'),
  why: `
    Without a profile, of its own or of the pod, a container runs with every system call allowed unless its node is set to
    confine it by default. Most kernel exploits begin with a call that the default profile refuses.`,
  fix: 'Set securityContext.seccompProfile.type to RuntimeDefault for the pod.',
  refs: ['https://kubernetes.io/docs/tutorials/security/seccomp/', 'https://docs.aws.amazon.com/eks/latest/best-practices/runtime-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {seccompProfile: {type: RuntimeDefault}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {os: {name: windows}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: web, image: web:1, securityContext: {seccompProfile: {type: RuntimeDefault}}}]
      initContainers: [{name: init, image: web:1}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, annotations: {seccomp.security.alpha.kubernetes.io/pod: runtime/default}}
spec: {containers: [{name: web, image: web:1}]}`,
    ],
  },
  remedy: (workload) => ({
    says: 'Confine the pod by the profile of the container runtime',
    risk: 'restart',
    steps: [{ do: 'patch', on: objectRef(workload), edits: [{ path: podSpecPath(workload, 'securityContext.seccompProfile.type'), value: 'RuntimeDefault' }] }],
  }),
})
