/** Policies on resources and endpoints: whom their statements let in, and whether a condition keeps others out. */
import type { PolicyDocument, PolicyStatement } from '../model/aws.ts'
import { isWorld } from './cidrs.ts'
import { statementsOf as written } from './iam.ts'

/** A value that may stand alone or in a list, as a list of strings. */
export function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
}

export interface PlacedStatement {
  readonly value: PolicyStatement
  /** Path from the document. */
  readonly at: string
}

/** The statements of a document, which may be one or a list. */
export function statementsOf(document: PolicyDocument | undefined): PlacedStatement[] {
  const given = document?.Statement as PolicyStatement | readonly (PolicyStatement | null)[] | null | undefined
  const statements = Array.isArray(given) ? given : [given]
  return statements.flatMap((value: PolicyStatement | null | undefined, i) =>
    typeof value === 'object' && value !== null ? [{ value, at: Array.isArray(given) ? `Statement[${i}]` : 'Statement' }] : [],
  )
}

export const allows = ({ value }: PlacedStatement): boolean => value.Effect === 'Allow'

/** How a statement is named to people: its Sid, else its place. */
export const showStatement = ({ value, at }: PlacedStatement): string => `statement ${value.Sid ?? Number(/\d+/.exec(at)?.[0] ?? 0) + 1}`

/** Whether `*` is among the principals. An Allow for everyone but some (NotPrincipal) is one for everyone. */
export function namesEveryone({ Principal, NotPrincipal }: PolicyStatement): boolean {
  if (NotPrincipal !== undefined) return true
  if (typeof Principal !== 'object' || Principal === null) return Principal === '*'
  return [...listOf(Principal['AWS']), ...listOf(Principal['*'])].includes('*')
}

/** Accounts whose principals a statement names. */
export function accountsOf({ Principal }: PolicyStatement): string[] {
  const named = typeof Principal === 'string' ? [Principal] : listOf((Principal as Record<string, unknown> | undefined)?.['AWS'])
  return [...new Set(named.flatMap((one) => /^(\d{12})$|^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(one)?.slice(1).find(Boolean) ?? []))]
}

/** Keys that say who calls, or from where, in a way no outsider can choose. */
export const callerKeys: ReadonlySet<string> = new Set(
  [
    'PrincipalOrgID',
    'PrincipalOrgPaths',
    'PrincipalAccount',
    'PrincipalArn',
    'SourceAccount',
    'SourceOrgID',
    'SourceOrgPaths',
    'SourceArn',
    'SourceVpce',
    'SourceVpc',
    'VpceAccount',
    'VpceOrgID',
    'SourceIp',
  ].map((key) => `aws:${key.toLowerCase()}`),
)
/** Of these, the ones that bind the caller itself to accounts or an organisation. */
export const principalKeys: ReadonlySet<string> = new Set(['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalaccount', 'aws:principalarn'])
/** Keys that say whose the resource is. */
export const ownerKeys: ReadonlySet<string> = new Set(['aws:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths', 's3:resourceaccount'])

const positive = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike', 'ipaddress'])
const negative = new Set(['stringnotequals', 'stringnotequalsignorecase', 'stringnotlike', 'arnnotequals', 'arnnotlike'])

const conditionsOf = (statement: PolicyStatement) => written({ Statement: [statement] })[0]?.conditions ?? []

/** A pattern that is nearly all star (`*`, `o-*`, `arn:aws:iam::*`) names nobody in particular. */
const isNarrow = (value: string): boolean => !value.includes('*') || /\d{12}|o-[a-z0-9]{10,}/.test(value)

/**
 * Whether a condition of the Allow narrows it by one of the keys. Operators that hold when the key is absent do not
 * narrow: a stranger's request simply does not carry the key.
 */
export function isNarrowed(statement: PolicyStatement, keys: ReadonlySet<string>): boolean {
  return conditionsOf(statement).some(({ operator, set, ifExists, key, values }) => {
    if (!keys.has(key) || !positive.has(operator) || ifExists || set === 'all' || values.length === 0) return false
    return operator === 'ipaddress' ? !isWorld(values) : values.every(isNarrow)
  })
}

/** Whether the document denies everyone everything unless one of the keys has a wanted value. */
export function deniesOthers(document: PolicyDocument | undefined, keys: ReadonlySet<string>): boolean {
  return statementsOf(document).some(({ value }) => {
    const all = listOf(value.Action).some((action) => /^(\*|ecr:\*|s3:\*)$/i.test(action)) && listOf(value.Resource ?? '*').includes('*')
    if (value.Effect !== 'Deny' || !namesEveryone(value) || !all) return false
    const tests = conditionsOf(value)
    return (
      tests.length === 1 && tests.every(({ operator, key, values }) => keys.has(key) && negative.has(operator) && values.length > 0 && values.every(isNarrow))
    )
  })
}
