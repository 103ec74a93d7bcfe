/** How loosely a statement of a trust policy lets in people and pipelines. */
import { coversAction, type Statement } from './iam.ts'

const isAssuming = (statement: Statement): boolean =>
  statement.effect === 'Allow' &&
  ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'].some((action) => coversAction(statement, action))

/** Keys that say who is let in. */
const naming =
  /^(aws:principalorgid|aws:principalorgpaths|aws:principalarn|aws:principalaccount|aws:sourceaccount|aws:sourcearn|aws:sourceorgid|aws:principaltag\/.+|aws:userid)$/
/** Keys that make a whole account acceptable: somebody beside its admins has a say. */
const guarding = /^(aws:multifactorauthpresent|aws:multifactorauthage|sts:externalid|sts:sourceidentity)$/

const binds = (statement: Statement, keys: RegExp): boolean =>
  statement.conditions.some(
    ({ key, ifExists, set, values }) => keys.test(key) && !ifExists && set !== 'all' && !values.includes('*') && !values.includes('false'),
  )

/** Everybody on AWS is let in, and no condition says who of them. */
export function isOpenToWorld(statement: Statement): boolean {
  return isAssuming(statement) && statement.principals.some(({ type, id }) => type === 'AWS' && id === '*') && !binds(statement, naming)
}

/** Build services whose tokens say in `sub` for which repository they were made. */
const builders = /(token\.actions\.githubusercontent\.com|gitlab\.com|agent\.buildkite\.com|oidc\.circleci\.com|app\.terraform\.io)/

/** Whom the statement lets in beyond those it names: `all of account 111122223333`; undefined where it is tight. */
export function loosenessOf(statement: Statement): string | undefined {
  if (!isAssuming(statement)) return undefined
  if (isOpenToWorld(statement)) return 'every AWS account'
  const root = statement.principals.flatMap(({ type, id }) => (type === 'AWS' ? (/^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(id)?.[1] ?? []) : []))[0]
  if (root !== undefined && !binds(statement, naming) && !binds(statement, guarding)) return `all of account ${root}, without a condition`
  const builder = statement.principals.flatMap(({ type, id }) => (type === 'Federated' ? (builders.exec(id)?.[1] ?? []) : []))[0]
  if (builder === undefined) return undefined
  const subs = statement.conditions
    .filter(({ key, operator, ifExists }) => key === `${builder}:sub` && !ifExists && !operator.includes('not'))
    .flatMap(({ values }) => values)
  if (subs.length === 0) return `every repository on ${builder}`
  const wild = subs.find((sub) => /^[^:]*:?\*|^repo:[^/]*\*/.test(sub))
  return wild === undefined ? undefined : `every token of ${builder} for ${wild}`
}
