/** Ranges of addresses: what a list of CIDRs lets in, all of them taken together. */
import ipaddr from 'ipaddr.js'

interface Range {
  readonly from: number
  /** Behind the last address. */
  readonly to: number
}

/** IPv4 as 32 bits; IPv6 by its first 48 bits, which is as fine as the question needs. Undefined for what is no CIDR. */
export function rangeOf(cidr: string): (Range & { readonly ipv6: boolean }) | undefined {
  const text = cidr.trim()
  const [address = '', length] = text.split('/')
  // The library also reads what no AWS or Kubernetes API accepts: 10.1 and 0x0a000001.
  if (!ipaddr.IPv6.isValid(address) && !ipaddr.IPv4.isValidFourPartDecimal(address)) return undefined
  if (length !== undefined && !ipaddr.isValidCIDR(text)) return undefined
  const parsed = ipaddr.parse(address)
  const ipv6 = parsed.kind() === 'ipv6'
  const bits = ipv6 ? 48 : 32
  const base = parsed
    .toByteArray()
    .slice(0, bits / 8)
    .reduce((sum, byte) => sum * 256 + byte, 0)
  const prefix = length === undefined ? bits : Number(length)
  const size = 2 ** Math.max(bits - prefix, 0)
  const from = Math.floor(base / size) * size
  return { from, to: from + size, ipv6 }
}

/** The ranges without their overlaps, in order. */
function merge(ranges: readonly Range[]): Range[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

const sizes = (ranges: readonly Range[]): number[] => merge(ranges).map(({ from, to }) => to - from)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Addresses routed on the internet begin with 001 (2000::/3). */
const globalIpv6: Range = { from: 2 ** 45, to: 2 ** 46 }

/**
 * Whether the CIDRs let in the internet at large: together they hold half of all IPv4 addresses, or half of all global
 * IPv6 addresses, or more. `0.0.0.0/1` beside `128.0.0.0/1` is `0.0.0.0/0`, and one half of it is open enough.
 */
export function isWorld(cidrs: readonly string[]): boolean {
  const ranges = cidrs.flatMap((cidr) => rangeOf(cidr) ?? [])
  if (sum(sizes(ranges.filter(({ ipv6 }) => !ipv6))) >= 2 ** 31) return true
  const global = ranges.filter(({ ipv6 }) => ipv6).map(({ from, to }) => ({ from: Math.max(from, globalIpv6.from), to: Math.min(to, globalIpv6.to) }))
  return sum(sizes(global.filter(({ from, to }) => from < to))) >= 2 ** 44
}

export interface Coverage {
  /** IPv4 addresses, each counted once. */
  readonly ipv4: number
  /** The widest unbroken stretch of IPv6, in /48 networks; 0 where there is none. */
  readonly ipv6: number
  /** Entries that are no CIDR. */
  readonly unreadable: readonly string[]
}

/** How many addresses a list of CIDRs covers: `0.0.0.0/1` beside `128.0.0.0/1` covers as much as `0.0.0.0/0`. */
export function coverageOf(cidrs: readonly string[]): Coverage {
  const ranges = cidrs.map((cidr) => ({ cidr, range: rangeOf(String(cidr)) }))
  const known = ranges.flatMap(({ range }) => range ?? [])
  return {
    ipv4: sum(sizes(known.filter(({ ipv6 }) => !ipv6))),
    ipv6: Math.max(0, ...sizes(known.filter(({ ipv6 }) => ipv6))),
    unreadable: ranges.filter(({ range }) => !range).map(({ cidr }) => cidr),
  }
}

/** Whether an IPv4 address lies within a CIDR. */
export function holdsAddress(cidr: string, address: string): boolean {
  const range = rangeOf(cidr)
  const point = rangeOf(`${address}/32`)
  return range !== undefined && point !== undefined && !range.ipv6 && !point.ipv6 && range.from <= point.from && point.to <= range.to
}
