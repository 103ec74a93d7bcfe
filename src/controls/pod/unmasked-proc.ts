/** A container sees an unmasked /proc. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Containers keep the masked /proc',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must: onLinux(podSecurityDemand('procMount')),
  why: `
    The runtime hides or makes read-only the parts of /proc that speak for the whole kernel. Without the mask a container can
    read the keys of others and change settings of the node.`,
  fix: 'Remove securityContext.procMount. For nested containers set hostUsers: false, which gives the pod a user namespace of its own.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {procMount: Default}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostUsers: false, containers: [{name: web, image: web:1, securityContext: {procMount: Unmasked}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {procMount: Unmasked}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: true
  containers: [{name: web, image: web:1}]
  initContainers: [{name: init, image: web:1, securityContext: {procMount: Unmasked}}]`,
    ],
  },
})
