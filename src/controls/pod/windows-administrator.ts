/** A Windows container runs as an administrator. */
import { containersOf } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { concatPath } from '../../model/path.ts'
import { isWindowsAdministrator, windowsUserOf } from '../../reach/users.ts'

export default control({
  title: 'Windows containers run as ContainerUser',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'n/a', auto: 'n/a' },
  why: `
    ContainerAdministrator rules all of the container and whatever of the node is mounted into it. It is the default of Server
    Core images; Nano Server images default to ContainerUser.`,
  fix: 'Set securityContext.windowsOptions.runAsUserName to ContainerUser for the pod.',
  refs: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/windows-security.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {os: {name: windows}, securityContext: {windowsOptions: {runAsUserName: ContainerUser}}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  os: {name: windows}
  securityContext: {windowsOptions: {runAsUserName: ContainerAdministrator}}
  containers: [{name: web, image: web:1}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  nodeSelector: {kubernetes.io/os: windows}
  securityContext: {windowsOptions: {runAsUserName: ContainerUser}}
  containers: [{name: web, image: web:1, securityContext: {windowsOptions: {runAsUserName: 'NT AUTHORITY\\\\system'}}}]`,
    ],
  },
  applies: ({ os }) => os === 'windows',
  judge(workload) {
    const containers = containersOf(workload).map(({ value, at }) => ({ name: value.name, at, user: windowsUserOf(workload, value) }))
    const faults = containers.filter(({ user }) => user !== undefined && isWindowsAdministrator(user))
    const told = faults.map(({ name, at, user }) => ({
      says: `container ${name} runs as ${user}`,
      at: concatPath(at, 'securityContext.windowsOptions.runAsUserName'),
      wanted: 'ContainerUser',
    }))
    if (told.length > 0) return told
    const open = containers.find(({ user }) => user === undefined)
    return (
      open && {
        because: 'not asked',
        detail: `container ${open.name} of ${workload.kind} ${workload.metadata.name} names no user, so its image decides, and no image was opened`,
      }
    )
  },
})
