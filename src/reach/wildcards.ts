/** Wildcards in the rules of a role. */
import type { Evidence } from '../model/finding.ts'
import type { PolicyRule, Role } from '../model/kubernetes.ts'

const fields = ['verbs', 'resources', 'nonResourceURLs'] as const

/** `*` among the API groups names no right by itself: what it spans are the resources beside it. One fault a rule. */
export function sayWildcards(role: Role): Evidence[] {
  return (Array.isArray(role.rules) ? role.rules : []).flatMap((rule: PolicyRule | null, i) => {
    const wild = fields.filter((field) => isWild(rule?.[field]))
    const [first] = wild
    if (!rule || !first) return []
    return [
      {
        says: `rule ${i + 1} gives ${say(rule)}`,
        at: `rules[${i}].${first}[${rule[first]?.indexOf('*')}]`,
        actual: '*',
        wanted: `the ${wild.join(' and ')} that are used`,
      },
    ]
  })
}

const isWild = (values: readonly string[] | undefined): boolean => Array.isArray(values) && values.includes('*')
const few = (values: readonly string[]): string => values.slice(0, 4).join(', ') + (values.length > 4 ? ', ...' : '')

function say({ verbs = [], resources, nonResourceURLs, apiGroups }: PolicyRule): string {
  const what = isWild(verbs) ? 'all verbs' : few(verbs)
  if (Array.isArray(nonResourceURLs)) return `${what} on ${isWild(nonResourceURLs) ? 'all paths' : few(nonResourceURLs)}`
  if (!isWild(resources)) return `${what} on ${few(resources ?? [])}`
  const groups = isWild(apiGroups) ? 'every API group' : `API group ${few((apiGroups ?? []).map((group) => (group === '' ? 'core' : group)))}`
  return `${what} on all resources of ${groups}`
}
