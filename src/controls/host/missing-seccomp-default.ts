/** A node starts containers without a seccomp profile unless the pod names one. */
import { control } from '../../model/control.ts'
import { runsWindows } from '../../reach/kubelets.ts'

export default control({
  title: 'RuntimeDefault is the seccomp profile of nodes',
  severity: 'low',
  about: 'kubelets',
  needs: ['nodes'],
  responsible: { fargate: 'aws', auto: 'aws' },
  why: `
    A pod that names no seccomp profile may make every system call, and flaws of the kernel often lie in the rare ones. With
    seccompDefault the node gives such pods the profile of the container runtime.`,
  fix: "Set seccompDefault: true under spec.kubelet.config of the NodeConfig in the launch template's user data (Bottlerocket: settings.kubernetes.seccomp-default), then replace the nodes.",
  refs: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {seccompDefault: true}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-w}, status: {nodeInfo: {operatingSystem: windows}}}
---
kubelet: {node-w: {kubeletconfig: {}}}`,
    ],
    bad: [`kubelet: {node-a: {kubeletconfig: {seccompDefault: false}}}`, `kubelet: {node-a: {kubeletconfig: {}}}`],
  },
  judge(kubelet, world) {
    const { seccompDefault } = kubelet.kubeletconfig
    if (seccompDefault === true || runsWindows(kubelet, world)) return undefined
    return {
      says: `seccompDefault is ${seccompDefault === false ? 'false' : 'not set'}`,
      at: 'kubeletconfig.seccompDefault',
      actual: seccompDefault,
      wanted: true,
    }
  },
})
