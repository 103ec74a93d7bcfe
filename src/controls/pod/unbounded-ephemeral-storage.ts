/** A container may fill the disk, or a volume in memory the memory, of its node. */
import { volumesOf } from '../../demand/pods.ts'
import { asked } from '../../model/asked.ts'
import { control } from '../../model/control.ts'
import type { Workload } from '../../model/facts.ts'
import { concatPath } from '../../model/path.ts'
import { objectRef } from '../../model/ref.ts'
import { Unseen, unlessUnseen } from '../../model/world.ts'
import { boundRemedy, lacking } from '../../reach/resources.ts'

export default control({
  title: 'Containers cannot fill the disk of their node',
  severity: 'low',
  about: 'workloads',
  needs: ['limitRanges'],
  responsible: { fargate: 'shared', auto: 'shared' },
  why: `
    Logs, the writable layer and emptyDir volumes lie on the disk of the node; when it is full, the kubelet evicts pods that
    did no wrong. An emptyDir in memory without a size may grow to half the memory of the node.`,
  fix: 'Set resources.limits.ephemeral-storage on every container, and sizeLimit on every emptyDir with medium Memory.',
  refs: ['https://kubernetes.io/docs/concepts/storage/ephemeral-storage/', 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 64Mi}}, {name: tmp, emptyDir: {}}]
  containers: [{name: web, image: web:1, resources: {limits: {ephemeral-storage: 1Gi}}}]`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, resources: {limits: {memory: 128Mi}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: shm, emptyDir: {medium: Memory}}]
  containers: [{name: web, image: web:1, resources: {limits: {ephemeral-storage: 1Gi}}}]`,
      // A default that was not seen bounds containers; it bounds no volume.
      `files: true
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  volumes: [{name: shm, emptyDir: {medium: Memory}}]
  containers: [{name: web, image: web:1}]`,
    ],
  },
  judge(workload, world) {
    return [
      ...inMemory(workload).map(({ value, at }) => ({
        says: `volume ${value.name} lies in memory and has no size limit`,
        at: concatPath(at, 'emptyDir.sizeLimit'),
        wanted: 'an amount, such as 64Mi',
      })),
      ...lacking(workload, 'ephemeral-storage', 'limits', world, { says: 'has no limit of ephemeral storage', wanted: 'an amount, such as 1Gi' }),
    ]
  },
  remedy(workload, world) {
    const edits = inMemory(workload).map(({ at }) => ({ path: concatPath(at, 'emptyDir.sizeLimit'), value: asked('memory-volume-limit') }))
    const bound = unlessUnseen(() => boundRemedy(workload, 'ephemeral-storage', 'limits', world))
    const bounds = bound instanceof Unseen ? [] : bound.steps.flatMap((step) => (step.do === 'patch' ? step.edits : []))
    return { says: 'Bound its use of the disk', risk: 'restart', steps: [{ do: 'patch', on: objectRef(workload), edits: [...edits, ...bounds] }] }
  },
})

/** Volumes that lie in memory and have no size. */
function inMemory(workload: Workload) {
  return volumesOf(workload).filter(({ value }) => value.emptyDir?.medium === 'Memory' && (value.emptyDir.sizeLimit ?? '') === '')
}
