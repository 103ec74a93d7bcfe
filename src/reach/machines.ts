/** The machines behind Nodes: their instances, network interfaces, subnets and security groups. */
import type { Instance, NetworkInterface } from '../model/aws.ts'
import type { Host, Kind } from '../model/facts.ts'
import { addTo } from '../model/groups.ts'
import type { Ref } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import { Unseen, type World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { instanceIdOf } from '../world/hosts.ts'

/** The EC2 instance of a host; undefined where it has none (Fargate, hybrid). Throws `Unseen` where it was not told. */
export function instanceOf(host: Host, world: World<'instances'>): Instance | undefined {
  if (host.instance) return host.instance
  const id = host.node && instanceIdOf(host.node)
  if (id === undefined) return undefined
  const instance = world.find('instances', id)
  if (!instance)
    throw new Unseen('instances', { because: 'untold', detail: `${id} of node ${host.name} is not among the instances`, lacks: 'ec2:DescribeInstances' })
  return instance
}

/** How a finding points at a machine. */
export function refOfHost(host: Host): Ref {
  return host.node ? { kind: 'Node', apiVersion: 'v1', name: host.name } : { kind: 'AWS::EC2::Instance', name: host.name }
}

/** `node a`, `nodes a, b, c and 4 more`. */
export function showHosts(hosts: readonly Host[]): string {
  const names = hosts.slice(0, 3).map(({ name }) => name)
  return `${hosts.length === 1 ? 'node' : 'nodes'} ${names.join(', ')}${hosts.length > 3 ? ` and ${hosts.length - 3} more` : ''}`
}

interface Found {
  readonly hosts: ReadonlyMap<string, readonly Host[]>
  /** What was not seen, so that a machine may be missing from the lists. */
  readonly unseen?: { readonly kind: Kind; readonly gap: Gap }
}

function collect(world: World<'hosts' | 'instances'>, keysOf: (host: Host, instance: Instance) => Iterable<string | undefined>): Found {
  const { things, gap } = world.seen('hosts')
  const hosts = new Map<string, Host[]>()
  let unseen: Found['unseen'] = gap && { kind: 'hosts', gap }
  for (const host of things) {
    let instance: Instance | undefined
    try {
      instance = instanceOf(host, world)
    } catch (error) {
      if (!(error instanceof Unseen)) throw error
      unseen ??= { kind: error.kind, gap: error.gap }
    }
    if (!instance) continue
    for (const key of new Set(keysOf(host, instance))) if (key !== undefined) addTo(hosts, key, host)
  }
  return { hosts, ...(unseen && { unseen }) }
}

/** Interfaces of each instance, by its id. */
function interfacesByInstance(world: World<'networkInterfaces'>): ReadonlyMap<string, readonly NetworkInterface[]> {
  const found = new Map<string, NetworkInterface[]>()
  for (const one of world.seen('networkInterfaces').things) {
    const id = one.Attachment?.InstanceId
    if (id !== undefined) addTo(found, id, one)
  }
  return found
}

/** The interfaces of an instance that were seen, secondary ones among them. */
export function interfacesOf(instance: Instance, world: World<'networkInterfaces'>): readonly NetworkInterface[] {
  return derive(world, interfacesByInstance).get(instance.InstanceId) ?? []
}

function bySubnet(world: World<'hosts' | 'instances'>): Found {
  return collect(world, (_, instance) => [instance.SubnetId, ...(instance.NetworkInterfaces ?? []).map(({ SubnetId }) => SubnetId)])
}

function byImage(world: World<'hosts' | 'instances'>): Found {
  return collect(world, (_, instance) => [instance.ImageId])
}

function byGroup(world: World<'hosts' | 'instances' | 'networkInterfaces'>): Found {
  const found = collect(world, (_, instance) => [
    ...(instance.SecurityGroups ?? []).map(({ GroupId }) => GroupId),
    ...[...(instance.NetworkInterfaces ?? []), ...interfacesOf(instance, world)].flatMap(({ Groups }) => (Groups ?? []).map(({ GroupId }) => GroupId)),
  ])
  const { gap } = world.seen('networkInterfaces')
  return found.unseen || !gap ? found : { ...found, unseen: { kind: 'networkInterfaces', gap } }
}

/** Whether the key has machines, or may have some that were not seen. */
const may = ({ hosts, unseen }: Found, key: string): boolean => hosts.has(key) || unseen !== undefined

/** All hosts under the key. Throws `Unseen` where none was found but some may be missing. */
function ask({ hosts, unseen }: Found, key: string): readonly Host[] {
  const found = hosts.get(key) ?? []
  if (found.length === 0 && unseen) throw new Unseen(unseen.kind, unseen.gap)
  return found
}

/** All hosts under the key. Throws `Unseen` where some may be missing, however many were found. */
function askAll(found: Found, key: string): readonly Host[] {
  if (found.unseen) throw new Unseen(found.unseen.kind, found.unseen.gap)
  return found.hosts.get(key) ?? []
}

type Machines = World<'hosts' | 'instances'>
type Interfaces = World<'hosts' | 'instances' | 'networkInterfaces'>

/** The machines that stand in a subnet; likewise below for a machine image and, by whichever interface, a security group. */
export const hostsInSubnet = (id: string, world: Machines): readonly Host[] => ask(derive(world, bySubnet), id)
/** Those that were seen, whatever else there may be. */
export const seenInSubnet = (id: string, world: Machines): readonly Host[] => derive(world, bySubnet).hosts.get(id) ?? []
export const hostsOfImage = (id: string, world: Machines): readonly Host[] => ask(derive(world, byImage), id)
export const hostsInGroup = (id: string, world: Interfaces): readonly Host[] => ask(derive(world, byGroup), id)
/** Of those found none may do; whoever says so must have seen them all. */
export const allInGroup = (id: string, world: Interfaces): readonly Host[] => askAll(derive(world, byGroup), id)
export const allOfImage = (id: string, world: Machines): readonly Host[] => askAll(derive(world, byImage), id)

/** False only where it is certain that no machine of the cluster is concerned. */
export const mayHoldHosts = (subnet: string, world: Machines): boolean => may(derive(world, bySubnet), subnet)
export const mayRunOnHosts = (image: string, world: Machines): boolean => may(derive(world, byImage), image)
export const mayGuardHosts = (group: string, world: Interfaces): boolean => may(derive(world, byGroup), group)
