/** IAM policies: statements with every shorthand written out, and what they decide about a request. */
import type { PolicyDocument, PolicyStatement } from '../model/aws.ts'

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` stands in `AWS` however it was written. */
  readonly type: string
  readonly id: string
}

export interface Condition {
  /** In lower case, without set prefix and without `IfExists`: `stringequals`. */
  readonly operator: string
  readonly set?: 'any' | 'all'
  readonly ifExists: boolean
  /** In lower case. */
  readonly key: string
  readonly values: readonly string[]
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  readonly principals: readonly Principal[]
  readonly actions: readonly string[]
  readonly notActions?: readonly string[]
  readonly resources: readonly string[]
  readonly notResources?: readonly string[]
  readonly conditions: readonly Condition[]
}

const listOf = (value: unknown): string[] => (value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(String))

function principalsOf(principal: PolicyStatement['Principal']): Principal[] {
  if (principal === undefined || principal === null) return []
  if (typeof principal === 'string') return [{ type: 'AWS', id: principal }]
  return Object.entries(principal).flatMap(([type, ids]) => listOf(ids).map((id) => ({ type, id })))
}

function conditionsOf(condition: PolicyStatement['Condition']): Condition[] {
  return Object.entries(condition ?? {}).flatMap(([name, keys]) => {
    const [, set, operator = '', ifExists] = /^(?:for(any|all)values?:)?(.+?)(ifexists)?$/.exec(name.toLowerCase()) ?? []
    return Object.entries(keys ?? {}).map(([key, values]) => ({
      operator,
      ...((set === 'any' || set === 'all') && { set }),
      ifExists: ifExists !== undefined,
      key: key.toLowerCase(),
      values: listOf(values),
    }))
  })
}

const known = new WeakMap<PolicyDocument, readonly Statement[]>()

/** The statements of a document; none where there is no document. Read once for each. */
export function statementsOf(document: PolicyDocument | undefined): readonly Statement[] {
  if (!document) return []
  let statements = known.get(document)
  if (!statements) {
    const raw = document.Statement
    statements = (Array.isArray(raw) ? raw : raw ? [raw] : []).flatMap((statement: PolicyStatement | null): Statement[] =>
      typeof statement !== 'object' || statement === null
        ? []
        : [
            {
              effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
              principals: principalsOf(statement.Principal),
              actions: listOf(statement.Action),
              ...(statement.NotAction !== undefined && { notActions: listOf(statement.NotAction) }),
              resources: listOf(statement.Resource),
              ...(statement.NotResource !== undefined && { notResources: listOf(statement.NotResource) }),
              conditions: conditionsOf(statement.Condition),
            },
          ],
    )
    known.set(document, statements)
  }
  return statements
}

/** Whether a pattern with `*` and `?` matches the whole text. */
export function matchesPattern(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0]
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** Actions are compared without regard to case. A pattern may be asked about as well: `s3:*` is covered by `*`. */
export function coversAction({ actions, notActions }: Statement, action: string): boolean {
  const matches = (pattern: string) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())
  return notActions ? !notActions.some(matches) : actions.some(matches)
}

export function coversResource({ resources, notResources }: Statement, resource: string): boolean {
  const matches = (pattern: string) => matchesPattern(pattern, resource)
  return notResources ? !notResources.some(matches) : resources.some(matches)
}

/** Whether the statement names the principal, or everybody. An account's id and its root stand for each other. */
export function coversPrincipal({ principals }: Statement, { type, id }: Principal): boolean {
  const root = (one: string) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(one)?.[1]
  return principals.some(
    (one) => (one.type === 'AWS' && one.id === '*') || (one.type === type && (one.id === id || (root(one.id) !== undefined && root(one.id) === root(id)))),
  )
}

/** Values of a request by condition key; keys are compared without regard to case. */
export type Context = Readonly<Record<string, string | readonly string[]>>

const tests: Readonly<Record<string, (wanted: string, actual: string) => boolean>> = {
  stringequals: (wanted, actual) => wanted === actual,
  stringequalsignorecase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  stringlike: matchesPattern,
  arnequals: matchesPattern,
  arnlike: matchesPattern,
  bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  numericequals: (wanted, actual) => Number(wanted) === Number(actual),
}

/** Whether a condition holds for the request; one whose operator we do not know does not. */
export function holds({ operator, set, ifExists, key, values }: Condition, context: Context): boolean {
  const entry = Object.entries(context).find(([name]) => name.toLowerCase() === key)
  const actual = entry === undefined ? undefined : listOf(entry[1])
  if (operator === 'null') return values.some((value) => (value.toLowerCase() === 'true') === (actual === undefined))
  const isNot = operator.includes('not')
  const test = tests[operator.replace('not', '')]
  if (!test) return false
  // An absent key fails what must match and passes what must not; for "all of its values" there is nothing to fail.
  if (actual === undefined) return ifExists || isNot || set === 'all'
  const passes = (one: string) => values.some((value) => test(value, one)) !== isNot
  return set === 'any' ? actual.some(passes) : actual.every(passes)
}

export interface Request {
  readonly action: string
  readonly principal: Principal
  readonly context: Context
}

/** What the statements of a trust or resource policy say of a request: an explicit deny wins over any allow. */
export function decide(statements: readonly Statement[], { action, principal, context }: Request): 'allow' | 'deny' | 'none' {
  const said = statements.filter(
    (one) => coversAction(one, action) && coversPrincipal(one, principal) && one.conditions.every((condition) => holds(condition, context)),
  )
  if (said.some(({ effect }) => effect === 'Deny')) return 'deny'
  return said.length > 0 ? 'allow' : 'none'
}

/** The last part of an ARN: the name of a role or policy without its path. */
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)
/** The account of an ARN; undefined where it has none. */
export const accountOfArn = (arn: string): string | undefined => arn.split(':')[4] || undefined
