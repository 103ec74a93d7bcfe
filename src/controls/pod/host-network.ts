/** A pod shares the network of its node. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods have a network namespace of their own',
  severity: 'high',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must: onLinux(podSecurityDemand('hostNamespaces', 'hostNetwork')),
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
spec: {hostNetwork: true, containers: [{name: web, image: web:1}]}`,
      `apiVersion: batch/v1
kind: CronJob
metadata: {name: probe, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {hostNetwork: true, containers: [{name: probe, image: web:1}]}}}}}`,
    ],
  },
})
