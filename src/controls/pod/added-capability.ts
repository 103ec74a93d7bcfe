/** A container adds a capability beyond the default set. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Containers add no capability beyond the default set',
  severity: 'high',
  about: 'workloads',
  responsible: { fargate: 'shared' },
  must: onLinux(podSecurityDemand('capabilities_baseline')),
  why: `
    Capabilities are the powers of root in pieces. Some, such as SYS_ADMIN, SYS_PTRACE, SYS_MODULE, BPF and NET_ADMIN, are
    enough to take over the node by themselves.`,
  fix: 'Remove the capability from securityContext.capabilities.add; a safe sysctl, a device plugin or a CSI driver often does what it was added for.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {add: [NET_BIND_SERVICE, CHOWN], drop: [ALL]}}}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {add: [CHOWN, CAP_SYS_ADMIN, net_admin]}}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: web, image: web:1}]
      initContainers: [{name: iptables, image: web:1, securityContext: {capabilities: {add: [NET_ADMIN]}}}]`,
    ],
  },
})
