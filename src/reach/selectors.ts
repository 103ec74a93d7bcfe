/** Label selectors, as the API server reads them. */
import type { LabelSelector } from '../model/kubernetes.ts'

/** The empty selector: everything. An absent selector selects nothing; see the field that holds it. */
export function selectsAll(selector: LabelSelector | null | undefined): boolean {
  return selector !== undefined && selector !== null && Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
}

/** Whether the selector matches the labels. An unknown operator matches nothing. */
export function matchesLabels(selector: LabelSelector | undefined, given: Readonly<Record<string, string>> | null | undefined): boolean {
  if (!selector) return false
  const labels = given ?? {}
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key]
    if (operator === 'Exists') return value !== undefined
    if (operator === 'DoesNotExist') return value === undefined
    if (operator === 'In') return value !== undefined && values.includes(value)
    if (operator === 'NotIn') return value === undefined || !values.includes(value)
    return false
  })
}
