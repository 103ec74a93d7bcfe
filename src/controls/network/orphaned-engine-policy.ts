/** Policies of an engine are there, but the engine is not running. */
import { control } from '../../model/control.ts'
import { engineKinds, enginesOf } from '../../reach/network-engine.ts'
import { objectRef } from '../../model/ref.ts'

/** Policy kinds by the name of their definition, and the engines that read them. */
const sorts = {
  'clusternetworkpolicies.networking.k8s.aws': { shelf: 'awsNetworkPolicies', kind: 'ClusterNetworkPolicy', engines: ['VPC CNI', 'EKS Auto Mode'] },
  'applicationnetworkpolicies.networking.k8s.aws': { shelf: 'awsNetworkPolicies', kind: 'ApplicationNetworkPolicy', engines: ['EKS Auto Mode'] },
  'ciliumnetworkpolicies.cilium.io': { shelf: 'ciliumPolicies', kind: 'CiliumNetworkPolicy', engines: ['Cilium'] },
  'ciliumclusterwidenetworkpolicies.cilium.io': { shelf: 'ciliumPolicies', kind: 'CiliumClusterwideNetworkPolicy', engines: ['Cilium'] },
  'networkpolicies.crd.projectcalico.org': { shelf: 'calicoPolicies', kind: 'NetworkPolicy', engines: ['Calico'] },
  'globalnetworkpolicies.crd.projectcalico.org': { shelf: 'calicoPolicies', kind: 'GlobalNetworkPolicy', engines: ['Calico'] },
} as const
const sortOf = (name: string) => (Object.hasOwn(sorts, name) ? sorts[name as keyof typeof sorts] : undefined)

const calico = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: globalnetworkpolicies.crd.projectcalico.org}, spec: {group: crd.projectcalico.org}}
---
`
const policy = `{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: deny}, spec: {types: [Ingress]}}
---
`
const cilium = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: ciliumnetworkpolicies.cilium.io}, spec: {group: cilium.io}}
---
{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: web, namespace: shop}, spec: {endpointSelector: {}}}
`

export default control({
  title: 'Policy objects belong to an engine that is running',
  severity: 'high',
  about: 'customResourceDefinitions',
  needs: [...engineKinds, 'awsNetworkPolicies', 'ciliumPolicies', 'calicoPolicies'],
  why: `
    Uninstalling Calico or Cilium leaves their definitions behind, and with them every policy: listed, reviewed, believed,
    and read by nobody. What they denied has been allowed since the engine went.`,
  fix: 'Convert what these policies say into NetworkPolicies (domain names, layer 7 rules and deny rules need another way), then delete them and their CustomResourceDefinition.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      calico,
      `${calico}${policy}apiVersion: apps/v1
kind: DaemonSet
metadata: {name: calico-node, namespace: calico-system}
spec: {template: {spec: {containers: [{name: calico-node, image: 'quay.io/calico/node:v3.31.0'}]}}}`,
    ],
    bad: [calico + policy, cilium],
  },
  applies: ({ metadata: { name } }) => sortOf(name) !== undefined,
  judge({ metadata: { name } }, world) {
    const sort = sortOf(name)
    if (!sort) return undefined
    const policies = world.all(sort.shelf).filter(({ kind }) => kind === sort.kind)
    const [first] = policies
    if (!first || enginesOf(world).some((engine) => (sort.engines as readonly string[]).includes(engine.name))) return undefined
    // The engine may be among what was not seen.
    world.all('workloads')
    return {
      says: `${policies.length} ${sort.kind} ${policies.length === 1 ? 'object is' : 'objects are'} there (${first.metadata.name}), but ${sort.engines.join(' or ')} does not enforce policies`,
      wanted: 'the engine that reads them, or none of them',
      via: policies.slice(0, 20).map(objectRef),
    }
  },
})
