/** How many addresses a list of CIDRs covers, taken together. */
import { rangeOf } from './cidrs.ts'

export interface Coverage {
  /** IPv4 addresses, each counted once. */
  readonly ipv4: number
  /** The widest unbroken stretch of IPv6, in /48 networks; 0 where there is none. */
  readonly ipv6: number
  /** Entries that are no CIDR. */
  readonly unreadable: readonly string[]
}

/** The union of the CIDRs: `0.0.0.0/1` beside `128.0.0.0/1` covers as much as `0.0.0.0/0`. */
export function coverageOf(cidrs: readonly string[]): Coverage {
  const ranges = cidrs.map((cidr) => ({ cidr, range: rangeOf(String(cidr)) }))
  const known = ranges.flatMap(({ range }) => range ?? []).sort((a, b) => a.from - b.from)
  const stretches = (ipv6: boolean) => {
    const merged: { from: number; to: number }[] = []
    for (const { from, to } of known.filter((range) => range.ipv6 === ipv6)) {
      const last = merged.at(-1)
      if (last && from <= last.to) last.to = Math.max(last.to, to)
      else merged.push({ from, to })
    }
    return merged.map(({ from, to }) => to - from)
  }
  return {
    ipv4: stretches(false).reduce((sum, size) => sum + size, 0),
    ipv6: Math.max(0, ...stretches(true)),
    unreadable: ranges.filter(({ range }) => !range).map(({ cidr }) => cidr),
  }
}

/** Whether an IPv4 address lies within a CIDR. */
export function holdsAddress(cidr: string, address: string): boolean {
  const range = rangeOf(cidr)
  const point = rangeOf(`${address}/32`)
  return range !== undefined && point !== undefined && !range.ipv6 && !point.ipv6 && range.from <= point.from && point.to <= range.to
}
