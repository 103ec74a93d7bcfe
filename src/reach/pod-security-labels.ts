/** What the Pod Security labels of a namespace mean to the admission plugin. On EKS no other defaults can be set. */
import type { Namespace } from '../model/kubernetes.ts'
import { minorOf, type PodSecurityLevel, podSecurityLevels } from './pod-security.ts'

export const podSecurityPrefix = 'pod-security.kubernetes.io/'
export const podSecurityModes = ['enforce', 'audit', 'warn'] as const
export type PodSecurityMode = (typeof podSecurityModes)[number]

export interface PodSecurityPolicy {
  readonly level: PodSecurityLevel
  /** `latest` or `v1.N`; a version that is none counts as `latest`. */
  readonly version: string
  /** The level label as it is written; absent where there is none. */
  readonly label?: string
}

const isLevel = (label: string | undefined): label is PodSecurityLevel => podSecurityLevels.includes(label as PodSecurityLevel)

/** How strict a level is: 0 for privileged. */
export function strictness(level: PodSecurityLevel): number {
  return podSecurityLevels.indexOf(level)
}

function labelOf({ metadata }: Namespace, name: string): string | undefined {
  const label: unknown = metadata.labels?.[`${podSecurityPrefix}${name}`]
  return typeof label === 'string' ? label : undefined
}

function versionOf(namespace: Namespace, mode: PodSecurityMode): string | undefined {
  const version = labelOf(namespace, `${mode}-version`)
  return version === undefined || version === 'latest' || (version.startsWith('v') && minorOf(version) !== undefined) ? version : 'latest'
}

/**
 * The policy of each mode. A level that is none enforces `restricted`, but audits and warns of nothing; without a label
 * warnings follow what is enforced.
 */
export function podSecurityPolicies(namespace: Namespace): Readonly<Record<PodSecurityMode, PodSecurityPolicy>> {
  const policyOf = (mode: PodSecurityMode, invalid: PodSecurityLevel): PodSecurityPolicy => {
    const label = labelOf(namespace, mode)
    const level = isLevel(label) ? label : label === undefined ? 'privileged' : invalid
    return { level, version: versionOf(namespace, mode) ?? 'latest', ...(label !== undefined && { label }) }
  }
  const enforce = policyOf('enforce', 'restricted')
  const warn = policyOf('warn', 'privileged')
  const follows = warn.label === undefined && isLevel(enforce.label)
  return {
    enforce,
    audit: policyOf('audit', 'privileged'),
    warn: follows ? { level: enforce.level, version: versionOf(namespace, 'warn') ?? enforce.version } : warn,
  }
}

const known = new Set(podSecurityModes.flatMap((mode) => [mode, `${mode}-version`]))

/** Labels that look like Pod Security's and are not: `pod-security.kubernetes.io/enforced`. */
export function strayPodSecurityLabels({ metadata }: Namespace): string[] {
  return Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(podSecurityPrefix) && !known.has(key.slice(podSecurityPrefix.length)))
}
