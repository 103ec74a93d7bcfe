/** A pod mounts a directory of its node that gives the node or its other pods away. */
import { perPod, type Podded } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { givesAway, type HostPath, hostMountsOf, hostPathsOf, withoutHostPaths } from '../../reach/host-paths.ts'

export default control({
  title: 'Pods mount none of the directories that give the node away',
  severity: 'critical',
  about: 'workloads',
  responsible: { fargate: 'n/a' },
  why: `
    Some directories are worth the node: tokens and Secrets of all pods lie below /var/lib/kubelet, keys below /etc and
    /root, and /, /proc and /dev lead to everything. Mounting them read-only does not help, as reading is enough.`,
  fix: 'Remove the volume, or mount the one file or directory that is needed; for an agent that cannot do without, write a waiver.',
  refs: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: logs, hostPath: {path: /var/log/pods}}, {name: zone, hostPath: {path: /etc/localtime}}]
  containers:
    - {name: web, image: web:1, volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}, {name: zone, mountPath: /etc/localtime}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: etcd, hostPath: {path: /etcd}}, {name: net, hostPath: {path: /dev/net/tun}}]
  containers: [{name: web, image: web:1}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: root, hostPath: {path: /}}]
  containers: [{name: web, image: web:1, volumeMounts: [{name: root, mountPath: /host, readOnly: true}]}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: pods, hostPath: {path: /mnt/../var/lib//kubelet/pods/}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: opt, hostPath: {path: /opt}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: logs, hostPath: {path: /var/log}}]
  containers: [{name: web, image: web:1, volumeMounts: [{name: logs, mountPath: /logs}]}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {os: {name: windows}, volumes: [{name: disk, hostPath: {path: 'C:\\'}}], containers: [{name: web, image: web:1}]}`,
    ],
  },
  applies: perPod((workload) => hostPathsOf(workload).length > 0),
  judge: perPod((workload) =>
    given(workload).map(({ volume, written, at, what }) => ({
      says: `volume ${volume} is ${written} of the node: ${what}`,
      at,
      actual: written,
      wanted: 'no such volume',
    })),
  ),
  remedy: (workload) => withoutHostPaths(workload, given(workload)),
})

/** Volumes that give something away, and what. */
function given(subject: Podded): readonly (HostPath & { readonly what: string })[] {
  const mounts = hostMountsOf(subject)
  return hostPathsOf(subject).flatMap((host) => {
    const isWritable = mounts.some((one) => one.host.volume === host.volume && one.mount.readOnly !== true)
    const what = givesAway(host.path, isWritable)
    return what === undefined ? [] : [{ ...host, what }]
  })
}
