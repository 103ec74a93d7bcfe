/** A kubelet changes kernel settings instead of refusing to start. */
import { control } from '../../model/control.ts'
import { kubeletOwners, runsWindows, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Kubelets keep the kernel settings of their node',
  severity: 'medium',
  about: 'kubelets',
  needs: ['nodes'],
  responsible: kubeletOwners,
  why: `
    Where kernel settings differ from what the kubelet expects, it changes them, hardened ones included. With
    protectKernelDefaults it refuses to start instead, and the difference is seen.`,
  fix: setInNodeConfig('protectKernelDefaults: true'),
  refs: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {protectKernelDefaults: true}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-w}, status: {nodeInfo: {operatingSystem: windows}}}
---
kubelet: {node-w: {kubeletconfig: {}}}`,
    ],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {protectKernelDefaults: false}}}`,
      // The kubelet leaves false out of what it prints.
      `kubelet: {node-a: {kubeletconfig: {}}}`,
    ],
  },
  judge(kubelet, world) {
    const { protectKernelDefaults } = kubelet.kubeletconfig
    if (protectKernelDefaults === true || runsWindows(kubelet, world)) return undefined
    return { says: 'protectKernelDefaults is not true', at: 'kubeletconfig.protectKernelDefaults', actual: protectKernelDefaults, wanted: true }
  },
})
