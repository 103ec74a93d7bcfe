/** A kubelet does not keep its iptables chains. */
import { control } from '../../model/control.ts'
import { kubeletOwners, runsWindows, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Kubelets keep their iptables utility chains',
  severity: 'low',
  about: 'kubelets',
  needs: ['nodes'],
  responsible: kubeletOwners,
  why: `
    The kubelet puts rules into iptables that other parts of the network rely on, among them one that drops packets sent
    to local services from outside. When it does not keep them, they are missing or out of date.`,
  fix: setInNodeConfig('makeIPTablesUtilChains: true'),
  refs: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {makeIPTablesUtilChains: true}}}`,
      `kubelet: {node-a: {kubeletconfig: {}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-w}, status: {nodeInfo: {operatingSystem: windows}}}
---
kubelet: {node-w: {kubeletconfig: {makeIPTablesUtilChains: false}}}`,
    ],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {makeIPTablesUtilChains: false}}}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {operatingSystem: linux}}}
---
kubelet: {node-a: {kubeletconfig: {makeIPTablesUtilChains: false}}}`,
    ],
  },
  judge(kubelet, world) {
    if (kubelet.kubeletconfig.makeIPTablesUtilChains !== false || runsWindows(kubelet, world)) return undefined
    return { says: 'makeIPTablesUtilChains is false', at: 'kubeletconfig.makeIPTablesUtilChains', actual: false, wanted: true }
  },
})
