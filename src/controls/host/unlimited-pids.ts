/** A pod may start as many processes as the node can bear. */
import { control } from '../../model/control.ts'
import { runsWindows, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Nodes limit the processes of a pod',
  severity: 'low',
  about: 'kubelets',
  needs: ['nodes'],
  responsible: { fargate: 'shared', auto: 'shared' },
  why: `
    Process numbers are one pool for the whole node. A pod that forks without end, by fault or by intent, takes them all, and
    every other pod of the node with it.`,
  fix: setInNodeConfig('podPidsLimit: 1024', 'settings.kubernetes.pod-pids-limit'),
  refs: ['https://kubernetes.io/docs/concepts/policy/pid-limiting/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {podPidsLimit: 1024}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-w}, status: {nodeInfo: {operatingSystem: windows}}}
---
kubelet: {node-w: {kubeletconfig: {podPidsLimit: -1}}}`,
    ],
    bad: [`kubelet: {node-a: {kubeletconfig: {podPidsLimit: -1}}}`, `kubelet: {node-a: {kubeletconfig: {}}}`],
  },
  judge(kubelet, world) {
    const { podPidsLimit: limit } = kubelet.kubeletconfig
    if ((limit !== undefined && limit > 0) || runsWindows(kubelet, world)) return undefined
    return { says: `podPidsLimit is ${limit ?? 'not set'}: no limit`, at: 'kubeletconfig.podPidsLimit', actual: limit, wanted: 'a number above 0' }
  },
})
