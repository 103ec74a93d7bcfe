/** Filter patterns of CloudWatch Logs: whether one matches an event, and whether it ever can. */
import { valueAt } from '../model/path.ts'

/** One comparison of a JSON pattern. `value` is undefined for tests that compare with nothing. */
interface Term {
  readonly path: string
  readonly operator: string
  readonly value?: string
  /** The value stood in quotes: it is compared as text. */
  readonly quoted?: boolean
}
type Pattern = { readonly all: readonly Pattern[] } | { readonly any: readonly Pattern[] } | Term

const token =
  /\s*(\(|\)|&&|\|\||!=|>=|<=|=|>|<|IS\s+NULL|IS\s+TRUE|IS\s+FALSE|NOT\s+EXISTS|EXISTS|"(?:\\.|[^"\\])*"|%[^%]*%|\$(?:\.[\w:@*/-]+|\.?\[[^\]]*\])+|[^\s()=!<>&|"]+)/giy

/** The pattern as a tree; undefined where it is not one this reads. */
function parse(text: string): Pattern | undefined {
  const [, inner] = /^\s*\{(.*)\}\s*$/s.exec(text) ?? []
  if (inner === undefined) return undefined
  const tokens: string[] = []
  token.lastIndex = 0
  while (inner.slice(token.lastIndex).trim() !== '') {
    const found = token.exec(inner)
    if (!found) return undefined
    tokens.push(found[1] as string)
  }
  const tree = parseChoice(tokens)
  return tokens.length === 0 ? tree : undefined
}

function parseList(tokens: string[], sign: string, one: (tokens: string[]) => Pattern | undefined): Pattern[] | undefined {
  const parts: Pattern[] = []
  do {
    const part = one(tokens)
    if (!part) return undefined
    parts.push(part)
  } while (tokens[0] === sign && tokens.shift())
  return parts
}

function parseChoice(tokens: string[]): Pattern | undefined {
  const any = parseList(tokens, '||', (rest) => {
    const all = parseList(rest, '&&', parseTerm)
    return all && { all }
  })
  return any && { any }
}

function parseTerm(tokens: string[]): Pattern | undefined {
  const first = tokens.shift()
  if (first === '(') {
    const inner = parseChoice(tokens)
    return tokens.shift() === ')' ? inner : undefined
  }
  const operator = tokens.shift()?.toUpperCase().replace(/\s+/, ' ')
  if (!first?.startsWith('$') || operator === undefined) return undefined
  const path = first
    .slice(1)
    .replace(/\[['"]([^\]]*)['"]\]/g, '[$1]')
    .replace(/^\./, '')
  if (!/^(!?=|[<>]=?)$/.test(operator)) return /^(IS|NOT|EXISTS)/.test(operator) ? { path, operator } : undefined
  const value = tokens.shift()
  if (value === undefined) return undefined
  const quoted = value.startsWith('"')
  return { path, operator, quoted, value: quoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value }
}

/** All values a path leads to: `[*]` stands for every element. */
function valuesAt(event: unknown, path: string): unknown[] {
  const [head = '', ...rest] = path.split('[*]')
  let values: unknown[] = [valueAt(event, head)]
  for (const part of rest)
    values = values.flatMap((value) => (Array.isArray(value) ? value : [])).map((value) => (part === '' ? value : valueAt(value, part.replace(/^\./, ''))))
  return values
}

const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')

/** CloudWatch knows no groups, and without them no expression takes long. Throws `SyntaxError` where it is none. */
function expression(text: string): RegExp {
  if (/[()]/.test(text)) throw new SyntaxError('groups are not supported')
  return new RegExp(text)
}

function equals(value: unknown, { value: wanted = '', quoted }: Term): boolean {
  if (/^%.*%$/.test(wanted) && !quoted) return typeof value === 'string' && expression(wanted.slice(1, -1)).test(value)
  // Text in quotes never equals a number, and a bare number never equals text.
  if (typeof value === 'number') return !quoted && (wanted.includes('*') ? new RegExp(`^${literal(wanted)}$`).test(String(value)) : Number(wanted) === value)
  return typeof value === 'string' && new RegExp(`^${literal(wanted)}$`, 's').test(value)
}

function holds(term: Term, value: unknown): boolean {
  switch (term.operator) {
    case '=':
      return equals(value, term)
    case '!=':
      return value !== undefined && value !== null && !equals(value, term)
    case 'IS NULL':
      return value === null
    case 'IS TRUE':
      return value === true
    case 'IS FALSE':
      return value === false
    case 'EXISTS':
      return value !== undefined
    case 'NOT EXISTS':
      return value === undefined
  }
  if (typeof value !== 'number') return false
  const limit = Number(term.value)
  if (term.operator === '>') return value > limit
  if (term.operator === '<') return value < limit
  return term.operator === '>=' ? value >= limit : value <= limit
}

function matchesTree(pattern: Pattern, event: unknown): boolean {
  if ('all' in pattern) return pattern.all.every((part) => matchesTree(part, event))
  if ('any' in pattern) return pattern.any.some((part) => matchesTree(part, event))
  return valuesAt(event, pattern.path).some((value) => holds(pattern, value))
}

/** Terms without braces: all must occur, `?` any of them, `-` none. */
function matchesText(text: string, event: unknown): boolean {
  const line = JSON.stringify(event)
  const terms = [...text.matchAll(/([?-]?)(?:"((?:\\.|[^"\\])*)"|(\S+))/g)].map(([, sign, quoted, plain]) => ({
    sign,
    there: line.includes(quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''),
  }))
  const wanted = terms.filter(({ sign }) => sign === '')
  if (terms.some(({ sign, there }) => sign === '-' && there)) return false
  // Optional terms beside wanted ones are ignored.
  if (wanted.length > 0) return wanted.every(({ there }) => there)
  const optional = terms.filter(({ sign }) => sign === '?')
  return optional.length === 0 || optional.some(({ there }) => there)
}

/** Whether the filter lets the event through; undefined where the pattern cannot be read. The empty pattern lets all through. */
export function matchesPattern(text: string | undefined, event: unknown): boolean | undefined {
  const pattern = String(text ?? '').trim()
  if (pattern.startsWith('[') || pattern.startsWith('%')) return undefined
  if (!pattern.startsWith('{')) return matchesText(pattern, event)
  const tree = parse(pattern)
  try {
    return tree && matchesTree(tree, event)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A comparison that no event can meet, and what events say instead. */
export interface Impossible {
  readonly path: string
  readonly asked: string
  readonly events: string
}

/**
 * What keeps a pattern from ever matching, if something does: every way through it leads to a comparison that `judge`
 * says no event can meet. Patterns that are not JSON, or cannot be read, are taken as possible.
 */
export function neverMatches(text: string | undefined, judge: (path: string, value: string, quoted: boolean) => string | undefined): Impossible | undefined {
  const tree = parse(String(text ?? ''))
  const find = (pattern: Pattern): Impossible | undefined => {
    if ('all' in pattern) {
      for (const part of pattern.all) {
        const found = find(part)
        if (found) return found
      }
      return undefined
    }
    if ('any' in pattern) return pattern.any.every((part) => find(part)) ? pattern.any.map(find)[0] : undefined
    const { path, operator, value, quoted = false } = pattern
    if (operator !== '=' || value === undefined || value.includes('*') || value.startsWith('%')) return undefined
    const events = judge(path, value, quoted)
    return events === undefined ? undefined : { path, asked: quoted ? `"${value}"` : value, events }
  }
  return tree && find(tree)
}
