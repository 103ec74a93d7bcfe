/** A kubelet runs pods from files on its node. */
import { control } from '../../model/control.ts'
import { kubeletOwners, runsBottlerocket, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Kubelets run no pods from files or URLs',
  severity: 'low',
  about: 'kubelets',
  needs: ['nodes'],
  responsible: kubeletOwners,
  why: `
    A static pod starts without the API server: no admission, no RBAC, no audit record. Whoever can write one file on the node
    can then keep a privileged pod there.`,
  fix: setInNodeConfig('neither staticPodPath nor staticPodURL'),
  refs: ['https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {}}}`,
      // Bottlerocket always names the folder; it writes there what its settings API was told, and nobody else can.
      `{apiVersion: v1, kind: Node, metadata: {name: node-b}, status: {nodeInfo: {operatingSystem: linux, osImage: Bottlerocket OS 1.57.0}}}
---
kubelet: {node-b: {kubeletconfig: {staticPodPath: /etc/kubernetes/static-pods/}}}`,
    ],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {staticPodPath: /etc/kubernetes/manifests}}}`,
      `kubelet: {node-a: {kubeletconfig: {staticPodURL: 'http://pods.example.com/pod.yaml'}}}`,
    ],
  },
  judge(kubelet, world) {
    const { staticPodPath: path, staticPodURL: url } = kubelet.kubeletconfig
    if (url) return { says: 'staticPodURL is set', at: 'kubeletconfig.staticPodURL', wanted: 'not set' }
    if (!path || runsBottlerocket(kubelet, world)) return undefined
    return { says: `staticPodPath is ${path}`, at: 'kubeletconfig.staticPodPath', actual: path, wanted: 'not set' }
  },
})
