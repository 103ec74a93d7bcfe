/** Security groups: which ports a group opens, to whom, and for which machines. */
import type { SecurityGroupRule } from '../model/aws.ts'
import { isWorld } from './cidrs.ts'

/** A range of ports, both ends in it. */
export interface Ports {
  readonly from: number
  readonly to: number
}

/** The ports a rule covers for a protocol, `tcp` unless said otherwise. Protocol -1 is every port of every protocol. */
export function portsOf(rule: SecurityGroupRule, protocol: 'tcp' | 'udp' = 'tcp'): Ports | undefined {
  const spoken = String(rule.IpProtocol ?? '').toLowerCase()
  if (spoken === '-1' || spoken === 'all') return { from: 0, to: 65535 }
  if (spoken !== protocol && spoken !== (protocol === 'tcp' ? '6' : '17')) return undefined
  const { FromPort: from = -1, ToPort: to = -1 } = rule
  return from === -1 ? { from: 0, to: 65535 } : { from, to: to === -1 ? from : to }
}

export function coversPort(rule: SecurityGroupRule, port: number): boolean {
  const ports = portsOf(rule)
  return ports !== undefined && ports.from <= port && port <= ports.to
}

/** `22`, `30000-32767`, `all ports`. */
export function showPorts({ from, to }: Ports): string {
  if (from <= 0 && to >= 65535) return 'all ports'
  return from === to ? `${from}` : `${from}-${to}`
}

export const cidrOf = (rule: SecurityGroupRule): string | undefined => rule.CidrIpv4 ?? rule.CidrIpv6

/** Ports that the internet reaches, and the rules that open them together. */
export interface Opening extends Ports {
  readonly protocol: 'tcp' | 'udp'
  readonly rules: readonly SecurityGroupRule[]
}

/**
 * What the inbound rules of one group open to the internet at large, `isWorld` judging the CIDRs of all rules on a port
 * together. Neighbouring ports that the same rules open are one opening.
 */
export function openings(rules: readonly SecurityGroupRule[]): Opening[] {
  const found: Opening[] = []
  for (const protocol of ['tcp', 'udp'] as const) {
    const ranged = rules.flatMap((rule) => {
      const ports = rule.IsEgress === true || cidrOf(rule) === undefined ? undefined : portsOf(rule, protocol)
      return ports ? [{ rule, ...ports }] : []
    })
    const starts = [...new Set(ranged.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b)
    for (let i = 0; i + 1 < starts.length; i++) {
      const [from, next] = [starts[i] as number, starts[i + 1] as number]
      const covering = ranged.filter((range) => range.from <= from && from <= range.to).map(({ rule }) => rule)
      if (!isWorld(covering.flatMap((rule) => cidrOf(rule) ?? []))) continue
      const last = found.at(-1)
      if (last?.protocol === protocol && last.to + 1 === from && sameRules(last.rules, covering)) found[found.length - 1] = { ...last, to: next - 1 }
      else found.push({ protocol, from, to: next - 1, rules: covering })
    }
  }
  // A rule for every protocol need not be told twice.
  return found.filter(
    (opening) =>
      opening.protocol === 'tcp' ||
      !found.some((other) => other.protocol === 'tcp' && other.from === opening.from && other.to === opening.to && sameRules(other.rules, opening.rules)),
  )
}

const sameRules = (a: readonly SecurityGroupRule[], b: readonly SecurityGroupRule[]): boolean => a.length === b.length && a.every((rule) => b.includes(rule))
