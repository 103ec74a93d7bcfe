/** A container takes a port of its node. */
import { isNot, pod } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Containers open no port on the node',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  // On the host network the API server itself fills in hostPort: that is one fault, and `host-network` tells it.
  applies: pod('hostNetwork', isNot(true)),
  must: podSecurityDemand('hostPorts'),
  why: `
    A host port is open on the address of the node, past Services and often past NetworkPolicies, to whoever can reach the
    node. It also keeps a second copy of the pod off that node.`,
  fix: 'Remove hostPort; publish the container through a Service.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, ports: [{containerPort: 80}]}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostNetwork: true, containers: [{name: web, image: web:1, ports: [{containerPort: 80, hostPort: 80}]}]}
---
{apiVersion: v1, kind: Pod, metadata: {name: other, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, ports: [{containerPort: 80, hostPort: 8080}]}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: web, image: web:1}]
      initContainers: [{name: proxy, image: web:1, restartPolicy: Always, ports: [{containerPort: 81}, {containerPort: 80, hostPort: 80}]}]`,
    ],
  },
})
