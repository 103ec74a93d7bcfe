/** The instance metadata service: whether pods can take the node's credentials from it, and what keeps them away. */
import type { Instance } from '../model/aws.ts'
import type { Host, Workload } from '../model/facts.ts'
import type { NetworkPolicy, PolicyPort } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { holdsAddress } from './cidrs.ts'
import { onHostNetwork, policiesOf, rulesOf, governs, selectorOf, labelsOf, policiesIn } from './network.ts'
import { covers, type EngineKinds, enginesOf } from './network-engine.ts'
import { matchesLabels } from './selectors.ts'
import { workloadsOn } from './placement.ts'

const address = '169.254.169.254'

/** How the instance lets pods reach its metadata: `no token is needed`, `hop limit 2`; undefined where it does not. */
export function opennessOf({ MetadataOptions: options }: Instance): string | undefined {
  if (options?.HttpEndpoint === 'disabled') return undefined
  // Without a token no hop is counted; what EC2 does not tell counts as its oldest default.
  if (options?.HttpTokens !== 'required') return 'no token is needed (IMDSv1)'
  const hops = options.HttpPutResponseHopLimit ?? 1
  return hops > 1 ? `the hop limit is ${hops}` : undefined
}

const isHttp = ({ port, endPort, protocol = 'TCP' }: PolicyPort): boolean =>
  protocol === 'TCP' && (port === undefined || port === null || (typeof port === 'number' ? port <= 80 && 80 <= (endPort ?? port) : false))

function opens(policy: NetworkPolicy): boolean {
  return rulesOf(policy, 'egress').some(({ peers, ports }) => {
    if (ports.length > 0 && !ports.some(isHttp)) return false
    if (peers.length === 0) return true
    return peers.some(
      ({ ipBlock }) =>
        typeof ipBlock?.cidr === 'string' && holdsAddress(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((cidr) => holdsAddress(String(cidr), address)),
    )
  })
}

const answers = (_world: World<'networkPolicies'>) => new Map<Workload, boolean>()

/** Whether policies let some pod of the workload reach the metadata; the same on whichever node, so it is found out once. */
function reaches(workload: Workload, world: World<'networkPolicies'>): boolean {
  const known = derive(world, answers)
  const answer = known.get(workload) ?? isOpen(workload, world)
  known.set(workload, answer)
  return answer
}

/** Pods without any egress policy are open, and those that one lets through. */
function isOpen(workload: Workload, world: World<'networkPolicies'>): boolean {
  const namespace = workload.metadata.namespace ?? 'default'
  const isolates = (policy: NetworkPolicy) => governs(policy.spec, 'egress')
  if (
    policiesIn(namespace, world).some(
      (policy) => isolates(policy) && opens(policy) && labelsOf(workload).some((labels) => matchesLabels(selectorOf(policy.spec), labels)),
    )
  )
    return true
  return !policiesOf(workload, world).some(isolates)
}

export type MetadataKinds = EngineKinds | 'networkPolicies'

/**
 * A workload on the host whose pods reach its metadata past all policies; undefined where policies keep every one of them
 * away. Pods on the host network are not asked: nothing keeps them.
 */
export function podsThatReach(host: Host, world: World<MetadataKinds>): Workload | undefined {
  const isEnforced = enginesOf(world).some((engine) => covers(engine, host))
  return workloadsOn(host.name, world).find((workload) => !onHostNetwork(workload) && (!isEnforced || reaches(workload, world)))
}
