/** Policies beyond NetworkPolicy: what ClusterNetworkPolicies, Cilium and Calico deny to a namespace or a pod by default. */
import type { AwsNetworkPolicy, CalicoPolicy, CiliumPolicy, CiliumSpec, ClusterPolicyPeer, LabelSelector, Namespace } from '../model/kubernetes.ts'
import type { Gap } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { isWorld } from './cidrs.ts'
import { type Direction, governs, type Labels, selectorOf } from './network.ts'
import { matchesLabels, selectsAll } from './selectors.ts'

/** `undefined`: the selector is written in a way that cannot be told here. */
type Answer = boolean | undefined

/** A pod by its labels; without labels, every pod that the namespace may ever hold. */
export interface Target {
  readonly namespace: Namespace
  readonly labels?: Labels
}

const matches = (selector: LabelSelector | undefined, labels: Labels | undefined): boolean =>
  selector === undefined || selectsAll(selector) || (labels !== undefined && matchesLabels(selector, labels))

function isSubject(subject: ClusterPolicyPeer | undefined, { namespace, labels }: Target): boolean {
  if (subject?.namespaces) return matchesLabels(subject.namespaces, namespace.metadata.labels)
  return (
    subject?.pods !== undefined && matchesLabels(subject.pods.namespaceSelector ?? {}, namespace.metadata.labels) && matches(subject.pods.podSelector, labels)
  )
}

/** A rule that denies all peers on all ports; what is needed stands before it. */
function deniesAll({ spec }: AwsNetworkPolicy, direction: Direction): boolean {
  const rules =
    direction === 'ingress'
      ? (spec?.ingress ?? []).map((rule) => ({ ...rule, peers: rule.from ?? [] }))
      : (spec?.egress ?? []).map((rule) => ({ ...rule, peers: rule.to ?? [] }))
  const isAll = ({ namespaces, networks }: ClusterPolicyPeer) => (direction === 'ingress' ? selectsAll(namespaces) : isWorld(networks ?? []))
  return rules.some(({ action, peers, ports, protocols }) => action?.toLowerCase() === 'deny' && (ports ?? protocols ?? []).length === 0 && peers.some(isAll))
}

function byAws(policy: AwsNetworkPolicy, target: Target, direction: Direction): Answer {
  if (policy.kind === 'ClusterNetworkPolicy') return isSubject(policy.spec?.subject, target) && deniesAll(policy, direction)
  return policy.metadata.namespace === target.namespace.metadata.name && governs(policy.spec, direction) && matches(selectorOf(policy.spec), target.labels)
}

/** Cilium keeps the namespace among the labels of an endpoint. */
function ciliumLabels({ namespace, labels }: Target): Labels {
  const found: Record<string, string> = { ...labels, 'io.kubernetes.pod.namespace': namespace.metadata.name }
  for (const [key, value] of Object.entries(namespace.metadata.labels ?? {})) found[`io.cilium.k8s.namespace.labels.${key}`] = value
  return found
}

function byCilium({ kind, metadata, spec, specs }: CiliumPolicy, target: Target, direction: Direction): Answer {
  if (kind === 'CiliumNetworkPolicy' && metadata.namespace !== target.namespace.metadata.name) return false
  return [spec, ...(Array.isArray(specs) ? specs : [])].some((one) => one && isolates(one, target, direction))
}

/** A rule of the direction, be it empty, denies by default what it does not allow. */
function isolates(spec: CiliumSpec, target: Target, direction: Direction): boolean {
  const rules = spec[direction] ?? []
  if (!(spec.enableDefaultDeny?.[direction] ?? rules.length + (spec[`${direction}Deny`] ?? []).length > 0)) return false
  if (rules.some((rule) => (rule?.fromEntities ?? rule?.toEntities ?? []).includes('all') && rule?.toPorts === undefined)) return false
  const plain = (key: string) => key.replace(/^(k8s|any):/, '')
  const selector: LabelSelector = {
    matchLabels: Object.fromEntries(Object.entries(spec.endpointSelector?.matchLabels ?? {}).map(([key, value]) => [plain(key), value])),
    matchExpressions: (spec.endpointSelector?.matchExpressions ?? []).map((term) => ({ ...term, key: plain(term.key) })),
  }
  return matchesLabels(selector, ciliumLabels(target))
}

