/** A pod shares the memory of processes of its node. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods have an IPC namespace of their own',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must: onLinux(podSecurityDemand('hostNamespaces', 'hostIPC')),
  why: `
    With the IPC namespace of the node a pod can read and write the shared memory and message queues of every process there
    that uses them, the node's own daemons included.`,
  fix: 'Remove hostIPC. Containers of one pod share their IPC namespace without it.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [`{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostIPC: false, containers: [{name: web, image: web:1}]}}`],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostIPC: true, containers: [{name: web, image: web:1}]}}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {hostIPC: true, containers: [{name: web, image: web:1}]}}}`,
    ],
  },
})
