/** What stands at admission between an unsigned image and the cluster. */
import type { ClusterImagePolicy, ImageValidatingPolicy, KubeObject, KyvernoPolicy } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { objectRef, type Ref, showRef } from '../model/ref.ts'
import { selectsAll } from './selectors.ts'
import { guardsPods, type Webhook } from './admission-webhooks.ts'

export type VerifierKinds = 'kyvernoPolicies' | 'imageValidatingPolicies' | 'clusterImagePolicies' | 'validatingWebhooks' | 'mutatingWebhooks'

/** A policy or a webhook that deals with images, and why an unsigned one gets past it. */
export interface Verifier {
  readonly ref: Ref
  /** Undefined where it refuses what is not signed. */
  readonly hole?: string
  /** What it verifies is its own affair, so that only a trial tells. */
  readonly opaque?: true
}

function holeOfKyverno({ spec }: KyvernoPolicy): string | undefined {
  const rules = (spec?.rules ?? []).flatMap((rule) => (Array.isArray(rule?.verifyImages) ? rule.verifyImages : []))
  const enforced = rules.filter((rule) => (rule.failureAction ?? spec?.validationFailureAction ?? 'Audit').toLowerCase() === 'enforce')
  if (enforced.length === 0) return 'only audits'
  if (enforced.every(({ required }) => required === false)) return 'does not require a signature'
  return (spec?.webhookConfiguration?.failurePolicy ?? spec?.failurePolicy) === 'Ignore' ? 'lets images in when Kyverno does not answer' : undefined
}

function holeOfImageValidating({ spec }: ImageValidatingPolicy): string | undefined {
  const actions = spec?.validationActions ?? ['Deny']
  if (!actions.includes('Deny')) return `only ${actions.join(' and ').toLowerCase()}s`
  return spec?.failurePolicy === 'Ignore' ? 'lets images in when Kyverno does not answer' : undefined
}

const isSigstore = ({ name }: Webhook): boolean => /(^|\.)policy\.sigstore\.dev$/.test(name)

function holeOfSigstore({ spec }: ClusterImagePolicy, world: World<'validatingWebhooks'>): string | undefined {
  if (spec?.mode === 'warn') return 'only warns'
  const found = world.some('validatingWebhooks', (configuration) => (configuration.webhooks ?? []).some(isSigstore))
  const webhook = found?.webhooks?.find(isSigstore)
  if (!webhook) return 'has no policy-controller webhook to enforce it'
  return webhook.failurePolicy === 'Ignore' ? 'lets images in when policy-controller does not answer' : undefined
}

const aboutImages = /image|sign|cosign|notary|notation|sigstore|ratify|connaisseur|portieris|attest|verif/i
const ofKnownEngines = /(^|\.)(kyverno\.(svc|io)|policy\.sigstore\.dev)/

/** Webhooks of which only the name tells that they look at images. Those of engines whose policies are read are left out. */
function opaqueWebhooks(world: World<VerifierKinds>): Verifier[] {
  const configurations = [...world.seen('validatingWebhooks').things, ...world.seen('mutatingWebhooks').things]
  return configurations.flatMap((configuration) =>
    (configuration.webhooks ?? []).filter(guardsPods).flatMap((value): Verifier[] => {
      const spoken = [configuration.metadata.name, value.name, value.clientConfig?.service?.path ?? ''].join(' ')
      if (!aboutImages.test(spoken) || ofKnownEngines.test(value.name)) return []
      const hole =
        value.failurePolicy === 'Ignore'
          ? 'lets images in when it does not answer'
          : value.objectSelector && !selectsAll(value.objectSelector)
            ? 'looks only at pods that choose it'
            : undefined
      return [{ ref: objectRef(configuration), ...(hole === undefined ? { opaque: true as const } : { hole }) }]
    }),
  )
}

/** Everything seen that deals with images at admission. Call `all` of the kinds besides, before taking its absence for a fact. */
export function verifiersOf(world: World<VerifierKinds>): Verifier[] {
  const told = (object: KubeObject, hole: string | undefined): Verifier => ({ ref: objectRef(object), ...(hole !== undefined && { hole }) })
  return [
    ...world
      .seen('kyvernoPolicies')
      .things.filter(({ spec }) => (spec?.rules ?? []).some((rule) => Array.isArray(rule?.verifyImages) && rule.verifyImages.length > 0))
      .map((one) => told(one, holeOfKyverno(one))),
    ...world.seen('imageValidatingPolicies').things.map((one) => told(one, holeOfImageValidating(one))),
    ...world.seen('clusterImagePolicies').things.map((one) => told(one, holeOfSigstore(one, world))),
    ...opaqueWebhooks(world),
  ]
}

export const showVerifier = ({ ref, hole }: Verifier): string => `${showRef(ref)} ${hole ?? 'refuses unsigned images'}`
