/** A container may write to a directory of its node, or make mounts there. */
import { perPod, type Podded } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import type { Evidence } from '../../model/finding.ts'
import { concatPath } from '../../model/path.ts'
import { objectRef } from '../../model/ref.ts'
import { hostMountsOf, hostPathsOf, reachesRuntime, type HostMount } from '../../reach/host-paths.ts'

// Through a socket one writes all the same: `container-runtime-socket` has its say.
const mountsOf = (workload: Podded): HostMount[] => hostMountsOf(workload).filter(({ host }) => !reachesRuntime(host.path))

export default control({
  title: 'Directories of the node are mounted read-only',
  severity: 'high',
  about: 'workloads',
  responsible: { fargate: 'n/a' },
  why: `
    What a pod writes on its node outlives the pod, is read by other pods and by the node, and is the usual way from a
    container to the node. A mount that propagates both ways changes the file systems of the node itself.`,
  fix: 'Set readOnly: true on the mount (and recursiveReadOnly: Enabled where the directory holds other mounts), and leave mountPropagation out.',
  refs: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: logs, hostPath: {path: /var/log}}]
  containers: [{name: web, image: web:1, volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: logs, hostPath: {path: /var/log/web}}]
  containers: [{name: web, image: web:1, volumeMounts: [{name: logs, mountPath: /logs}]}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: data, hostPath: {path: /mnt/data}}]
  containers: [{name: web, image: web:1, volumeMounts: [{name: data, mountPath: /data, readOnly: true}]}]
  initContainers: [{name: init, image: web:1, volumeMounts: [{name: data, mountPath: /data, readOnly: false}]}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: data, hostPath: {path: /mnt/data}}]
  containers: [{name: web, image: web:1, volumeMounts: [{name: data, mountPath: /data, readOnly: true, mountPropagation: Bidirectional}]}]`,
    ],
  },
  applies: perPod((workload) => hostPathsOf(workload).length > 0),
  judge: perPod((workload) => mountsOf(workload).flatMap(faultOf)),
  remedy: (workload) => ({
    says: 'Mount it read-only; a container that does write there will fail',
    risk: 'outage',
    steps: [
      {
        do: 'patch',
        on: objectRef(workload),
        edits: mountsOf(workload).flatMap(({ mount, at }) => [
          ...(mount.readOnly === true ? [] : [{ path: concatPath(at, 'readOnly'), value: true }]),
          ...(mount.mountPropagation === 'Bidirectional' ? [{ path: concatPath(at, 'mountPropagation') }] : []),
        ]),
      },
    ],
  }),
})

function faultOf({ host, container, mount, at }: HostMount): Evidence[] {
  const what = `container ${container.name}`
  if (mount.mountPropagation === 'Bidirectional')
    return [
      {
        says: `${what} makes mounts on the node below ${host.written}`,
        at: concatPath(at, 'mountPropagation'),
        actual: mount.mountPropagation,
        wanted: 'not set',
      },
    ]
  if (mount.readOnly === true) return []
  return [
    {
      says: `${what} may write to ${host.written} of the node`,
      at: concatPath(at, 'readOnly'),
      ...(mount.readOnly !== undefined && { actual: mount.readOnly }),
      wanted: true,
    },
  ]
}
