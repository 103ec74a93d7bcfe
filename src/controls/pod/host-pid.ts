/** A pod sees the processes of its node. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods have a process namespace of their own',
  severity: 'high',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must: onLinux(podSecurityDemand('hostNamespaces', 'hostPID')),
  why: `
    A pod in the process namespace of the node sees the command lines and environments of everything that runs there,
    and with a little privilege more it can step into the root file system of any of those processes.`,
  fix: 'Remove hostPID. To look into a neighbouring container, use shareProcessNamespace or an ephemeral container.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [`{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostPID: false, containers: [{name: web, image: web:1}]}}`],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostPID: true, containers: [{name: web, image: web:1}]}}`,
      `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec: {template: {spec: {hostPID: true, containers: [{name: agent, image: web:1}]}}}`,
    ],
  },
})
