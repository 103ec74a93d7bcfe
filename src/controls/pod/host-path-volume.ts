/** A pod mounts a directory of its node. */
import { mend } from '../../demand/check.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

const must = podSecurityDemand('hostPathVolumes')

export default control({
  title: 'Pods mount no directory of their node',
  severity: 'high',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  must,
  why: `
    A hostPath volume is a hole in the wall between pod and node: what the pod writes there others on the node read, and what
    lies there the pod reads. The pod is tied to that node besides.`,
  fix: 'Use an emptyDir, a ConfigMap or a PersistentVolumeClaim; let an agent that needs a directory of the node be the only one, with a waiver that says why.',
  refs: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath', 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}, {name: tmp, emptyDir: {}}]
  containers: [{name: web, image: web:1}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: logs, hostPath: {path: /var/log/web}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      volumes: [{name: tmp, emptyDir: {}}, {name: cache, hostPath: {path: /mnt/cache, type: DirectoryOrCreate}}]
      containers: [{name: web, image: web:1}]`,
    ],
  },
  remedy: (workload) => ({
    says: 'Put an empty directory in its place; what lies on the node is then out of sight',
    risk: 'outage',
    steps: [{ do: 'patch', on: objectRef(workload), edits: mend(must, workload) }],
  }),
})