/** Calico's selector expressions, as far as `&&`, `==`, `!=`, `in`, `not in`, `has()` and `all()` go. Labels unknown of a namespace's pods match no term. */
export function matchesExpression(expression: string | undefined, labels: Labels, complete = true): Answer {
  const terms = (expression ?? '').split('&&').map((term) => term.trim())
  let all: Answer = true
  for (const term of terms) {
    const one = matchesTerm(term, labels, complete)
    if (one === false) return false
    if (one === undefined) all = undefined
  }
  return all
}

function matchesTerm(term: string, labels: Labels, complete: boolean): Answer {
  if (term === '' || term === 'all()') return true
  const [, not, key] = /^(!?)\s*has\(\s*([\w./-]+)\s*\)$/.exec(term) ?? []
  if (key !== undefined) return Object.hasOwn(labels, key) || complete ? (not === '!') !== Object.hasOwn(labels, key) : false
  const [, name, operator, values] = /^([\w./-]+)\s*(==|!=|in|not in)\s*(?:\{([^}]*)\}|(?:"[^"]*"|'[^']*'))$/.exec(term) ?? []
  if (name === undefined || operator === undefined) return undefined
  if (!Object.hasOwn(labels, name) && !complete) return false
  const wanted = [...(values ?? term).matchAll(/["']([^"']*)["']/g)].map(([, value]) => value)
  const isIn = labels[name] !== undefined && wanted.includes(labels[name])
  return operator === '==' || operator === 'in' ? isIn : !isIn
}

function byCalico({ kind, metadata, spec }: CalicoPolicy, { namespace, labels }: Target, direction: Direction): Answer {
  const name = namespace.metadata.name
  if (kind === 'NetworkPolicy' && metadata.namespace !== name) return false
  const types = spec?.types ?? [...(spec?.ingress || !spec?.egress ? ['Ingress'] : []), ...(spec?.egress ? ['Egress'] : [])]
  if (!types.includes(direction === 'ingress' ? 'Ingress' : 'Egress')) return false
  if ((spec?.[direction] ?? []).some((rule) => rule?.action === 'Allow' && !rule.source && !rule.destination && !rule.protocol)) return false
  const inNamespace =
    kind === 'NetworkPolicy' ? true : matchesExpression(spec?.namespaceSelector, { ...namespace.metadata.labels, 'projectcalico.org/name': name })
  const onPod = matchesExpression(spec?.selector, { ...labels, 'projectcalico.org/namespace': name }, labels !== undefined)
  return inNamespace === false || onPod === false ? false : inNamespace && onPod
}

export type Above = 'awsNetworkPolicies' | 'ciliumPolicies' | 'calicoPolicies' | 'nodeClasses' | 'hosts'
export const above = ['awsNetworkPolicies', 'ciliumPolicies', 'calicoPolicies', 'nodeClasses', 'hosts'] as const

/**
 * Whether something other than a NetworkPolicy isolates the target in this direction: true, false, or a gap where a
 * policy is there that cannot be read. Throws `Unseen` where such policies may be there and were not seen.
 */
export function isDeniedAbove(target: Target, direction: Direction, world: World<Above>): boolean | Gap {
  let unread: string | undefined
  const ask = <T extends { kind: string; metadata: { name: string } }>(
    policies: readonly T[],
    test: (policy: T, target: Target, direction: Direction) => Answer,
  ): boolean =>
    policies.some((policy) => {
      const answer = test(policy, target, direction)
      if (answer === undefined) unread ??= `${policy.kind} ${policy.metadata.name}`
      return answer === true
    })
  if (ask(world.all('awsNetworkPolicies'), byAws) || ask(world.all('ciliumPolicies'), byCilium) || ask(world.all('calicoPolicies'), byCalico)) return true
  if (isDefaultDenyEverywhere(world)) return true
  return unread === undefined
    ? false
    : { because: 'untold', detail: `whether ${unread} denies ${direction} in ${target.namespace.metadata.name} cannot be told from its selector` }
}

/** Auto Mode alone runs the nodes, and every node class of it starts pods with all traffic denied. */
function isDefaultDenyEverywhere(world: World<Above>): boolean {
  const classes = world.all('nodeClasses')
  if (classes.length === 0 || !classes.every(({ spec }) => spec?.networkPolicy === 'DefaultDeny')) return false
  const hosts = world.all('hosts')
  return hosts.length > 0 && hosts.every(({ compute }) => compute === 'auto')
}
