/** Subnets: which route table applies to each, and whether it leads to the internet. */
import type { RouteTable, Subnet } from '../model/aws.ts'
import { Unseen, type World } from '../model/world.ts'

type Route = NonNullable<RouteTable['Routes']>[number]

/** The table a subnet is associated with, else the main one of its VPC. */
export function routeTableOf(subnet: Subnet, tables: readonly RouteTable[]): RouteTable | undefined {
  const own = tables.find(({ Associations }) => (Associations ?? []).some(({ SubnetId }) => SubnetId === subnet.SubnetId))
  return own ?? tables.find(({ VpcId, Associations }) => VpcId === subnet.VpcId && (Associations ?? []).some(({ Main }) => Main === true))
}

/** Where a route ends, if that is the internet: an internet gateway, or the carrier gateway of a Wavelength zone. */
function internetGatewayOf({ GatewayId, CarrierGatewayId, State }: Route): string | undefined {
  if (State === 'blackhole') return undefined
  return GatewayId?.startsWith('igw-') ? GatewayId : CarrierGatewayId
}

/** VPC Block Public Access turns the gateway's traffic away, whatever the routes say. */
const isBlocked = (subnet: Subnet): boolean => /^block-/.test(subnet.BlockPublicAccessStates?.InternetGatewayBlockMode ?? '')

export interface WayOut {
  readonly table: string
  readonly gateway: string
  readonly destination: string
}

/**
 * The route by which a subnet is public; undefined where it has none. Throws `Unseen` where its route table was not seen.
 * @param family asks for routes of one address family alone
 */
export function wayOut(subnet: Subnet, world: World<'routeTables'>, family?: 'ipv6'): WayOut | undefined {
  if (isBlocked(subnet)) return undefined
  const table = routeTableOf(subnet, world.all('routeTables'))
  if (!table)
    throw new Unseen('routeTables', {
      because: 'untold',
      detail: `the route table of ${subnet.SubnetId} is not among the answers`,
      lacks: 'ec2:DescribeRouteTables',
    })
  for (const route of table.Routes ?? []) {
    const gateway = internetGatewayOf(route)
    if (gateway === undefined || (family && route.DestinationIpv6CidrBlock === undefined)) continue
    return { table: table.RouteTableId, gateway, destination: route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? 'a prefix list' }
  }
  return undefined
}
