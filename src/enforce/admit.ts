/** Answers an AdmissionReview: the same controls as a scan, on a world of one object. */
import { assess, type Controls } from '../assess/assess.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { severities } from '../model/finding.ts'
import { kinds } from '../model/kinds.ts'
import { objectRef, refKey } from '../model/ref.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { podOwners } from '../world/workloads.ts'
import { UsageError } from '../model/usage-error.ts'
import { view } from '../world/view.ts'

/** The request that an API server sends, as far as it is read. */
export interface AdmissionReview {
  readonly apiVersion: 'admission.k8s.io/v1'
  readonly kind: 'AdmissionReview'
  readonly request: {
    readonly uid: string
    readonly operation?: string
    readonly namespace?: string
    readonly object?: KubeObject | null
    readonly oldObject?: KubeObject | null
  }
}

export interface AdmissionAnswer {
  readonly apiVersion: 'admission.k8s.io/v1'
  readonly kind: 'AdmissionReview'
  readonly response: {
    readonly uid: string
    readonly allowed: boolean
    readonly status?: { readonly code: 403; readonly reason: 'Forbidden'; readonly message: string }
    readonly warnings?: readonly string[]
  }
}

export interface AdmitOptions {
  readonly controls: Controls
  /** When the request came, ISO 8601. */
  readonly time: string
  /** Faults of this severity or worse refuse, the others warn. */
  readonly refuseAt: Severity
}

/**
 * Controls that need more than one object can show are not asked. A fault that an update found there, and did not make,
 * only warns; so does a control that could not judge.
 *
 * @throws UsageError for what is no review
 */
export function admit(
  { request: { uid, operation, namespace, object, oldObject } }: AdmissionReview,
  { controls, time, refuseAt }: AdmitOptions,
): AdmissionAnswer {
  if (typeof uid !== 'string' || uid === '') throw new UsageError('an AdmissionReview has a request.uid; this one has none')
  for (const one of [object, oldObject])
    if (one && typeof one.metadata !== 'object') throw new UsageError('the object of an AdmissionReview has metadata; this one has none')
  const asked = Object.fromEntries(Object.entries(controls).filter(([, control]) => (control.needs ?? []).length === 0 && control.ask === undefined))
  const judged = (one: KubeObject | null | undefined): Judged => (one ? judge(one, namespace, time, asked) : { faults: [], unjudged: [] })
  const before = new Set(operation === 'UPDATE' ? judged(oldObject).faults.map(keyOf) : [])
  const { faults, unjudged } = judged(operation === 'DELETE' ? null : object)
  const isGrave = ({ severity }: Finding) => severities.indexOf(severity) <= severities.indexOf(refuseAt)
  const refusing = faults.filter((fault) => isGrave(fault) && !before.has(keyOf(fault)))
  const warnings = [...faults.filter((fault) => !refusing.includes(fault)).map(told), ...unjudged]
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    response: {
      uid,
      allowed: refusing.length === 0,
      ...(refusing.length > 0 && { status: { code: 403, reason: 'Forbidden', message: refusing.map(told).join('; ') } }),
      ...(warnings.length > 0 && { warnings }),
    },
  }
}

const told = ({ rule, evidence }: Finding): string => `${rule}: ${evidence.says}`
/** The print of a finding is that of its place: a container that moved in its list keeps its fault. */
const keyOf = ({ rule, print, evidence }: Finding): string => `${rule} ${print} ${evidence.says}`

interface Judged {
  readonly faults: readonly Finding[]
  /** A line for each control that could not tell. */
  readonly unjudged: readonly string[]
}

function judge(object: KubeObject, namespace: string | undefined, time: string, controls: Controls): Judged {
  const named = namespace === undefined || object.metadata.namespace !== undefined ? object : { ...object, metadata: { ...object.metadata, namespace } }
  const facts = Object.fromEntries(
    Object.entries(kinds).map(([kind, info]) => [kind, { things: info.plane === 'kubernetes' && isOf(info, named) ? [named] : [] }]),
  ) as unknown as Snapshot['facts']
  const world = view({ format: 1, time, source: { scope: 'cluster', target: 'admission', collector: 'live' }, facts })
  const self = refKey(objectRef(named))
  // An owner that the object names is not in this world; what is found is told of the object itself.
  const isPodded = named.kind === 'Pod' || Object.keys(podOwners).some((kind) => kinds[kind as keyof typeof podOwners].kind === named.kind)
  const { findings, verdicts } = assess(world, controls)
  return {
    faults: findings.filter(({ subject }) => isPodded || refKey(subject) === self),
    unjudged: Object.entries(verdicts).flatMap(([id, verdict]) =>
      verdict.status === 'unknown' ? [`${id}: could not be judged: ${verdict.gaps.map(({ detail }) => detail).join('; ')}`] : [],
    ),
  }
}

const isOf = (
  info: { readonly apiVersion: string; readonly kind: string; readonly also?: { readonly kind: string } },
  { apiVersion, kind }: KubeObject,
): boolean => info.apiVersion.split('/')[0] === apiVersion.split('/')[0] && (info.kind === kind || info.also?.kind === kind)
