/** What the control plane makes by itself, in whatever namespace: a policy that refuses it stops the cluster. */
import type { Kind } from '../model/facts.ts'
import type { KubeObject } from '../model/kubernetes.ts'

const namespace = 'any'

/** Kind of the shelf, the object as its controller makes it, and what it is. Pods come of templates, which are judged where they are. */
export const madeByCluster: readonly (readonly [Kind, KubeObject, string])[] = [
  ['serviceAccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }, 'made by the cluster in every new namespace'],
  ['configMaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace } }, 'made by the cluster in every new namespace'],
  ['nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'any' } }, 'how a node joins'],
  ['namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-node-lease' } }, 'made by the API server at its start'],
  [
    'services',
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' }, spec: { type: 'ClusterIP' } } as KubeObject,
    'made by the API server at its start',
  ],
]
