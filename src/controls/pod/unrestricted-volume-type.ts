/** A pod mounts a volume of a type that the restricted level forbids. */
import { perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { podSecurityFaults } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods mount volumes of harmless types only',
  severity: 'low',
  about: 'workloads',
  why: `
    Volume types built into Kubernetes, such as nfs, iscsi or awsElasticBlockStore, are set up by the node with its own
    rights, and name servers and disks that whoever writes the pod may choose. A claim leaves that choice to an administrator.`,
  fix: 'Use a PersistentVolumeClaim; its PersistentVolume names the server or disk.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: tmp}, {name: model, image: {reference: web:1}}, {name: data, persistentVolumeClaim: {claimName: data}}]
  containers: [{name: web, image: web:1}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: share, nfs: {server: 10.0.0.9, path: /}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: tmp, emptyDir: {}}, {name: disk, awsElasticBlockStore: {volumeID: vol-1}}], containers: [{name: web, image: web:1}]}`,
    ],
  },
  // A hostPath has a control of its own.
  judge: perPod((workload) => podSecurityFaults('restrictedVolumes', workload).filter(({ at }) => !at?.endsWith('.hostPath'))),
})
