/** A pod shares the network of its node. */
import { mend } from '../../demand/check.ts'
import { containersOf } from '../../demand/pods.ts'
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { concatPath } from '../../model/path.ts'
import { objectRef } from '../../model/ref.ts'
import { listOf } from '../../reach/lists.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

const must = onLinux(podSecurityDemand('hostNamespaces', 'hostNetwork'))

export default control({
  title: 'Pods have a network namespace of their own',
  severity: 'high',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must,
  why: `
    On the network of the node no NetworkPolicy holds, the hop limit of the instance metadata service does not stop the pod
    from taking the credentials of the node, and it can listen to what other pods on the node send.`,
  fix: 'Remove hostNetwork and reach the pod through a Service.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostNetwork: false, containers: [{name: web, image: web:1}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostNetwork: true, containers: [{name: web, image: web:1, ports: [{containerPort: 80, hostPort: 80}]}]}`,
      `apiVersion: batch/v1
kind: CronJob
metadata: {name: probe, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {hostNetwork: true, containers: [{name: probe, image: web:1}]}}}}}`,
    ],
  },
  remedy: (workload) => ({
    says: 'Give the pod a network of its own; what reaches it by the address of its node must go through a Service',
    risk: 'outage',
    steps: [
      {
        do: 'patch',
        on: objectRef(workload),
        edits: [
          ...mend(must, workload),
          // On the network of the node every port is a port of the node, and the API server writes it down as one.
          ...containersOf(workload).flatMap(({ value, at }) =>
            listOf(value.ports).flatMap((port, i) => (port?.hostPort ? [{ path: concatPath(at, `ports[${i}].hostPort`) }] : [])),
          ),
        ],
      },
    ],
  }),
})
