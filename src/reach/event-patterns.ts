/** Event patterns of EventBridge: whether one matches an event. */

type Loose = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value)

const wild = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's')
const same = (wanted: unknown, value: unknown): boolean => wanted === value
const sameText = (wanted: unknown, value: unknown): boolean =>
  typeof wanted === 'string' && typeof value === 'string' && wanted.toLowerCase() === value.toLowerCase()

function inRange(range: unknown, value: unknown): boolean {
  if (!Array.isArray(range) || typeof value !== 'number') return false
  for (let i = 0; i + 1 < range.length; i += 2) {
    const limit = Number(range[i + 1])
    const holds = { '=': value === limit, '>': value > limit, '>=': value >= limit, '<': value < limit, '<=': value <= limit }[String(range[i])]
    if (holds !== true) return false
  }
  return true
}

/** `prefix` and `suffix` may carry `equals-ignore-case` inside. */
function edge(wanted: unknown, value: unknown, end: 'startsWith' | 'endsWith'): boolean {
  if (typeof value !== 'string') return false
  if (isObject(wanted)) return value.toLowerCase()[end](String(wanted['equals-ignore-case']).toLowerCase())
  return value[end](String(wanted))
}

/** One element of a list of wanted values. */
function meets(wanted: unknown, value: unknown): boolean {
  if (!isObject(wanted)) return same(wanted, value)
  const [test, argument] = Object.entries(wanted)[0] ?? []
  switch (test) {
    case 'prefix':
      return edge(argument, value, 'startsWith')
    case 'suffix':
      return edge(argument, value, 'endsWith')
    case 'wildcard':
      return typeof value === 'string' && wild(String(argument)).test(value)
    case 'equals-ignore-case':
      return sameText(argument, value)
    case 'numeric':
      return inRange(argument, value)
    case 'exists':
      return argument === (value !== undefined)
    case 'anything-but':
      return value !== undefined && ![argument].flat().some((one) => (isObject(one) ? meetsAny(one, value) : same(one, value)))
    default:
      return false
  }
}

/** `{prefix: [a, b]}`, as `anything-but` takes it. */
function meetsAny(wanted: Loose, value: unknown): boolean {
  return Object.entries(wanted).some(([test, argument]) => [argument].flat().some((one) => meets({ [test]: one }, value)))
}

function matchesObject(pattern: Loose, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((one) => matchesObject(pattern, one))
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && Array.isArray(wanted)) return wanted.some((one) => isObject(one) && matchesObject(one, event))
    const value = isObject(event) ? event[key] : undefined
    if (isObject(wanted)) return matchesObject(wanted, value)
    if (!Array.isArray(wanted)) return false
    return wanted.some((one) => (Array.isArray(value) ? value.some((element) => meets(one, element)) : meets(one, value)))
  })
}

/** A rule hears of its own account and Region, so what it asks of them holds for any event that we make up. */
const here = new Set(['account', 'region', 'accountId', 'awsRegion', 'recipientAccountId'])

function withoutPlace(pattern: Loose): Loose {
  return Object.fromEntries(
    Object.entries(pattern).flatMap(([key, wanted]) => (here.has(key) ? [] : [[key, key === 'detail' && isObject(wanted) ? withoutPlace(wanted) : wanted]])),
  )
}

/** Whether a rule with this pattern takes the event; undefined where the pattern is no JSON. A rule without pattern runs by the clock. */
export function takesEvent(pattern: string | undefined, event: object): boolean | undefined {
  if (pattern === undefined || pattern === '') return false
  try {
    const parsed: unknown = JSON.parse(pattern)
    return isObject(parsed) && matchesObject(withoutPlace(parsed), event)
  } catch {
    return undefined
  }
}
