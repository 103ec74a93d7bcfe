/** The label that keeps a node for a tenant can be changed by the node itself. */
import { control } from '../../model/control.ts'
import { dedicatedTenants } from '../../reach/tenant-nodes.ts'
import { isTenantKey } from '../../reach/tenants.ts'

const safe = 'node-restriction.kubernetes.io/'

export default control({
  title: 'Tenant labels of nodes cannot be changed by the node',
  severity: 'medium',
  about: 'hosts',
  needs: ['namespaces', 'nodes'],
  responsible: { fargate: 'n/a' },
  why: `
    A kubelet may set most labels of its own Node. Whoever takes over one node gives it another tenant's label, and draws
    that tenant's pods and Secrets to it. The API server refuses kubelets the prefix node-restriction.kubernetes.io/.`,
  fix: 'Label the nodes through the API (or the NodePool) with node-restriction.kubernetes.io/tenant, select by that, and remove the old label.',
  refs: [
    'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {node-restriction.kubernetes.io/tenant: red}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {tenant: red}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {example.com/tenant: red, node-restriction.kubernetes.io/tenant: red}}}`,
    ],
  },
  applies: ({ node }, world) => {
    const dedicated = dedicatedTenants(world)
    return Object.entries(node?.metadata.labels ?? {}).some(([key, value]) => isTenantKey(key) && dedicated.has(value))
  },
  judge({ node }, world) {
    const dedicated = dedicatedTenants(world)
    const label = Object.entries(node?.metadata.labels ?? {}).find(([key, value]) => isTenantKey(key) && !key.startsWith(safe) && dedicated.has(value))
    return (
      label && {
        says: `the label ${label[0]}=${label[1]} can be changed by the kubelet`,
        at: `node.metadata.labels[${label[0]}]`,
        actual: label[1],
        wanted: `${safe}tenant`,
      }
    )
  },
})
