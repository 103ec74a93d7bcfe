/** Prints controls as constraints of Gatekeeper: the same CEL as for the API server, under its engine K8sNativeValidation. */
import type { AnyControl } from '../model/control.ts'
import { kinds } from '../model/kinds.ts'
import { type Exemption, judgingOf, type Manifest, type Mode, ours, policyName, rulesFor, toldOf } from './policy.ts'

const actions: Readonly<Record<Mode, string>> = { audit: 'dryrun', warn: 'warn', deny: 'deny' }

/** @param control one that is enforceable */
export function gatekeeperConstraint(
  id: string,
  control: AnyControl,
  mode: Mode,
  exemptions: readonly Exemption[],
): { readonly template: Manifest; readonly constraint: Manifest } {
  const kind = policyName(id)
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  const annotations = { 'ekshield.io/control': id, 'ekshield.io/title': control.title }
  const { variables, validations } = judgingOf(id, control)
  return {
    template: {
      apiVersion: 'templates.gatekeeper.sh/v1',
      kind: 'ConstraintTemplate',
      // Gatekeeper demands that it is the kind in small letters.
      metadata: { name: kind.toLowerCase(), labels: ours, annotations },
      spec: {
        crd: { spec: { names: { kind } } },
        targets: [
          {
            target: 'admission.k8s.gatekeeper.sh',
            code: [
              {
                engine: 'K8sNativeValidation',
                // On a DELETE Gatekeeper hands over the old object as the new one too, which passes as an update without a change.
                source: { failurePolicy: 'Fail', variables, validations: validations.map(({ expression, message }) => ({ expression, message })) },
              },
            ],
          },
        ],
      },
    },
    constraint: {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind,
      metadata: { name: policyName(id), labels: ours, annotations: { ...annotations, ...toldOf(exemptions) } },
      spec: {
        enforcementAction: actions[mode],
        match: {
          kinds: (rulesFor(control.about) ?? []).map(({ apiGroups, resources }) => ({ apiGroups, kinds: kindsOf(apiGroups[0] ?? '', resources) })),
          ...(exemptions.length > 0 && { excludedNamespaces: exemptions.map(({ namespace }) => namespace) }),
        },
      },
    },
  }
}

/** Gatekeeper matches kinds, and asks of their subresources too. */
function kindsOf(group: string, resources: readonly string[]): string[] {
  const wanted = new Set(resources.map((resource) => `${resource.split('/')[0]}${group === '' ? '' : `.${group}`}`))
  return Object.values(kinds).flatMap((info) => (info.plane === 'kubernetes' && wanted.has(info.resource) ? [info.kind] : []))
}
