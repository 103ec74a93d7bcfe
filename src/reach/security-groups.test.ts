/** What security group rules open to the internet. */
import { describe, expect, it } from 'vitest'
import type { SecurityGroupRule } from '../model/aws.ts'
import { coversPort, openings } from './security-groups.ts'

const rule = (IpProtocol: string, FromPort: number, ToPort: number, cidr: string): SecurityGroupRule => ({
  SecurityGroupRuleId: `${IpProtocol} ${FromPort} ${cidr}`,
  IpProtocol,
  FromPort,
  ToPort,
  IsEgress: false,
  ...(cidr.includes(':') ? { CidrIpv6: cidr } : { CidrIpv4: cidr }),
})
const told = (...rules: SecurityGroupRule[]) => openings(rules).map(({ protocol, from, to }) => `${protocol} ${from}-${to}`)

describe('openings', () => {
  it('takes two halves of the internet for the whole', () => {
    expect(told(rule('tcp', 10250, 10250, '0.0.0.0/1'), rule('tcp', 10250, 10250, '128.0.0.0/1'))).toEqual(['tcp 10250-10250'])
  })
  it('finds the ports that overlapping rules open together', () => {
    expect(told(rule('tcp', 0, 100, '0.0.0.0/2'), rule('tcp', 50, 200, '64.0.0.0/2'))).toEqual(['tcp 50-100'])
  })
  it('tells a rule for all protocols once', () => {
    expect(told(rule('-1', -1, -1, '0.0.0.0/0'))).toEqual(['tcp 0-65535'])
  })
  it('leaves out private networks, egress, groups and ICMP', () => {
    const egress = { ...rule('-1', -1, -1, '0.0.0.0/0'), IsEgress: true }
    const group = { SecurityGroupRuleId: 'g', IpProtocol: '-1', FromPort: -1, ToPort: -1, ReferencedGroupInfo: { GroupId: 'sg-1' } }
    expect(told(rule('tcp', 22, 22, '10.0.0.0/8'), egress, group, rule('icmp', 8, -1, '0.0.0.0/0'))).toEqual([])
  })
  it('keeps UDP apart', () => {
    expect(told(rule('udp', 53, 53, '::/0'), rule('tcp', 443, 443, '0.0.0.0/0'))).toEqual(['tcp 443-443', 'udp 53-53'])
  })
})

it('knows that every protocol includes port 22', () => {
  expect(coversPort(rule('-1', -1, -1, '10.0.0.0/8'), 22)).toBe(true)
  expect(coversPort(rule('6', 20, 25, '10.0.0.0/8'), 22)).toBe(true)
  expect(coversPort(rule('udp', 22, 22, '10.0.0.0/8'), 22)).toBe(false)
})
