/** A container keeps capabilities it was given by default. */
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Containers drop all capabilities',
  severity: 'medium',
  about: 'workloads',
  must: podSecurityDemand('capabilities_restricted', 'securityContext.capabilities.drop'),
  why: `
    The container runtime hands every container some fourteen powers of root. Few programs need any; each is a means to an
    attacker. Dropping a few by name keeps the rest.`,
  fix: 'Set securityContext.capabilities.drop to [ALL] on every container, and add back NET_BIND_SERVICE where a port below 1024 is opened.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: web:1}]}
---
apiVersion: v1
kind: Pod
metadata: {name: other, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [ALL]}}}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [NET_RAW]}}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [ALL]}}}]
      initContainers: [{name: init, image: web:1, securityContext: {capabilities: {}}}]`,
    ],
  },
})
