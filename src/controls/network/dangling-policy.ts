/** A NetworkPolicy, or a peer in it, selects no pod there is. */
import { control } from '../../model/control.ts'
import type { Workload } from '../../model/facts.ts'
import type { LabelSelector, NetworkPolicy, PolicyPeer } from '../../model/kubernetes.ts'
import type { Evidence } from '../../model/finding.ts'
import type { World } from '../../model/world.ts'
import { directions, labelsOf, rulesOf, selectorOf, workloadsIn } from '../../reach/network.ts'
import { isQuarantine } from '../../reach/quarantine.ts'
import { matchesLabels, selectsAll } from '../../reach/selectors.ts'

const web = `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 0, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}}}
---
`
const policy = (spec: string) => `${web}{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: shop}, spec: ${spec}}`

export default control({
  title: 'Network policies and their peers select pods that exist',
  severity: 'low',
  about: 'networkPolicies',
  needs: ['workloads', 'namespaces'],
  why: `
    A selector that matches nothing is most often a misspelt label: the pods it was written for go without the policy and
    nothing says so. The rest are leftovers, which the next pod that happens to carry the label inherits.`,
  fix: 'Compare the selector with the labels of the pods (kubectl get pods --show-labels) and mend it, or delete what is left over.',
  refs: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  examples: {
    good: [
      policy('{podSelector: {matchLabels: {app: web}}}'),
      policy('{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}, {namespaceSelector: {}}]}]}'),
      `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: empty}, spec: {podSelector: {}}}`,
      policy("{podSelector: {matchLabels: {quarantine: 'true'}}, policyTypes: [Ingress, Egress]}"),
    ],
    bad: [
      policy('{podSelector: {matchLabels: {app: webb}}}'),
      policy('{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: gone}}}]}]}'),
      policy('{podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {team: gone}}}]}]}'),
      `${policy('{podSelector: {matchLabels: {app: web}}}').replace('name: web, namespace: shop}, spec: {podSelector', 'name: web, namespace: other}, spec: {podSelector')}`,
    ],
  },
  judge(policy, world) {
    // What waits for an incident selects nothing until there is one.
    if (isQuarantine(policy)) return undefined
    const own = policy.metadata.namespace ?? 'default'
    const selector = selectorOf(policy.spec)
    if (!selectsAll(selector) && !selectsSome(selector, [own], world)) {
      return { says: `podSelector matches no pod: ${show(selector)}`, at: 'spec.podSelector', actual: selector, wanted: 'the labels of the pods it is for' }
    }
    return directions.flatMap((direction) =>
      rulesOf(policy, direction).flatMap((rule) =>
        rule.peers.flatMap((peer, i) => deadPeer(policy, peer, `${rule.at}.${direction === 'ingress' ? 'from' : 'to'}[${i}]`, world)),
      ),
    )
  },
})

function deadPeer(
  policy: NetworkPolicy,
  { podSelector, namespaceSelector, ipBlock }: PolicyPeer,
  at: string,
  world: World<'workloads' | 'namespaces'>,
): Evidence[] {
  if (ipBlock || (!podSelector && !namespaceSelector)) return []
  const names = namespaceSelector
    ? world
        .all('namespaces')
        .flatMap(({ metadata }) =>
          matchesLabels(namespaceSelector, { 'kubernetes.io/metadata.name': metadata.name, ...metadata.labels }) ? [metadata.name] : [],
        )
    : [policy.metadata.namespace ?? 'default']
  if (names.length === 0)
    return [
      {
        says: `a peer's namespaceSelector matches no namespace: ${show(namespaceSelector ?? {})}`,
        at: `${at}.namespaceSelector`,
        wanted: 'labels of a namespace',
      },
    ]
  if (!podSelector || selectsAll(podSelector) || selectsSome(podSelector, names, world)) return []
  return [{ says: `a peer's podSelector matches no pod: ${show(podSelector)}`, at: `${at}.podSelector`, wanted: 'labels of the pods that are meant' }]
}

/** Templates count beside live pods, so that what is scaled to zero or runs by night is found. */
function selectsSome(selector: LabelSelector, namespaces: readonly string[], world: World<'workloads'>): boolean {
  const isSelected = (workload: Workload) =>
    labelsOf(workload).some((labels) => matchesLabels(selector, labels)) || matchesLabels(selector, workload.pod.metadata?.labels)
  if (namespaces.some((namespace) => workloadsIn(namespace, world).some(isSelected))) return true
  // What it selects may be among what was not seen.
  world.all('workloads')
  return false
}

const show = ({ matchLabels, matchExpressions }: LabelSelector): string =>
  [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(matchExpressions ?? []).map(({ key, operator, values }) => `${key} ${operator}${values ? ` (${values.join(', ')})` : ''}`),
  ].join(', ')
