/** A kubelet is of another minor version than its API server. */
import { control } from '../../model/control.ts'
import type { World } from '../../model/world.ts'

export default control({
  title: 'Kubelets keep pace with the API server',
  severity: 'medium',
  about: 'hosts',
  needs: ['clusters', 'kubeVersions'],
  responsible: { auto: 'aws' },
  applies: ({ node }) => node !== undefined,
  why: `
    Kubelets get their security fixes with their version. One that lags is out of support sooner than the cluster, and more
    than three minor versions behind it is not supported at all.`,
  fix: "aws eks update-nodegroup-version --cluster-name CLUSTER --nodegroup-name GROUP; replace other nodes with an image of the cluster's version; restart the pods on Fargate.",
  refs: ['https://kubernetes.io/releases/version-skew-policy/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {kubeletVersion: v1.35.6-eks-3f1d9ab}}}
---
version: {gitVersion: v1.36.2-eks-1, major: '1', minor: 36+}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {kubeletVersion: v1.34.1-eks-113cf36}}}
---
version: {gitVersion: v1.36.2, major: '1', minor: '36'}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {kubeletVersion: v1.32.9-eks-113cf36}}}
---
eks:DescribeCluster: {cluster: {name: shop, version: '1.36'}}`,
      // A node may not run ahead of the API server at all.
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {nodeInfo: {kubeletVersion: v1.37.0-eks-1}}}
---
eks:DescribeCluster: {cluster: {name: shop, version: '1.36'}}`,
    ],
  },
  judge({ node }, world) {
    const told = node?.status?.nodeInfo?.kubeletVersion
    const kubelet = minorOf(told)
    const server = serverMinor(world)
    if (kubelet === undefined || server === undefined)
      return { because: 'untold', detail: `the version of ${kubelet === undefined ? `the kubelet of ${node?.metadata.name}` : 'the API server'} was not told` }
    const behind = server - kubelet
    if (behind === 0 || behind === 1) return undefined
    const how =
      behind < 0
        ? 'ahead of the API server, which is not supported'
        : `${behind} minor versions behind the API server${behind > 3 ? ', which is not supported' : ''}`
    return { says: `kubelet ${told} is ${how}`, at: 'node.status.nodeInfo.kubeletVersion', actual: told, wanted: `1.${server - 1} or 1.${server}` }
  },
})

/** `v1.36.2-eks-3f1d9ab` -> 36 */
function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?\d+\.(\d+)/.exec(version ?? '')?.[1]
  return minor === undefined ? undefined : Number(minor)
}

/** The API server's own word, else what EKS says of the cluster. */
function serverMinor(world: World<'clusters' | 'kubeVersions'>): number | undefined {
  return minorOf(world.seen('kubeVersions').things[0]?.gitVersion) ?? minorOf(world.all('clusters')[0]?.version)
}
