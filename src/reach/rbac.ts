/** RBAC as the API server reads it: exact strings, `*` the only wildcard, and what a binding really hands out. */
import { listOf } from './lists.ts'
import type { Grant } from '../model/facts.ts'
import type { Evidence } from '../model/finding.ts'
import type { PolicyRule } from '../model/kubernetes.ts'
import { type Ref, showRef } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { builtInRules, isExpectedSubject } from './rbac-defaults.ts'

export interface Subject {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  /** Its place in the binding. */
  readonly index: number
}

/** One sort of right: any of the verbs on any of the resources (`pods/exec` for a subresource) of an API group. */
export interface Right {
  readonly verbs: readonly string[]
  readonly group: string
  readonly resources: readonly string[]
  /** The resource has no namespace, so that a RoleBinding never gives it. */
  readonly clusterScoped?: boolean
  /** Whether a rule that is limited to these names still counts; it does not unless said so. */
  evenNamed?(names: readonly string[]): boolean
}

/** `pods/exec` is matched by itself, by `*` and by `*` + `/exec`; `pods/*` is no wildcard to the API server. */
function coversResource(rule: PolicyRule, resource: string): boolean {
  const subresource = resource.split('/')[1]
  return listOf(rule.resources).some((one) => one === '*' || one === resource || (subresource !== undefined && one === `*/${subresource}`))
}

const covers = (values: readonly string[] | undefined, wanted: string): boolean => listOf(values).some((value) => value === '*' || value === wanted)

/** Whether the rule lets its holder do this to some object; which objects, `resourceNames` says. */
export function allows(rule: PolicyRule, verb: string, group: string, resource: string): boolean {
  return covers(rule.verbs, verb) && covers(rule.apiGroups, group) && coversResource(rule, resource)
}

/** What a rule gives of the rights, as words: `get, list secrets`; undefined when nothing. */
function heldOf(rule: PolicyRule, rights: readonly Right[]): string | undefined {
  const names = listOf(rule.resourceNames)
  const held: { readonly verb: string; readonly resource: string }[] = []
  for (const { verbs, group, resources, evenNamed } of rights) {
    if ((names.length > 0 && evenNamed?.(names) !== true) || !covers(rule.apiGroups, group)) continue
    for (const resource of resources) if (coversResource(rule, resource)) for (const verb of verbs) if (covers(rule.verbs, verb)) held.push({ verb, resource })
  }
  if (held.length === 0) return undefined
  const once = (words: readonly string[]): string => cut([...new Set(words)])
  return `${once(held.map(({ verb }) => verb))} ${once(held.map(({ resource }) => resource))}${names.length > 0 ? ` named ${cut(names)}` : ''}`
}

const cut = (words: readonly string[]): string => (words.length > 4 ? `${words.slice(0, 4).join(', ')} and ${words.length - 4} more` : words.join(', '))

/** The namespace in which a grant holds; undefined for the whole cluster. */
export function namespaceOfGrant(grant: Grant): string | undefined {
  return grant.kind === 'RoleBinding' || grant.kind === 'Role' ? (grant.metadata.namespace ?? '') : undefined
}

/** Whoever may do as he likes in kube-system can become any controller there, and so the cluster. */
export function isClusterWide(grant: Grant): boolean {
  const namespace = namespaceOfGrant(grant)
  return namespace === undefined || namespace === 'kube-system'
}

/** Whether the thing is a role to which no binding in sight leads. */
export const isRoleAlone = (grant: Grant): boolean => grant.roleRef === undefined && grant.kind.endsWith('Role')

/** Subjects in the API server's reading; entries that name nobody are left out. */
export function subjectsOf(grant: Grant): Subject[] {
  return (Array.isArray(grant.subjects) ? grant.subjects : []).flatMap((subject, index) => {
    if (typeof subject?.name !== 'string') return []
    const { kind, name } = subject
    const account = kind === 'User' ? /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) : null
    if (account) return [{ kind: 'ServiceAccount', namespace: account[1] as string, name: account[2] as string, index }]
    // A RoleBinding may leave out the namespace of accounts beside it.
    if (kind === 'ServiceAccount') return [{ kind, name, namespace: subject.namespace ?? grant.metadata.namespace ?? '', index }]
    return [{ kind, name, index }]
  })
}

