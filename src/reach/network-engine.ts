/** Network policy engines: what enforces policies, on which machines; objects without an engine are accepted and ignored. */
import { containersOf } from '../demand/pods.ts'
import type { Host, Workload } from '../model/facts.ts'
import type { Container } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'

export type EngineKinds = 'workloads' | 'configMaps' | 'hosts'
export const engineKinds = ['workloads', 'configMaps', 'hosts'] as const

export interface Engine {
  readonly name: string
  /** The DaemonSet; Auto Mode keeps its agent in the node. */
  readonly agent?: Workload
}

/** Agents by the repository of their image. Windows has agents of its own. */
const agents: readonly { readonly name: string; readonly image: RegExp; readonly os: 'linux' | 'windows' }[] = [
  { name: 'Calico', image: /(^|\/)calico\/node(:|@|$)/, os: 'linux' },
  { name: 'Calico', image: /(^|\/)calico\/(node-)?windows(:|@|$)/, os: 'windows' },
  { name: 'Cilium', image: /(^|\/)cilium\/cilium(-ci|-dev)?(:|@|$)/, os: 'linux' },
  { name: 'Antrea', image: /(^|\/)antrea\/antrea-(agent-)?(ubuntu|ubi|agent)(:|@|$)/, os: 'linux' },
  { name: 'kube-router', image: /(^|\/)cloudnativelabs\/kube-router(:|@|$)/, os: 'linux' },
  { name: 'kube-network-policies', image: /(^|\/)kube-network-policies(:|@|$)/, os: 'linux' },
]

/** The value of `--flag=value` or `--flag value`; a flag alone is `true`. */
export function flagOf(container: Container, flag: string): string | undefined {
  const words = [...(container.command ?? []), ...(container.args ?? [])].map(String)
  const at = words.findIndex((word) => word === `--${flag}` || word.startsWith(`--${flag}=`))
  const word = words[at]
  if (word === undefined) return undefined
  if (word.includes('=')) return word.slice(word.indexOf('=') + 1)
  const next = words[at + 1]
  return next === undefined || next.startsWith('-') ? 'true' : next
}

export const envOf = (container: Container | undefined, name: string): string | undefined => container?.env?.find((variable) => variable?.name === name)?.value

const isAwsNode = ({ kind, metadata }: Workload): boolean => kind === 'DaemonSet' && metadata.name === 'aws-node' && metadata.namespace === 'kube-system'

const findAwsNode = (world: World<'workloads'>): Workload | undefined => world.seen('workloads').things.find(isAwsNode)

/** The DaemonSet of the VPC CNI; undefined where there is none. Throws `Unseen` where it may be there. */
export function awsNode(world: World<'workloads'>): Workload | undefined {
  const found = derive(world, findAwsNode)
  if (!found) world.all('workloads')
  return found
}

export const containerNamed = (workload: Workload | undefined, name: string) => workload && containersOf(workload).find(({ value }) => value.name === name)

/** The policy controller of EKS reads this key of this ConfigMap, and no other. */
const isControllerOn = (world: World<'configMaps'>): boolean =>
  world.find('configMaps', 'amazon-vpc-cni', 'kube-system')?.data?.['enable-network-policy-controller'] === 'true'

const policyAgent = 'aws-eks-nodeagent'

/** Why the VPC CNI enforces nothing; undefined where it does. */
export function whyOff(world: World<EngineKinds>): string | undefined {
  const node = awsNode(world)
  const untold = 'ConfigMap kube-system/amazon-vpc-cni does not set enable-network-policy-controller to "true"'
  if (!node) {
    if (world.some('hosts', ({ compute }) => compute === 'auto')) return untold
    return 'no DaemonSet of an engine runs'
  }
  const agent = containerNamed(node, policyAgent)
  if (!agent) return `DaemonSet aws-node has no container ${policyAgent}`
  const flag = flagOf(agent.value, 'enable-network-policy')
  if (flag !== 'true') return `${policyAgent} of DaemonSet aws-node runs with --enable-network-policy=${flag ?? 'false'}`
  return isControllerOn(world) ? undefined : untold
}

const imagesOf = (workload: Workload): string[] => containersOf(workload).flatMap(({ value }) => (typeof value.image === 'string' ? [value.image] : []))

function findEngines(world: World<EngineKinds>): readonly Engine[] {
  const engines: Engine[] = []
  const daemons = world.seen('workloads').things.filter(({ kind }) => kind === 'DaemonSet')
  for (const agent of daemons) {
    const known = agents.find(({ image }) => imagesOf(agent).some((one) => image.test(one)))
    if (known) engines.push({ name: known.name, agent })
  }
  const node = daemons.find(isAwsNode)
  if (node && whyOff(world) === undefined) engines.push({ name: 'VPC CNI', agent: node })
  if (world.seen('hosts').things.some(({ compute }) => compute === 'auto') && isControllerOn(world)) engines.push({ name: 'EKS Auto Mode' })
  return engines
}

/** The engines that were seen running; others may be there where workloads were not all seen. */
export const enginesOf = (world: World<EngineKinds>): readonly Engine[] => derive(world, findEngines)

/** Whether AWS's own engine is on, in the VPC CNI or in Auto Mode. Throws `Unseen` where it may be. */
export function hasAwsEngine(world: World<EngineKinds>): boolean {
  if (enginesOf(world).some(({ name }) => name === 'VPC CNI' || name === 'EKS Auto Mode')) return true
  awsNode(world)
  world.all('hosts')
  return false
}

const runsOn = ({ pods }: Workload, host: string): boolean =>
  pods.some(
    ({ spec, status }) =>
      spec?.nodeName === host &&
      status?.phase !== 'Failed' &&
      !(status?.containerStatuses ?? []).some(({ name, ready }) => name === policyAgent && ready === false),
  )

/** Whether the engine holds pods of this machine to policies: its agent is on it, and of the right sort. */
export function covers({ name, agent }: Engine, host: Host): boolean {
  if (host.compute === 'fargate') return false
  if (!agent) return host.compute === 'auto'
  const os = agents.some((known) => known.os === 'windows' && imagesOf(agent).some((image) => known.image.test(image))) ? 'windows' : 'linux'
  if ((host.os === 'windows') !== (os === 'windows')) return false
  if (name === 'VPC CNI' && (host.compute === 'auto' || host.compute === 'hybrid')) return false
  return runsOn(agent, host.name)
}

/** A machine on which some engine could run: Fargate and Windows machines have none of the VPC CNI's. */
export const isCoverable = ({ compute, os }: Host): boolean => compute !== 'fargate' && os !== 'windows'
