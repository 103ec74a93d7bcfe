/** A pod sets a sysctl that is not known to be safe. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods set safe sysctls only',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must: onLinux(podSecurityDemand('sysctls')),
  why: `
    Sysctls outside the safe list are not kept apart by pod: they change the kernel for all pods of the node, or can starve
    it. The kubelet refuses them unless the node allows them by name.`,
  fix: 'Remove the sysctl from securityContext.sysctls, or set it for the node where it is meant for the node.',
  refs: ['https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/', 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext:
    sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "80"}, {name: net.ipv4.tcp_rmem, value: 4096 87380 6291456}]
  containers: [{name: web, image: web:1}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}, {name: net/ipv4/tcp_syncookies, value: "1"}]}
  containers: [{name: web, image: web:1}]`,
    ],
  },
})
