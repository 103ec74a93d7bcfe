/** Which subnets are public. */
import { describe, expect, it } from 'vitest'
import type { RouteTable, Subnet } from '../model/aws.ts'
import { Unseen, type World } from '../model/world.ts'
import { wayOut } from './subnets.ts'

const worldOf = (...tables: RouteTable[]) => ({ all: () => tables }) as unknown as World<'routeTables'>
const subnet: Subnet = { SubnetId: 'subnet-1', VpcId: 'vpc-1' }
const main = (...Routes: NonNullable<RouteTable['Routes']>): RouteTable => ({
  RouteTableId: 'rtb-main',
  VpcId: 'vpc-1',
  Associations: [{ Main: true }],
  Routes,
})
const own = (...Routes: NonNullable<RouteTable['Routes']>): RouteTable => ({
  RouteTableId: 'rtb-own',
  VpcId: 'vpc-1',
  Associations: [{ SubnetId: 'subnet-1' }],
  Routes,
})
const igw = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' }
const nat = { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' }

describe('wayOut', () => {
  it('takes the main table where the subnet has none of its own', () => {
    expect(wayOut(subnet, worldOf(main(igw)))).toEqual({ table: 'rtb-main', gateway: 'igw-1', destination: '0.0.0.0/0' })
    expect(wayOut(subnet, worldOf(main(igw), own(nat)))).toBeUndefined()
  })
  it('knows IPv6, carrier gateways, dead routes and gateways for one direction', () => {
    const six = { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1' }
    expect(wayOut(subnet, worldOf(own(nat, six)))).toMatchObject({ destination: '::/0' })
    expect(wayOut(subnet, worldOf(own(igw)), 'ipv6')).toBeUndefined()
    expect(wayOut(subnet, worldOf(own({ DestinationCidrBlock: '0.0.0.0/0', CarrierGatewayId: 'cagw-1' })))).toMatchObject({ gateway: 'cagw-1' })
    expect(wayOut(subnet, worldOf(own({ ...igw, State: 'blackhole' })))).toBeUndefined()
    expect(wayOut(subnet, worldOf(own({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' })))).toBeUndefined()
  })
  it('counts a VPC that blocks public access as closed', () => {
    expect(wayOut({ ...subnet, BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-bidirectional' } }, worldOf(own(igw)))).toBeUndefined()
  })
  it('cannot tell without a table', () => {
    expect(() => wayOut(subnet, worldOf())).toThrow(Unseen)
  })
})
