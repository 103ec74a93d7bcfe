/** Prints controls as ValidatingAdmissionPolicies with their bindings: what a scan finds, the API server refuses. */
import { type Called, celOf, Unsayable } from '../demand/cel.ts'
import { say } from '../demand/say.ts'
import type { AnyControl } from '../model/control.ts'
import type { Kind, StoredKind } from '../model/facts.ts'
import { kinds } from '../model/kinds.ts'

export const modes = ['audit', 'warn', 'deny'] as const
export type Mode = (typeof modes)[number]

/** A namespace that policies leave alone, why, and until when. */
export interface Exemption {
  readonly namespace: string
  readonly reason: string
  /** Last day on which it is meant to hold, `YYYY-MM-DD`; none for a standing one. */
  readonly until?: string
}

/** Without its pods no node is ready and no pod starts; most of them are AWS's and need what the controls forbid. */
export const systemExemption: Exemption = {
  namespace: 'kube-system',
  reason: 'nodes, networking and DNS start from here; AWS installs and updates most of it',
}

export type Manifest = Readonly<Record<string, unknown>>
export interface Policy {
  readonly policy: Manifest
  readonly binding: Manifest
}

/** Why the API server cannot enforce a control by itself; undefined where it can. */
export function whyNotEnforceable(control: AnyControl): string | undefined {
  if (control.ask !== undefined) return 'only a person can answer it'
  if (!control.must) return 'it is judged by a function, not by a sentence that CEL could say'
  if (!rulesFor(control.about)) return `no API server admits ${control.about}`
  if (typeof control.applies === 'function') return 'a function decides which objects it concerns'
  try {
    validationsOf(control)
    return undefined
  } catch (error) {
    if (error instanceof Unsayable) return error.message
    throw error
  }
}

/** `pod/privileged-container` -> `ekshield-pod-privileged-container`. */
export const policyName = (id: string): string => `ekshield-${id.replace('/', '-')}`

/**
 * The policy of a control and the binding that puts it in force.
 * @throws RangeError for a control that is not enforceable
 */
export function policyOf(id: string, control: AnyControl, mode: Mode, exemptions: readonly Exemption[] = [systemExemption]): Policy {
  const why = whyNotEnforceable(control)
  if (why !== undefined) throw new RangeError(`${id} cannot be enforced: ${why}`)
  const name = policyName(id)
  const labels = ours
  const exempt = exemptions.map(({ namespace }) => namespace).sort()
  return {
    policy: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name, labels, annotations: { 'ekshield.io/control': id, 'ekshield.io/title': control.title } },
      spec: {
        // The expressions run within the API server and read nothing that may be absent without asking: no outage can make them fail.
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: rulesFor(control.about) },
        ...judgingOf(id, control),
      },
    },
    binding: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: {
        name,
        labels,
        annotations: {
          'ekshield.io/control': id,
          ...toldOf(exemptions),
        },
      },
      spec: {
        policyName: name,
        validationActions: actionsOf[mode],
        ...(exempt.length > 0 && { matchResources: { namespaceSelector: allBut(exempt) } }),
      },
    },
  }
}

/** The label of all that ekshield installs. */
export const ours = { 'app.kubernetes.io/managed-by': 'ekshield' } as const

/** What an API server does on a fault. It counts faults by what it did, so that `Audit` of every mode counts them all. */
export const actionsOf: Readonly<Record<Mode, readonly string[]>> = { audit: ['Audit'], warn: ['Warn', 'Audit'], deny: ['Deny', 'Audit'] }

/** Each exemption with its reason and end, as annotations. */
export const toldOf = (exemptions: readonly Exemption[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    exemptions.map(({ namespace, reason, until }) => [`exempt.ekshield.io/${namespace}`, `${reason}; ${until === undefined ? 'standing' : `until ${until}`}`]),
  )

/** What `toldOf` told, as far as it still holds. @param today `YYYY-MM-DD` */
export function exemptionsIn(annotations: Readonly<Record<string, string>> = {}, today: string): Exemption[] {
  return Object.entries(annotations).flatMap(([key, told]) => {
    const namespace = /^exempt\.ekshield\.io\/(.+)$/.exec(key)?.[1]
    const [, reason, until] = /^(.*); (?:standing|until (\d{4}-\d{2}-\d{2}))$/.exec(told) ?? []
    if (namespace === undefined || reason === undefined || (until !== undefined && until < today)) return []
    return [{ namespace, reason, ...(until !== undefined && { until }) }]
  })
}

export const allBut = (namespaces: readonly string[]) => ({ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: namespaces }] })

/** The CEL of a control: what it calls the pod spec, and what must hold. */
export const judgingOf = (id: string, control: AnyControl) => ({
  variables: control.about === 'workloads' ? [specOf('spec', 'object'), specOf('oldSpec', 'oldObject')] : [],
  validations: validationsOf(control).map(({ expression, says }) => ({ expression, message: `${id}: ${says}`, reason: 'Forbidden' })),
})

/** An update of what was at fault in the same way before passes: it did not put the fault there. */
function validationsOf({ must, applies }: AnyControl): { readonly expression: string; readonly says: string }[] {
  if (!must) return []
  const judged = (called: Called): string[] => {
    const spared =
      typeof applies === 'object'
        ? `!(${celOf(applies, called)
            .map(({ cel }) => `(${cel})`)
            .join(' && ')}) || `
        : ''
    return celOf(must, called).map(({ cel }) => (spared === '' ? cel : `${spared}(${cel})`))
  }
  const now = judged({ object: 'dyn(object)', spec: 'variables.spec' })
  const before = judged({ object: 'dyn(oldObject)', spec: 'variables.oldSpec' })
  return celOf(must, { object: '', spec: '' }).map(({ part }, i) => ({
    expression: `(${now[i]}) || (oldObject != null && !(${before[i]}))`,
    says: say(part),
  }))
}

/** The pod spec, wherever the object carries it. `dyn` keeps the server from checking fields of one kind against another. */
const specOf = (name: string, object: string) => ({
  name,
  expression: ['spec.?jobTemplate.?spec.?template.?spec', 'spec.?template.?spec', 'template.?spec', 'spec']
    .map((path, i) => (i === 0 ? `dyn(${object}).?${path}` : `.or(dyn(${object}).?${path})`))
    .join('')
    .concat('.orValue({})'),
})

const rule = (apiGroup: string, apiVersion: string, ...resources: string[]) => ({
  apiGroups: [apiGroup],
  apiVersions: [apiVersion],
  operations: ['CREATE', 'UPDATE'],
  resources,
})

/** Pods and the templates of everything that makes pods. */
const workloadRules = [
  rule('', 'v1', 'pods', 'pods/ephemeralcontainers', 'replicationcontrollers', 'podtemplates'),
  rule('apps', 'v1', 'deployments', 'replicasets', 'statefulsets', 'daemonsets'),
  rule('batch', 'v1', 'jobs', 'cronjobs'),
]

export function rulesFor(about: Kind): readonly ReturnType<typeof rule>[] | undefined {
  if (about === 'workloads') return workloadRules
  const info = about in kinds ? kinds[about as StoredKind] : undefined
  // What the API server may not know, or keeps on a shelf with another kind, has no rule of its own.
  if (info?.plane !== 'kubernetes' || 'also' in info) return undefined
  const [group, version] = info.apiVersion.includes('/') ? (info.apiVersion.split('/') as [string, string]) : ['', info.apiVersion]
  return [rule(group, version, info.resource.split('.')[0] as string)]
}
