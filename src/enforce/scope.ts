/** Where a control's policy does not hold: the exemptions given, and what `ekshield.yaml` says of whole namespaces. */
import { globs } from '../assess/globs.ts'
import type { Settings } from '../assess/settings.ts'
import type { ControlId } from '../model/assessment.ts'
import type { Exemption } from './policy.ts'

const isGlob = (name: string): boolean => /[*?]/.test(name)

/**
 * Waivers of a whole namespace are exemptions while they last. One of a single object is none: the pods of a Deployment
 * have names of their own, so its policy would refuse them all the same, and the plan shows that.
 *
 * @param today `YYYY-MM-DD`
 * @returns or why no policy says the same as the settings
 */
export function exemptionsOf(id: ControlId, { overrides, waivers }: Settings, today: string, given: readonly Exemption[]): readonly Exemption[] | string {
  const { namespaces, exceptNamespaces = [] } = overrides[id] ?? {}
  if (namespaces) return 'the configuration judges it in some namespaces alone, and a policy holds everywhere else too'
  const glob = exceptNamespaces.find(isGlob)
  if (glob !== undefined) return `the configuration leaves out namespaces by the glob ${glob}, and a policy names each`
  const byNamespace = new Map<string, Exemption>()
  for (const namespace of exceptNamespaces) byNamespace.set(namespace, { namespace, reason: 'not judged there by the configuration' })
  for (const { control, namespace, name, kind, reason, until, compensatedBy } of waivers) {
    if (namespace === undefined || isGlob(namespace) || (name ?? kind ?? compensatedBy) !== undefined || until < today || !globs([control])(id)) continue
    byNamespace.set(namespace, { namespace, reason, until })
  }
  for (const exemption of given) byNamespace.set(exemption.namespace, exemption)
  return [...byNamespace.values()]
}
