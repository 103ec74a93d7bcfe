/** Admission policies that refuse: their texts, and engines whose rules cannot be read from here. */
import type { World } from '../model/world.ts'
import { guardsPods } from './admission-webhooks.ts'

type Policies = 'admissionPolicies' | 'admissionPolicyBindings' | 'kyvernoPolicies'

/** What the enforced ValidatingAdmissionPolicies and Kyverno policies that were seen ask for, as text. */
export function enforcedTexts(world: World<Policies>): string[] {
  const denied = new Set(
    world.seen('admissionPolicyBindings').things.flatMap(({ spec }) => (spec?.validationActions?.includes('Deny') ? [spec.policyName] : [])),
  )
  const native = world
    .seen('admissionPolicies')
    .things.flatMap(({ metadata, spec }) => (denied.has(metadata.name) ? (spec?.validations ?? []).map((validation) => String(validation?.expression)) : []))
  const kyverno = world.seen('kyvernoPolicies').things.flatMap(({ spec }) =>
    (spec?.rules ?? []).flatMap((rule) => {
      const action = rule?.validate?.failureAction ?? spec?.validationFailureAction
      return rule?.validate && action?.toLowerCase() === 'enforce' ? [JSON.stringify(rule.validate)] : []
    }),
  )
  return [...native, ...kyverno]
}

/** Something that may refuse pods by rules that are not in sight; undefined where there is no such thing. */
export function opaqueEngine(world: World<'validatingWebhooks' | 'customResourceDefinitions'>): string | undefined {
  const constraint = world
    .all('customResourceDefinitions')
    .find(({ spec }) => spec?.group === 'constraints.gatekeeper.sh' || (spec?.group === 'policies.kyverno.io' && spec.names?.kind === 'ValidatingPolicy'))
  if (constraint)
    return `${constraint.spec?.group === 'constraints.gatekeeper.sh' ? 'Gatekeeper' : 'Kyverno'} (${constraint.spec?.names?.kind ?? constraint.metadata.name})`
  for (const { webhooks } of world.all('validatingWebhooks')) {
    const guard = (webhooks ?? []).find(
      (webhook) => guardsPods(webhook) && webhook.failurePolicy !== 'Ignore' && !/kyverno/.test(webhook.clientConfig?.service?.name ?? ''),
    )
    if (guard) return `webhook ${guard.name}`
  }
  return undefined
}
