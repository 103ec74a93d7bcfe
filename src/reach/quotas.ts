/** Quotas and limit ranges: what is bounded in a namespace, by all of its objects together. */
import type { Namespace } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { byNamespace } from './by-namespace.ts'
import { isLeaving } from './namespaces.ts'
import { isSystemNamespace } from './tenants.ts'

/** A namespace for applications: none of the system, not on its way out, and not the empty `default` every cluster has. */
export function holdsApplications(namespace: Namespace, world: World<'workloads'>): boolean {
  const { name } = namespace.metadata
  if (isSystemNamespace(name) || isLeaving(namespace)) return false
  return name !== 'default' || world.some('workloads', () => true, 'default') !== undefined
}

const quotasByNamespace = (world: World<'resourceQuotas'>) => byNamespace(world.all('resourceQuotas'))
const rangesByNamespace = (world: World<'limitRanges'>) => byNamespace(world.all('limitRanges'))

/** Names that a quota bounds in the whole namespace; one with a scope bounds some pods only. Throws `Unseen` where some may be missing. */
export function bounded(namespace: string, world: World<'resourceQuotas'>): ReadonlySet<string> {
  const quotas = derive(world, quotasByNamespace).get(namespace) ?? []
  return new Set(
    quotas.filter(({ spec }) => (spec?.scopes ?? []).length === 0 && spec?.scopeSelector === undefined).flatMap(({ spec }) => Object.keys(spec?.hard ?? {})),
  )
}

/** What limit ranges say of containers: `default cpu`, `max memory`. Throws `Unseen` where some may be missing. */
export function ranged(namespace: string, world: World<'limitRanges'>): ReadonlySet<string> {
  const limits = (derive(world, rangesByNamespace).get(namespace) ?? []).flatMap(({ spec }) => (Array.isArray(spec?.limits) ? spec.limits : []))
  return new Set(
    limits
      .filter((limit) => limit?.type === 'Container')
      .flatMap((limit) =>
        (['default', 'defaultRequest', 'max'] as const).flatMap((field) => Object.keys(limit[field] ?? {}).map((resource) => `${field} ${resource}`)),
      ),
  )
}
