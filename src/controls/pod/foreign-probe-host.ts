/** A probe or hook makes the kubelet call another host. */
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Probes and lifecycle hooks call their own pod only',
  severity: 'low',
  about: 'workloads',
  must: podSecurityDemand('hostProbesAndHostLifecycle'),
  why: `
    The kubelet makes the calls of probes and hooks from the network of the node. Whoever may write a pod can so send requests
    to what only the node can reach, and read from the result whether anything answered.`,
  fix: 'Remove host from the probe or hook: it then calls the address of the pod.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web:1, livenessProbe: {httpGet: {path: /, port: 80}}, readinessProbe: {tcpSocket: {host: "", port: 80}}}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, livenessProbe: {httpGet: {host: 169.254.169.254, path: /, port: 80}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, lifecycle: {preStop: {httpGet: {host: localhost, path: /stop, port: 80}}}}]}`,
    ],
  },
})