/** Whom the grant serves beside the control plane's own users and those that Kubernetes and EKS bind by default. */
export const holdersOf = (grant: Grant): readonly Subject[] => derive(grant, findHolders)

const findHolders = (grant: Grant): Subject[] => subjectsOf(grant).filter((subject) => !isExpectedSubject(grant, subject))

/** Whether anybody can use the grant: a control of rights concerns itself with no other. */
export const isHeld = (grant: Grant): boolean =>
  holdersOf(grant).length > 0 || (isRoleAlone(grant) && builtInRules(grant.kind, grant.metadata.name) === undefined)

/** The rules a grant gives. Throws `Unseen` where its role may be among what was not seen. */
export function rulesOf(grant: Grant, world: World<'roles'>): readonly PolicyRule[] {
  if (grant.gives) return grant.gives
  const { kind = '', name = '' } = grant.roleRef ?? {}
  // Nothing can be added to all rights; of the other built-in roles we know the least they give.
  if (name === 'cluster-admin') return builtInRules(kind, name) ?? []
  return world.find('roles', name, kind === 'Role' ? grant.metadata.namespace : undefined)?.rules ?? []
}

/** The role of a grant, as evidence points at it. */
export function roleOf(grant: Grant): Ref {
  const { kind = 'ClusterRole', name = '' } = grant.roleRef ?? { kind: grant.kind, name: grant.metadata.name }
  const namespace = kind === 'Role' ? grant.metadata.namespace : undefined
  return { kind, apiVersion: 'rbac.authorization.k8s.io/v1', name, ...(namespace !== undefined && { namespace }) }
}

export function showSubject({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

export function showSubjects(subjects: readonly Subject[]): string {
  return cut(subjects.map(showSubject))
}

function showScope(grant: Grant): string {
  const namespace = namespaceOfGrant(grant)
  return namespace === undefined ? 'in the whole cluster' : namespace === '' ? 'in its namespace' : `in namespace ${namespace}`
}

/** Verb, API group and resource are all `*`: the power of cluster-admin, whatever the role is called. */
export function isAllPowerful(rules: readonly PolicyRule[]): boolean {
  return rules.some(
    (rule) =>
      listOf(rule.verbs).includes('*') &&
      listOf(rule.apiGroups).includes('*') &&
      listOf(rule.resources).includes('*') &&
      listOf(rule.resourceNames).length === 0,
  )
}

/**
 * The fault of a grant that gives any of the rights, once for each of its rules; none where it gives none of them.
 * What is as good as cluster-admin is told by the controls of that name, not again for every single right.
 * @param holders whom to accuse; all of the grant's holders unless said otherwise
 */
export function accuse(grant: Grant, rights: readonly Right[], world: World<'roles'>, holders: readonly Subject[] = holdersOf(grant)): Evidence | undefined {
  const alone = isRoleAlone(grant)
  const known = grant.gives ?? builtInRules(grant.roleRef?.kind ?? '', grant.roleRef?.name ?? '')
  const rules = known ?? rulesOf(grant, world)
  if ((holders.length === 0 && !alone) || (!alone && isAllPowerful(rules))) return undefined
  const effective = rights.filter((right) => right.clusterScoped !== true || namespaceOfGrant(grant) === undefined)
  const held = rules.flatMap((rule, index) => {
    const words = heldOf(rule, effective)
    return words === undefined ? [] : [{ words, index }]
  })
  const first = held[0]
  if (!first) {
    rulesOf(grant, world)
    return undefined
  }
  const what = `${held
    .slice(0, 3)
    .map(({ words }) => words)
    .join('; ')}${held.length > 3 ? '; ...' : ''}`
  const role = roleOf(grant)
  if (alone) return { says: `whoever is bound to ${showRef(role)} may ${what} ${showScope(grant)}`, at: `rules[${first.index}]` }
  return { says: `${showSubjects(holders)} may ${what} ${showScope(grant)}, by ${role.kind} ${role.name}`, at: 'roleRef.name', actual: role.name, via: [role] }
}
