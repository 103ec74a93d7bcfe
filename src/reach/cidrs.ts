/** Ranges of addresses: how much of the internet a list of CIDRs lets in, all of them taken together. */

interface Range {
  readonly from: number
  /** Behind the last address. */
  readonly to: number
}

/** IPv4 as 32 bits; IPv6 by its first 48 bits, which is as fine as the question needs. */
export function rangeOf(cidr: string): (Range & { readonly ipv6: boolean }) | undefined {
  const [address = '', length] = cidr.trim().split('/')
  const ipv6 = address.includes(':')
  const bits = ipv6 ? 48 : 32
  const base = ipv6 ? first48(address) : ipv4(address)
  const prefix = length === undefined ? (ipv6 ? 128 : 32) : Number(length)
  if (base === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > (ipv6 ? 128 : 32)) return undefined
  const size = 2 ** Math.max(bits - prefix, 0)
  const from = Math.floor(base / size) * size
  return { from, to: from + size, ipv6 }
}

function ipv4(address: string): number | undefined {
  const parts = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  return parts.length === 4 && parts.every((part) => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined
}

function first48(address: string): number | undefined {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array<string>(Math.max(8 - left.length - right.length, 0)).fill('0')
  const groups = [...left, ...zeros, ...right].map((group) => (/^[0-9a-fA-F]{1,4}$/.test(group) ? Number.parseInt(group, 16) : 65536))
  return groups.length === 8 && groups.every((group) => group < 65536) ? groups.slice(0, 3).reduce((sum, group) => sum * 65536 + group, 0) : undefined
}

/** How many addresses the ranges hold together, those held twice counted once. */
function unionSize(ranges: readonly Range[]): number {
  let size = 0
  let end = 0
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    size += Math.max(0, to - Math.max(from, end))
    end = Math.max(end, to)
  }
  return size
}

/** Addresses routed on the internet begin with 001 (2000::/3). */
const globalIpv6: Range = { from: 2 ** 45, to: 2 ** 46 }

/**
 * Whether the CIDRs let in the internet at large: together they hold half of all IPv4 addresses, or half of all global
 * IPv6 addresses, or more. `0.0.0.0/1` beside `128.0.0.0/1` is `0.0.0.0/0`, and one half of it is open enough.
 */
export function isWorld(cidrs: readonly string[]): boolean {
  const ranges = cidrs.flatMap((cidr) => rangeOf(cidr) ?? [])
  if (unionSize(ranges.filter(({ ipv6 }) => !ipv6)) >= 2 ** 31) return true
  const global = ranges.filter(({ ipv6 }) => ipv6).map(({ from, to }) => ({ from: Math.max(from, globalIpv6.from), to: Math.min(to, globalIpv6.to) }))
  return unionSize(global.filter(({ from, to }) => from < to)) >= 2 ** 44
}
