/** A node that is kept for one tenant runs pods of another, or a tenant with nodes of its own runs elsewhere. */
import { control } from '../../model/control.ts'
import { dedicatedTenants, strangersOn } from '../../reach/tenant-nodes.ts'
import { tenants } from '../../reach/tenants.ts'

export default control({
  title: 'Tenants with nodes of their own run there and nowhere else',
  severity: 'high',
  about: 'hosts',
  needs: ['namespaces', 'workloads', 'nodes'],
  responsible: { fargate: 'n/a' },
  why: `
    Whoever breaks out of a container has the Secrets and volumes of every pod on the node. Labels and taints say where a
    tenant should run; only looking says where it does, since a change of labels moves nobody.`,
  fix: 'Require the node label by nodeAffinity, taint the nodes, then kubectl delete pod NAME -n NAMESPACE so that it is placed anew.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {node-restriction.kubernetes.io/tenant: red}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: red}, spec: {nodeName: node-a, containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: dns, namespace: kube-system}, spec: {nodeName: node-a, containers: [{name: dns, image: dns:1}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {tenant: blue}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {node-restriction.kubernetes.io/tenant: red}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: blue}, spec: {nodeName: node-a, containers: [{name: job, image: job:1}]}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-a, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-b, labels: {tenant: shared}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: red}, spec: {nodeName: node-b, containers: [{name: web, image: web:1}]}}`,
    ],
  },
  applies: ({ node, compute }, world) => node !== undefined && compute !== 'fargate' && dedicatedTenants(world).size > 0,
  judge(host, world) {
    const strangers = strangersOn(host, world)
    const [first] = strangers
    if (!first) return undefined
    const { namespace = 'default', name } = first.workload.metadata
    const more = strangers.length > 1 ? `, and ${strangers.length - 1} more` : ''
    const whose =
      first.owner === undefined ? `though tenant ${tenants(world).get(namespace)} has nodes of its own` : `though the node is kept for tenant ${first.owner}`
    return {
      says: `runs ${namespace}/${name}${more}, ${whose}`,
      via: strangers.slice(0, 10).map(({ workload }) => ({
        apiVersion: workload.apiVersion,
        kind: workload.kind,
        namespace: workload.metadata.namespace ?? 'default',
        name: workload.metadata.name,
      })),
    }
  },
})
