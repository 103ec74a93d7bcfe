/** A node that is kept for a tenant takes pods of everybody. */
import { control } from '../../model/control.ts'
import { dedicatedTenants } from '../../reach/tenant-nodes.ts'
import { tenantIn } from '../../reach/tenants.ts'

export default control({
  title: 'Nodes kept for a tenant keep others away by a taint',
  severity: 'medium',
  about: 'hosts',
  needs: ['namespaces', 'nodes'],
  responsible: { fargate: 'n/a' },
  why: `
    A label draws pods that ask for it; it keeps none away. Without a taint the scheduler fills the node with whatever has
    no place elsewhere, and the tenant is not alone.`,
  fix: 'Add the taint to the node group or NodePool, so that new nodes have it too: aws eks update-nodegroup-config --cluster-name CLUSTER --nodegroup-name GROUP --taints addOrUpdateTaints={key=tenant,value=TENANT,effect=NO_SCHEDULE}',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {node-restriction.kubernetes.io/tenant: red}}, spec: {taints: [{key: tenant, value: red, effect: NoSchedule}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {node-restriction.kubernetes.io/tenant: red}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {tenant: red}}, spec: {taints: [{key: tenant, value: red, effect: PreferNoSchedule}]}}`,
    ],
  },
  applies: ({ node }, world) => node !== undefined && dedicatedTenants(world).has(tenantIn(node.metadata.labels) ?? ''),
  judge({ node }) {
    const tenant = tenantIn(node?.metadata.labels)
    const isKept = (node?.spec?.taints ?? []).some(({ value, effect }) => value === tenant && (effect === 'NoSchedule' || effect === 'NoExecute'))
    return isKept
      ? undefined
      : { says: `is kept for tenant ${tenant}, but has no taint with that value`, at: 'node.spec.taints', wanted: `NoSchedule with the value ${tenant}` }
  },
})
