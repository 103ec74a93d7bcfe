/** Prints controls as policies of Kyverno: the same CEL as for the API server, judged by Kyverno's webhook. */
import type { AnyControl } from '../model/control.ts'
import { actionsOf, allBut, type Exemption, judgingOf, type Manifest, type Mode, ours, policyName, rulesFor, toldOf } from './policy.ts'

/**
 * A ValidatingPolicy of `policies.kyverno.io/v1` (Kyverno 1.17 and newer) takes the CEL of the API server as it is. The
 * older ClusterPolicy with `validate.cel` is deprecated since the same release.
 *
 * @param control one that is enforceable
 */
export function kyvernoPolicy(id: string, control: AnyControl, mode: Mode, exemptions: readonly Exemption[]): Manifest {
  const exempt = exemptions.map(({ namespace }) => namespace)
  const { variables, validations } = judgingOf(id, control)
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: { name: policyName(id), labels: ours, annotations: { 'ekshield.io/control': id, 'ekshield.io/title': control.title, ...toldOf(exemptions) } },
    spec: {
      // Kyverno knows one action where the API server knows several.
      validationActions: actionsOf[mode].slice(0, 1),
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: rulesFor(control.about), ...(exempt.length > 0 && { namespaceSelector: allBut(exempt) }) },
      // The rules above name the owners of pods themselves.
      autogen: { podControllers: { controllers: [] } },
      variables,
      validations: validations.map(({ expression, message }) => ({ expression, message })),
    },
  }
}
