/** A container takes back a default capability other than NET_BIND_SERVICE. */
import { everyContainer, isNoneOf, onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { defaultCapabilities } from '../../reach/pod-security-checks.ts'

const restored = defaultCapabilities.filter((name) => name !== 'NET_BIND_SERVICE')

export default control({
  title: 'Containers take back no capability but NET_BIND_SERVICE',
  severity: 'low',
  about: 'workloads',
  must: onLinux(everyContainer('securityContext.capabilities.add[*]', isNoneOf(...restored))),
  why: `
    The restricted level lets a container that dropped everything take back NET_BIND_SERVICE alone. Others of the default set,
    such as CHOWN, SETUID or SYS_CHROOT, serve programs that start as root, and attackers after them.`,
  fix: 'Remove the capability and start the program as the user it ends up with.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}}}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {add: [CHOWN], drop: [ALL]}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {add: [SETUID, SETGID]}}}]}`,
    ],
  },
})
