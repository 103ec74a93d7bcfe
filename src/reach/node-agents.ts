/** Agents that must run on every node: which images are such agents, which nodes have none, and why. */
import type { Host, Workload } from '../model/facts.ts'
import type { Judgement } from '../model/control.ts'
import type { Node } from '../model/kubernetes.ts'
import { Unseen, type World } from '../model/world.ts'
import { containersOf } from '../demand/pods.ts'
import { parseImage } from './images.ts'
import { refOfHost } from './machines.ts'
import { matchesLabels } from './selectors.ts'

/** Sensors that watch system calls, by the end of their repository. */
const sensors =
  /(^|\/)(aws-guardduty-agent|falco|falco-no-driver|tetragon|tracee|sysdig\/agent|agent-slim|host-shield|enforcer|microenforcer|defender|neuvector\/(enforcer|agent)|falcon-sensor|falcon-container|wizio\/sensor|wiz-sensor|lacework\/datacollector|kubescape\/node-agent|kubearmor|stackrox\/collector|collector-rhel8|collector-rhel9|s1agent|cwpp-agent|deepfence_agent_ce)(\/|$)/

/** Agents that carry container logs off the node. The CloudWatch agent alone sends metrics, so it does not count. */
const shippers =
  /(^|\/)(aws-for-fluent-bit|fluent-bit|fluentbit|fluentd|fluentd-kubernetes-daemonset|timberio\/vector|promtail|grafana\/(alloy|agent)|filebeat|elastic-agent|opentelemetry-collector(-contrib|-k8s)?|aws-otel-collector|splunk-otel-collector|datadog\/(agent|agent-dev)|gcr\.io\/datadoghq\/agent|datadoghq\/agent|newrelic-fluentbit-output|logdna-agent|logging-agent)(\/|$)/

const runs = (workload: Workload, images: RegExp): boolean => containersOf(workload).some(({ value }) => images.test(parseImage(value.image)?.repository ?? ''))

export const isSensor = (workload: Workload): boolean => runs(workload, sensors)
export const isShipper = (workload: Workload): boolean => runs(workload, shippers)

/** Nodes that have a ready pod of the workload. */
function nodesOf(workload: Workload): readonly string[] {
  return workload.pods.flatMap(({ spec, status }) => {
    const ready = status?.phase === 'Running' && (status.containerStatuses ?? []).every((container) => container?.ready !== false)
    return ready && spec?.nodeName !== undefined ? [spec.nodeName] : []
  })
}

/** Taints that the DaemonSet controller bears for every pod of it. */
const borne = /^node\.kubernetes\.io\/(not-ready|unreachable|disk-pressure|memory-pressure|pid-pressure|unschedulable|network-unavailable)$/

/** Why the scheduler keeps a workload off a node, as far as taints and the node selector tell. */
function keptOff({ pod }: Workload, node: Node): string | undefined {
  const tolerations = Array.isArray(pod.spec?.tolerations) ? pod.spec.tolerations : []
  for (const { key, value = '', effect } of node.spec?.taints ?? []) {
    if (effect === 'PreferNoSchedule' || borne.test(key)) continue
    const tolerated = tolerations.some(
      (one) =>
        (one?.effect === undefined || one.effect === '' || one.effect === effect) &&
        (one?.operator === 'Exists' ? one.key === undefined || one.key === '' || one.key === key : one?.key === key && (one.value ?? '') === value),
    )
    if (!tolerated) return `taint ${key}${value === '' ? '' : `=${value}`}:${effect}`
  }
  const selector = pod.spec?.nodeSelector
  return selector && !matchesLabels({ matchLabels: selector }, node.metadata.labels) ? 'node selector' : undefined
}

/** Nodes that must run agents, by operating system. Nodes of Fargate take no DaemonSet. */
const machines = {
  Linux: ({ node, os, compute }: Host): boolean => node !== undefined && os !== 'windows' && compute !== 'fargate',
  Windows: ({ node, os }: Host): boolean => node !== undefined && os === 'windows',
} as const

/** Whether the cluster has nodes of that system. Throws `Unseen` where none was seen but some may be there. */
export function hasNodes(system: keyof typeof machines, world: World<'hosts'>): boolean {
  return world.some('hosts', machines[system]) !== undefined
}

/**
 * The fault of nodes on which no ready pod of such an agent runs, told once for all of them; undefined where every node
 * has one. Throws `Unseen` where agents or nodes may be missing from what was seen.
 * @param agent what it is called: "runtime sensor"
 */
export function uncovered(
  agent: string,
  isAgent: (workload: Workload) => boolean,
  system: keyof typeof machines,
  world: World<'hosts' | 'workloads'>,
): Judgement {
  const agents = world.seen('workloads').things.filter(isAgent)
  const covered = new Set(agents.flatMap(nodesOf))
  const hosts = world.seen('hosts').things.filter(machines[system])
  const bare = hosts.filter(({ name }) => !covered.has(name))
  if (bare.length === 0) {
    world.all('hosts')
    return undefined
  }
  world.all('workloads')
  const reasons = new Set(bare.flatMap(({ node }) => agents.flatMap((one) => (node && keptOff(one, node)) ?? [])))
  const names = agents.map(({ metadata }) => metadata.name)
  const why = reasons.size > 0 ? ` (kept off by ${[...reasons].slice(0, 3).join(', ')})` : ''
  const cause = names.length === 0 ? 'none is installed' : `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} not reach them${why}`
  const fault = {
    says: `no ${agent} is ready on ${bare.length} of ${hosts.length} ${system} nodes: ${cause}`,
    actual: bare.map(({ name }) => name),
    via: bare.slice(0, 20).map(refOfHost),
  }
  const { gap } = world.seen('hosts')
  return gap ? [fault, new Unseen('hosts', gap)] : fault
}
