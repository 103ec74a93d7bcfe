/** What ekshield has installed in a cluster: in which mode, by whom, and whether it is still what this program prints. */
import type { ControlId } from '../model/assessment.ts'
import type { KubeObject } from '../model/kubernetes.ts'
import { type Mode, modes, type Policy } from './policy.ts'

/** An object of the API as it is: with what the server keeps of who wrote it. */
export type ApiObject = Omit<KubeObject, 'metadata'> & {
  readonly metadata: KubeObject['metadata'] & { readonly managedFields?: readonly { readonly manager?: string; readonly subresource?: string }[] }
  readonly spec?: Readonly<Record<string, unknown>>
}

/** All that bears the label `app.kubernetes.io/managed-by=ekshield`. */
export interface Installed {
  readonly policies: readonly ApiObject[]
  readonly bindings: readonly ApiObject[]
}

/** Annotations of a binding: when it came into its mode, and what the API server had counted by then. */
export const sinceKey = 'ekshield.io/since'
export const countedKey = 'ekshield.io/counted'

export interface PolicyStatus {
  readonly name: string
  /** Of a policy that ekshield made: the control that it prints. */
  readonly id?: ControlId
  /** Undefined where no binding puts it in force, or one that is not as any mode prints it. */
  readonly mode?: Mode
  readonly since?: string
  /** Who wrote what is there now, by their own names. */
  readonly by: readonly string[]
  /** In which ways it is not as this program prints it; none where it is. */
  readonly drift: readonly string[]
}

/**
 * @param print the policy of a control in a mode, as it would be installed now; undefined where none would be
 */
export function statusOf({ policies, bindings }: Installed, print: (id: ControlId, mode: Mode) => Policy | undefined): PolicyStatus[] {
  const names = new Set([...policies, ...bindings].map(({ metadata }) => metadata.name))
  return [...names].sort().map((name) => {
    const policy = policies.find(({ metadata }) => metadata.name === name)
    const binding = bindings.find(({ metadata }) => metadata.name === name)
    const id = (policy ?? binding)?.metadata.annotations?.['ekshield.io/control']
    const mode = binding && modeOf(binding)
    const since = binding?.metadata.annotations?.[sinceKey]
    const printed = id === undefined ? undefined : print(id, mode ?? 'audit')
    return {
      name,
      ...(id !== undefined && { id }),
      ...(mode !== undefined && { mode }),
      ...(since !== undefined && { since }),
      by: [
        ...new Set(
          [policy, binding].flatMap((one) =>
            (one?.metadata.managedFields ?? []).flatMap(({ manager, subresource }) => (subresource === undefined && manager !== undefined ? [manager] : [])),
          ),
        ),
      ].sort(),
      drift: driftOf(policy, binding, mode, printed),
    }
  })
}

function driftOf(policy: ApiObject | undefined, binding: ApiObject | undefined, mode: Mode | undefined, printed: Policy | undefined): string[] {
  if (!policy) return ['its policy is gone; only the binding is left']
  if (!binding) return ['its binding is gone, so that it does nothing']
  const drift: string[] = []
  if (mode === undefined) drift.push('its binding acts as no mode of ekshield does')
  if (!printed) drift.push('this program and configuration print no such policy')
  else {
    if (!isAsPrinted(policy, printed.policy)) drift.push('its policy is not as printed')
    if (mode !== undefined && !isAsPrinted(binding, printed.binding)) drift.push('its binding is not as printed: exemptions or scope')
  }
  return drift
}

/** Which mode a binding is in. */
export function modeOf({ spec }: ApiObject): Mode | undefined {
  const actions = (spec?.['validationActions'] ?? []) as readonly string[]
  if (!actions.includes('Audit')) return undefined
  return [...modes]
    .reverse()
    .find((mode) => (mode === 'audit' ? actions.length === 1 : actions.length === 2 && actions.includes(mode === 'deny' ? 'Deny' : 'Warn')))
}

/** What the API server adds by itself does not count, nor do annotations of others. */
export function isAsPrinted(object: ApiObject, printed: Readonly<Record<string, unknown>>): boolean {
  const told = (printed as unknown as ApiObject).metadata.annotations ?? {}
  const found = object.metadata.annotations ?? {}
  const own = (key: string) => key.includes('ekshield.io/') && key !== sinceKey && key !== countedKey
  return (
    textOf(object.spec) === textOf(printed['spec']) &&
    [...new Set([...Object.keys(told), ...Object.keys(found)])].filter(own).every((key) => told[key] === found[key])
  )
}

const textOf = (value: unknown): string => JSON.stringify(withoutDefaults(value)) ?? ''

/** Keys in order, without what the API server fills in and what is empty. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutDefaults)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value)
    .filter(([key, child]) => !(key === 'matchPolicy' && child === 'Equivalent') && !(key === 'scope' && child === '*'))
    .map(([key, child]) => [key, withoutDefaults(child)] as const)
    .filter(([, child]) => child !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}
