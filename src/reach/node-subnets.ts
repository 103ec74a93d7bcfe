/** Subnets as nodes use them: which stand there, which may be started there, and which the internet can reach. */
import type { Instance, Nodegroup, Subnet } from '../model/aws.ts'
import type { Ref } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { hostsInSubnet, mayHoldHosts, refOfHost, seenInSubnet, showHosts } from './machines.ts'
import { type WayOut, wayOut } from './subnets.ts'

/** The route by which a subnet of the instance is public. A subnet that was not described still has a route table. */
export function wayOutOf(instance: Instance, world: World<'routeTables' | 'subnets'>): WayOut | undefined {
  const ids = new Set([instance.SubnetId, ...(instance.NetworkInterfaces ?? []).map(({ SubnetId }) => SubnetId)])
  for (const id of ids) {
    if (id === undefined) continue
    const known = world.seen('subnets').things.find(({ SubnetId }) => SubnetId === id)
    const way = wayOut(known ?? { SubnetId: id, ...(instance.VpcId !== undefined && { VpcId: instance.VpcId }) }, world)
    if (way) return way
  }
  return undefined
}

type Users = World<'hosts' | 'instances' | 'nodegroups'>

const names =
  (id: string) =>
  ({ subnets }: Nodegroup): boolean =>
    (subnets ?? []).includes(id)

/** False only where it is certain that no node stands in the subnet and no node group may start one there. */
export function mayHoldNodes({ SubnetId: id }: Subnet, world: Users): boolean {
  const { things, gap } = world.seen('nodegroups')
  return things.some(names(id)) || gap !== undefined || mayHoldHosts(id, world)
}

/**
 * Who uses the subnet for nodes, in words and as references; undefined where nobody does.
 * Throws `Unseen` where that cannot be told.
 */
export function nodesIn({ SubnetId: id }: Subnet, world: Users): { readonly says: string; readonly via: readonly Ref[] } | undefined {
  const groups = world.seen('nodegroups').things.filter(names(id))
  // A node group that names it settles the matter; else no machine may be missing.
  const hosts = groups.length > 0 ? seenInSubnet(id, world) : hostsInSubnet(id, world)
  if (groups.length === 0 && hosts.length === 0) {
    world.some('nodegroups', names(id))
    return undefined
  }
  const told = [
    ...(hosts.length > 0 ? [showHosts(hosts)] : []),
    ...(groups.length > 0 ? [`node group ${groups.map(({ nodegroupName }) => nodegroupName).join(', ')}`] : []),
  ]
  return {
    says: told.join(' and '),
    via: [...groups.map((group): Ref => ({ kind: 'AWS::EKS::Nodegroup', name: group.nodegroupName })), ...hosts.map(refOfHost)],
  }
}
