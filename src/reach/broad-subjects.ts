/** Subjects that stand for nobody in particular: anonymous callers, everybody, every account, every node. */
import type { Remedy } from '../model/change.ts'
import type { Grant } from '../model/facts.ts'
import { namespaceOfGrant, type Subject } from './rbac.ts'

/** As a user or as a group: one of the two is always meant, even where only the other works. */
export const isAnonymous = ({ kind, name }: Subject): boolean => kind !== 'ServiceAccount' && (name === 'system:anonymous' || name === 'system:unauthenticated')

export const isBroad = ({ kind, name }: Subject): boolean =>
  kind === 'Group' && (/^system:(authenticated|nodes|bootstrappers|serviceaccounts)$/.test(name) || name.startsWith('system:serviceaccounts:'))

/** The bindings that gave anonymous callers discovery before Kubernetes 1.14. */
export function isDefaultDiscovery({ metadata: { name }, roleRef, ...grant }: Grant): boolean {
  return (
    (name === 'system:discovery' || name === 'system:basic-user') &&
    roleRef?.name === name &&
    namespaceOfGrant({ metadata: { name }, roleRef, ...grant }) === undefined
  )
}

/** Takes holders out of a binding; the whole binding goes where nobody is left. */
export function unbind(grant: Grant, out: readonly Subject[], says: string): Remedy {
  const { apiVersion, kind, metadata } = grant
  const on = { apiVersion, kind, name: metadata.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) }
  const places = out.map(({ index }) => index).sort((one, other) => other - one)
  if (places.length === grant.subjects?.length) return { says, risk: 'none', steps: [{ do: 'delete', on }] }
  return { says, risk: 'none', steps: [{ do: 'patch', on, edits: places.map((index) => ({ path: `subjects[${index}]` })) }] }
}
