/** When a list of CIDRs is the internet. */
import { describe, expect, it } from 'vitest'
import { isWorld, rangeOf } from './cidrs.ts'

describe('isWorld', () => {
  it.each([
    [['0.0.0.0/0']],
    [['::/0']],
    [['0.0.0.0/1', '128.0.0.0/1']],
    [['0.0.0.0/1']],
    [['203.0.113.0/24', '0.0.0.0/2', '64.0.0.0/2']],
    [['2000::/3']],
    [['2000::/4']],
  ])('%j', (cidrs) => {
    expect(isWorld(cidrs)).toBe(true)
  })
  it.each([
    [[]],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
    [['0.0.0.0/2', '0.0.0.0/2', '32.0.0.0/3']],
    [['203.0.113.7/32']],
    [['fc00::/7']],
    [['fe80::/10', '2001:db8::/32']],
    [['nonsense', '300.0.0.0/0', '0.0.0.0/-1']],
  ])('not %j', (cidrs) => {
    expect(isWorld(cidrs)).toBe(false)
  })
})

it('takes a CIDR for the network it lies in', () => {
  expect(rangeOf('10.1.2.3/8')).toEqual({ from: 10 * 2 ** 24, to: 11 * 2 ** 24, ipv6: false })
  expect(rangeOf('2001:db8::1')).toMatchObject({ ipv6: true })
})
