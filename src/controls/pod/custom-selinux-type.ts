/** A pod asks for an SELinux type that does not confine it. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods keep the SELinux types made for containers',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'n/a' },
  must: onLinux(podSecurityDemand('seLinuxOptions', 'securityContext.seLinuxOptions.type')),
  why: `
    The SELinux type decides what a container may touch on the node. spc_t, and super_t and control_t on Bottlerocket, may
    touch everything: the protection is off.`,
  fix: 'Remove seLinuxOptions.type. Where a workload needs more, load a policy with a type of its own on the node.',
  refs: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/protecting-the-infrastructure.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {seLinuxOptions: {type: container_t, level: "s0:c1,c2"}}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {seLinuxOptions: {type: container_engine_t}}}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {seLinuxOptions: {type: spc_t}}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {seLinuxOptions: {type: super_t}}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: web, image: web:1}]
      initContainers: [{name: init, image: web:1, securityContext: {seLinuxOptions: {type: control_t}}}]`,
    ],
  },
})
