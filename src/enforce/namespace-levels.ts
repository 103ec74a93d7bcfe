/** The strictest Pod Security level that each namespace can enforce today, and what stands in the way of the next. */
import { refOf } from '../assess/subject.ts'
import { addTo } from '../model/groups.ts'
import { type PodSecurityLevel, podSecurity, podSecurityLevels } from '../reach/pod-security.ts'
import { podSecurityModes, podSecurityPrefix } from '../reach/pod-security-labels.ts'
import type { Ref } from '../model/ref.ts'
import type { Gap } from '../model/snapshot.ts'
import type { PodTemplate } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'

export interface NamespaceLevel {
  readonly namespace: string
  /** All its pods and all templates of their owners keep to it. */
  readonly level: PodSecurityLevel
  readonly labels: Readonly<Record<string, string>>
  readonly next?: { readonly level: PodSecurityLevel; readonly against: readonly { readonly subject: Ref; readonly reasons: readonly string[] }[] }
}

/** Where workloads could not all be seen there is a gap beside: a level may then be too strict. */
export function podSecurityLabels(world: World<'namespaces' | 'workloads' | 'pods' | 'nodes'>): {
  readonly namespaces: readonly NamespaceLevel[]
  readonly gap?: Gap
} {
  const judged = new Map<string, { subject: Ref; pods: PodTemplate[] }[]>()
  const workloads = world.seen('workloads')
  const namespaces = world.seen('namespaces')
  for (const workload of workloads.things) {
    const name = workload.metadata.namespace ?? 'default'
    // Of live pods only some are kept whole; the others differ in nothing that a level asks about.
    const pods = [workload.pod, ...workload.pods.filter(({ spec, metadata }) => spec?.containers !== undefined && metadata.name !== undefined)]
    addTo(judged, name, { subject: refOf('workloads', workload), pods })
  }
  const gap = workloads.gap ?? namespaces.gap
  const names = namespaces.things.map(({ metadata }) => metadata.name).sort()
  return { namespaces: names.map((name) => levelOf(name, judged.get(name) ?? [])), ...(gap && { gap }) }
}

function levelOf(namespace: string, workloads: readonly { readonly subject: Ref; readonly pods: readonly PodTemplate[] }[]): NamespaceLevel {
  let level: PodSecurityLevel = 'privileged'
  for (const next of podSecurityLevels.slice(1)) {
    const against = workloads.flatMap(({ subject, pods }) => {
      const reasons = new Set(pods.flatMap((pod) => podSecurity(pod, next).violations.map(({ reason }) => reason)))
      return reasons.size === 0 ? [] : [{ subject, reasons: [...reasons] }]
    })
    if (against.length > 0) return { namespace, level, labels: labelsOf(level), next: { level: next, against } }
    level = next
  }
  return { namespace, level, labels: labelsOf(level) }
}

const labelsOf = (level: PodSecurityLevel): Readonly<Record<string, string>> =>
  Object.fromEntries(podSecurityModes.map((mode) => [`${podSecurityPrefix}${mode}`, level]))
