/** What each suite expects of a case: of which object it speaks, and whether that object is at fault. */
import type { Subject } from '../../src/model/finding.ts'
import type { Case } from './cases.ts'

export interface Expectation {
  readonly fails: boolean
  /** The object it speaks of; all objects of the case where it is absent. */
  readonly on?: (subject: Subject) => boolean
}

export interface Suite {
  /** The names under which the topics may know the rule of a case, the most exact first. */
  readonly rulesOf: (one: Case) => readonly string[]
  /** Undefined: the case has no verdict of this sort (it needs a registry, another user, a former object). */
  readonly expect: (one: Case) => readonly Expectation[] | undefined
}

/** Some suites leave the namespace out where it is `default`. */
const named = (name: string, namespace?: string, kind?: string) => (subject: Subject) =>
  (subject.name === name || (subject.kind === 'Namespace' && subject.name === name)) &&
  (kind === undefined || subject.kind === kind) &&
  (namespace === undefined || (subject.namespace ?? 'default') === namespace)

interface Named {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

const isPerson = ({ kind }: Named): boolean => kind === 'User' || kind === 'Group' || kind === 'ServiceAccount'

const among = (objects: readonly Named[]) => (subject: Subject) =>
  objects.some(
    ({ kind, name, namespace }) =>
      kind === subject.kind && name === subject.name && (!namespace || subject.namespace === undefined || namespace === subject.namespace),
  )

const byCheck = (one: Case): readonly string[] => [String(one['check'])]
const byRule = (one: Case): readonly string[] => [String(one['rule'])]
const wholeFile = (one: Case): readonly Expectation[] => [{ fails: Boolean(one['expect'].fails) }]

export const suites: Readonly<Record<string, Suite>> = {
  kyverno: {
    rulesOf: (one) => [`${one['policy']}/${one['rule']}`, String(one['policy'])],
    expect: (one) => (one['needsContext'] || one['expect'].result === 'skip' ? undefined : [{ fails: one['expect'].result === 'fail' }]),
  },
  gatekeeper: {
    rulesOf: (one) => [String(one['policy'])],
    expect: (one) => {
      const under = one.input['objects']?.[0]
      return [{ fails: Boolean(one['expect'].violations), on: named(under?.metadata?.name, undefined, under?.kind) }]
    },
  },
  'trivy-k8s': { rulesOf: byCheck, expect: wholeFile },
  regolibrary: {
    rulesOf: byRule,
    expect: (one) => {
      const failing: readonly (Named & { relatedObjects?: readonly Named[] })[] = one['expect'].failing
      // They name the person, we name the binding by which he has the right.
      const named = failing.map((object) => {
        const bindings = (object.relatedObjects ?? []).filter((related) => related.kind.endsWith('RoleBinding'))
        return isPerson(object) && bindings.length > 0 ? bindings : [object]
      })
      return [...named.map((objects) => ({ fails: true, on: among(objects) })), { fails: false, on: (subject: Subject) => !among(named.flat())(subject) }]
    },
  },
  'checkov-k8s': {
    rulesOf: byCheck,
    expect: (one) => {
      const { fails, failing = [], passing = [] } = one['expect'] as { fails?: boolean; failing?: string[]; passing?: string[] }
      if (fails !== undefined) return [{ fails }]
      const on = (name: string) => {
        const [kind = '', namespace = '', ...rest] = name.split('.')
        // `Pod.ns.owner.app-x` is the pod template of an owner of any kind.
        return (subject: Subject) =>
          (subject.kind === kind || kind === 'Pod') &&
          (subject.namespace ?? 'default') === namespace &&
          (rest.join('.') === subject.name || rest.join('.').startsWith(`${subject.name}.`))
      }
      return [...failing.map((name) => ({ fails: true, on: on(name) })), ...passing.map((name) => ({ fails: false, on: on(name) }))]
    },
  },
  'kube-linter': {
    rulesOf: byCheck,
    expect: (one) => {
      const { count, kinds } = one['expect'] as { count: number; kinds: readonly string[] }
      // DeploymentConfig is OpenShift's; their objects say by their name whether they are good.
      const objects = (one.input['objects'] as { kind: string; metadata: { name: string; namespace?: string } }[]).filter(
        (object) => kinds.includes(object.kind) && object.kind !== 'DeploymentConfig',
      )
      return objects.map(({ kind, metadata: { name, namespace } }) => ({ fails: count > 0 && !name.startsWith('dont-fire'), on: named(name, namespace, kind) }))
    },
  },
  hardeneks: {
    rulesOf: byRule,
    expect: (one) => {
      const { status, failing = [], passing = [] } = one['expect'] as { status?: string; failing?: string[]; passing?: string[] }
      if (status !== undefined) return [{ fails: status === 'fail' }]
      // Where the rule is about namespaces, the name is the namespace's, and the finding may lie on a thing in it.
      const on = (name: string) => (subject: Subject) => subject.name === name || subject.namespace === name
      return [...failing.map((name) => ({ fails: true, on: on(name) })), ...passing.map((name) => ({ fails: false, on: on(name) }))]
    },
  },
  'prowler-eks': {
    rulesOf: byCheck,
    expect: (one) => [{ fails: one['expect'].status === 'FAIL' }],
  },
  mkat: {
    rulesOf: (one) => [String(one['form'])],
    expect: (one) => [{ fails: Boolean(one['expect'].found) }],
  },
}
