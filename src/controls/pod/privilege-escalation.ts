/** A container may gain more privileges than it started with. */
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Containers cannot gain privileges',
  severity: 'high',
  about: 'workloads',
  must: podSecurityDemand('allowPrivilegeEscalation'),
  why: `
    Unless the field says false, a setuid program in the image makes root of any user. A non-root container is then one
    careless binary away from root.`,
  fix: 'Set securityContext.allowPrivilegeEscalation to false on every container; there is no such field for the whole pod.',
  refs: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/', 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {allowPrivilegeEscalation: false}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {allowPrivilegeEscalation: true}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: web, image: web:1, securityContext: {allowPrivilegeEscalation: false}}]
      initContainers: [{name: init, image: web:1}]`,
    ],
  },
})
