/** Network policies that stand ready for pods under investigation. */
import type { LabelSelector, NetworkPolicy } from '../model/kubernetes.ts'
import { directions, governs, rulesOf, selectorOf } from './network.ts'

const spoken = /quarantin|isolat|forensic|investigat|incident|suspect/i

/** Whether a selector speaks of an incident. */
export const isMark = (selector: LabelSelector | undefined): boolean =>
  selector !== undefined &&
  [...Object.entries(selector.matchLabels ?? {}).flat(), ...(selector.matchExpressions ?? []).flatMap(({ key, values }) => [key, ...(values ?? [])])].some(
    (word) => spoken.test(word),
  )

/** Both directions, no rules, for a label that no healthy pod has. */
export const isQuarantine = (policy: NetworkPolicy): boolean =>
  directions.every((direction) => governs(policy.spec, direction) && rulesOf(policy, direction).length === 0) && isMark(selectorOf(policy.spec))
