/** A pod with its own user namespace unmasks /proc. */
import { is, onLinux, pod } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods with a user namespace keep the masked /proc too',
  severity: 'low',
  about: 'workloads',
  // Without a user namespace it is the fault that `unmasked-proc` tells.
  applies: pod('hostUsers', is(false)),
  must: onLinux(podSecurityDemand('procMount_restricted')),
  why: `
    With hostUsers: false an unmasked /proc is tolerable, and builders of images need it. The restricted level still asks for
    the mask: a flaw of the kernel in those files reaches further than the user namespace.`,
  fix: 'Remove securityContext.procMount where the container does not start containers itself.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/', 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostUsers: false, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostUsers: false, containers: [{name: web, image: web:1, securityContext: {procMount: Unmasked}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      hostUsers: false
      containers: [{name: web, image: web:1}]
      initContainers: [{name: init, image: web:1, securityContext: {procMount: Unmasked}}]`,
    ],
  },
})
