/** A Windows container runs as a process of its node. */
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Windows containers do not run as HostProcess',
  severity: 'critical',
  about: 'workloads',
  responsible: { fargate: 'n/a', auto: 'n/a' },
  must: podSecurityDemand('windowsHostProcess'),
  why: `
    A HostProcess container is no container: it runs on the Windows node itself, with its network, its files and the rights
    of the account it names. It is what privileged is on Linux.`,
  fix: 'Remove windowsOptions.hostProcess, and hostNetwork with it; keep it for the CNI, CSI and kube-proxy agents of the node alone.',
  refs: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  os: {name: windows}
  securityContext: {windowsOptions: {hostProcess: false, runAsUserName: ContainerUser}}
  containers: [{name: web, image: web:1}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  os: {name: windows}
  hostNetwork: true
  securityContext: {windowsOptions: {hostProcess: true}}
  containers: [{name: web, image: web:1}]`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      nodeSelector: {kubernetes.io/os: windows}
      containers: [{name: web, image: web:1, securityContext: {windowsOptions: {hostProcess: true}}}]`,
    ],
  },
})
