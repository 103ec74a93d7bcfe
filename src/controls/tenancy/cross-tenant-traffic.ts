/** Pods of one tenant reach those of another. */
import { control } from '../../model/control.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import { wayInto } from '../../reach/tenant-traffic.ts'
import { tenantOf, tenants } from '../../reach/tenants.ts'

export default control({
  title: 'Pods of one tenant cannot reach those of another',
  severity: 'high',
  about: 'namespaces',
  needs: ['namespaces', 'workloads', 'networkPolicies', 'configMaps', 'hosts'],
  why: `
    Between namespaces everything is open until a policy closes it. An intruder in one tenant's pod then walks to the
    databases and admin pages of the next, which were never meant to meet strangers.`,
  fix: 'Deny ingress by default in every tenant namespace and allow namespaceSelector kubernetes.io/metadata.name of the tenant itself and of shared services; tenants must not set the label you select by.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {tenant: blue}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: red, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: blue, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: calico-node, namespace: calico-system}, spec: {template: {spec: {hostNetwork: true, containers: [{name: node, image: 'quay.io/calico/node:v3.30.0'}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: own, namespace: red}, spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: own, namespace: blue}, spec: {podSelector: {}, policyTypes: [Ingress]}}`,
    ],
    bad: [
      // The selector of the policy is misspelt, so it selects nothing.
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {tenant: blue}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: red, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: blue, labels: {app: job}}, spec: {containers: [{name: job, image: job:1}]}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: calico-node, namespace: calico-system}, spec: {template: {spec: {hostNetwork: true, containers: [{name: node, image: 'quay.io/calico/node:v3.30.0'}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: own, namespace: red}, spec: {podSelector: {matchLabels: {app: webb}}, policyTypes: [Ingress]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: own, namespace: blue}, spec: {podSelector: {}, policyTypes: [Ingress]}}`,
      // No engine enforces what the policies say.
      `{apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {example.com/tenant: red}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {example.com/tenant: blue}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: red, labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: blue}, spec: {containers: [{name: job, image: job:1}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: own, namespace: red}, spec: {podSelector: {}, policyTypes: [Ingress]}}`,
    ],
  },
  applies: (namespace, world) => tenantOf(namespace) !== undefined && new Set(tenants(world).values()).size > 1,
  judge({ metadata: { name } }, world) {
    world.all('workloads')
    const way = wayInto(name, world)
    if (!way) return undefined
    const { from, to } = way
    return {
      says: `${showRef(objectRef(from))} of tenant ${tenants(world).get(from.metadata.namespace ?? '')} can reach ${name}/${to.metadata.name}${way.unenforced ? ': no engine enforces policies there' : ''}`,
      at: 'metadata.name',
      wanted: 'a policy that lets in the tenant itself and shared services only',
      via: [from, to].map(({ apiVersion, kind, metadata }) => ({ apiVersion, kind, namespace: metadata.namespace ?? 'default', name: metadata.name })),
    }
  },
})
