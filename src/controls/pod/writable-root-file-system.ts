/** A container may write to its own root file system. */
import { mend } from '../../demand/check.ts'
import { everyContainer, is, onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'

const must = onLinux(everyContainer('securityContext.readOnlyRootFilesystem', is(true)))

export default control({
  title: 'Containers have a read-only root file system',
  severity: 'medium',
  about: 'workloads',
  must,
  why: `
    What cannot be written cannot be replaced: an intruder puts no tools next to the program and does not change it. Pod
    Security does not ask for this at any level.`,
  fix: 'Set securityContext.readOnlyRootFilesystem to true on every container, and mount an emptyDir with a sizeLimit on /tmp and whatever else it writes.',
  refs: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {readOnlyRootFilesystem: true}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web:1, securityContext: {readOnlyRootFilesystem: true}}]
  initContainers: [{name: init, image: web:1, securityContext: {readOnlyRootFilesystem: false}}]`,
    ],
  },
  remedy: (workload) => ({
    says: 'Make the root file systems read-only; a container that writes outside its volumes will fail',
    risk: 'outage',
    steps: [{ do: 'patch', on: objectRef(workload), edits: mend(must, workload) }],
  }),
})
