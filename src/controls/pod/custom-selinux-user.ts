/** A pod asks for an SELinux user or role of its own. */
import { onLinux } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { podSecurityDemand } from '../../reach/pod-security.ts'

export default control({
  title: 'Pods keep the SELinux user and role of containers',
  severity: 'medium',
  about: 'workloads',
  responsible: { fargate: 'n/a' },
  must: onLinux(podSecurityDemand('seLinuxOptions', 'securityContext.seLinuxOptions.user', 'securityContext.seLinuxOptions.role')),
  why: `
    User and role of the SELinux label say which types a process may change to. A container has no need of others than it is
    given; asked for, they are a way out of the confined type.`,
  fix: 'Remove seLinuxOptions.user and seLinuxOptions.role.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {seLinuxOptions: {user: "", level: "s0:c1,c2"}}, containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {seLinuxOptions: {user: sysadm_u}}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {seLinuxOptions: {role: sysadm_r}}}]}`,
    ],
  },
})
