/** A container runs privileged. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Containers do not run privileged',
  severity: 'critical',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must: onLinux(podSecurityDemand('privileged')),
  why: `
    A privileged container has every capability and every device of its node. Whoever breaks into it owns the node, the
    other pods on it, and the IAM role of the node.`,
  fix: 'Set securityContext.privileged to false, or remove it; add the single capability or device that the container needs.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {privileged: false}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: web:1, securityContext: {privileged: true}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {privileged: true}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec: {containers: [{name: web, image: web:1}], initContainers: [{name: sysctl, image: busybox:1, securityContext: {privileged: true}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web:1}]
  ephemeralContainers: [{name: debugger-x7k2p, image: busybox:1, securityContext: {privileged: true}}]`,
    ],
  },
})
