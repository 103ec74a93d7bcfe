/** A pod or container switches seccomp off. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'No container switches seccomp off',
  severity: 'high',
  about: 'workloads',
  must: onLinux(podSecurityDemand('seccompProfile_baseline')),
  why: `
    Seccomp keeps a container from the system calls that it has no use for and that most kernel exploits begin with.
    Unconfined gives it all of them.`,
  fix: 'Set seccompProfile.type to RuntimeDefault, or to Localhost with a profile that allows what the program needs.',
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
spec: {containers: [{name: web, image: web:1, securityContext: {seccompProfile: {type: Localhost, localhostProfile: web.json}}}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {seccompProfile: {type: RuntimeDefault}}
  containers: [{name: web, image: web:1, securityContext: {seccompProfile: {type: Unconfined}}}]`,
    ],
  },
})
