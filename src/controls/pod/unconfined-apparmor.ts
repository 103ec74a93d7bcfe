/** A pod or container switches AppArmor off. */
import { control } from '../../model/control.ts'
import { podSecurityFaults } from '../../reach/pod-security.ts'

export default control({
  title: 'No container switches AppArmor off',
  severity: 'low',
  about: 'workloads',
  responsible: { fargate: 'n/a', auto: 'n/a' },
  why: `
    On nodes with AppArmor (Ubuntu) every container gets the profile of the container runtime. Unconfined takes it away, and
    with it what keeps root in the container from mounting and from writing to the settings of the kernel.`,
  fix: 'Remove appArmorProfile, or set its type to RuntimeDefault or Localhost on nodes that have AppArmor; Amazon Linux and Bottlerocket have SELinux instead.',
  refs: ['https://kubernetes.io/docs/tutorials/security/apparmor/', 'https://docs.aws.amazon.com/eks/latest/best-practices/runtime-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {securityContext: {appArmorProfile: {type: RuntimeDefault}}, containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, annotations: {container.apparmor.security.beta.kubernetes.io/web: localhost/web}}
spec: {containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {appArmorProfile: {type: Unconfined}}}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/web: unconfined}}
    spec: {containers: [{name: web, image: web:1}]}`,
    ],
  },
  applies: ({ os }) => os === 'linux',
  judge: (workload) => podSecurityFaults('appArmorProfile', workload),
})
