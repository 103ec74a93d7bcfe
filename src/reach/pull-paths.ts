/** The way of an image from Amazon ECR to a node, and where it leaves the VPC. */
import type { Subnet, VpcEndpoint } from '../model/aws.ts'
import type { World } from '../model/world.ts'
import { serviceOf } from './ecr-endpoints.ts'
import { mayHoldNodes, nodesIn } from './node-subnets.ts'
import { routeTableOf } from './subnets.ts'

type Needed = 'vpcEndpoints' | 'subnets' | 'routeTables' | 'hosts' | 'instances' | 'nodegroups'

export interface MissingEndpoint {
  readonly says: string
  /** The one that does not do. */
  readonly endpoint?: VpcEndpoint
}

const list = (names: readonly (string | undefined)[]): string => [...new Set(names)].join(', ')

/** The subnets of the VPC in which nodes stand or may be started. Throws `Unseen` where that cannot be told. */
const subnetsOfNodes = (vpc: string, world: World<Needed>): Subnet[] =>
  world.all('subnets').filter((subnet) => subnet.VpcId === vpc && mayHoldNodes(subnet, world) && nodesIn(subnet, world) !== undefined)

/** Endpoints that pulls from the VPC would need, and that are missing or out of the nodes' reach. */
export function missingEndpoints(vpc: string, world: World<Needed>): MissingEndpoint[] {
  const endpoints = world.all('vpcEndpoints').filter(({ VpcId, State }) => VpcId === vpc && State?.toLowerCase() === 'available')
  const nodes = subnetsOfNodes(vpc, world)
  const faults: MissingEndpoint[] = []
  for (const service of ['ecr.api', 'ecr.dkr'] as const) {
    const found = endpoints.filter((endpoint) => serviceOf(endpoint) === service)
    const [endpoint] = found
    if (!endpoint) faults.push({ says: `${vpc} has no ${service} endpoint` })
    else if (found.every(({ PrivateDnsEnabled }) => PrivateDnsEnabled !== true))
      faults.push({ says: `the ${service} endpoint has no private DNS: nodes go past it`, endpoint })
    else {
      const zones = zonesWithout(found, nodes, world)
      if (zones.length > 0) faults.push({ says: `the ${service} endpoint is not in ${list(zones)}, where nodes are`, endpoint })
    }
  }
  const layers = endpoints.filter((endpoint) => serviceOf(endpoint) === 's3')
  if (layers.length === 0) faults.push({ says: `${vpc} has no S3 endpoint: image layers leave the VPC` })
  else if (!layers.some(({ VpcEndpointType }) => VpcEndpointType === 'Interface')) {
    const tables = world.all('routeTables')
    const served = new Set(layers.flatMap(({ RouteTableIds }) => RouteTableIds ?? []))
    const missed = nodes.flatMap((subnet) => routeTableOf(subnet, tables)?.RouteTableId ?? []).filter((table) => !served.has(table))
    if (missed.length > 0) faults.push({ says: `the S3 endpoint is not on ${list(missed)}, by which nodes route`, ...(layers[0] && { endpoint: layers[0] }) })
  }
  return faults
}

/** Zones of nodes in which no interface of the endpoint stands. */
function zonesWithout(endpoints: readonly VpcEndpoint[], nodes: readonly Subnet[], world: World<'subnets'>): string[] {
  const ids = new Set(endpoints.flatMap(({ SubnetIds }) => SubnetIds ?? []))
  const zones = new Set(world.all('subnets').flatMap(({ SubnetId, AvailabilityZone }) => (ids.has(SubnetId) ? (AvailabilityZone ?? []) : [])))
  return nodes.flatMap(({ AvailabilityZone: zone }) => (zone !== undefined && !zones.has(zone) ? [zone] : []))
}
