/** Discovery: which resources an API server serves, so that "there are none" and "could not be seen" are told apart. */
import type { Kube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import type { StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Gap } from '../../model/snapshot.ts'

/** One list to ask for. */
export interface Listing {
  readonly kind: StoredKind
  /** `resource[.group]`, as RBAC and `kubectl get` name it. */
  readonly resource: string
  readonly apiVersion: string
  readonly itemKind: string
  readonly path: string
}

export interface Served {
  /** The version of a group that serves a resource; undefined where none does. Throws the gap where that is not known. */
  versionOf(group: string, resource: string, wanted: string): string | undefined
}

/** Thrown by `versionOf`: not an Error, since it is an answer. */
export class Unserved {
  readonly gap: Gap
  constructor(gap: Gap) {
    this.gap = gap
  }
}

interface Version {
  readonly version?: unknown
  readonly freshness?: unknown
  readonly resources?: readonly { readonly resource?: unknown; readonly verbs?: unknown }[]
}

const aggregated = ['v2', 'v2beta1'].map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`).join(',')

/** Never throws for what the server answers: a group that cannot be told is a gap of the kinds in it. */
export async function discover(kube: Kube, groups: ReadonlySet<string>): Promise<Served> {
  const known = new Map<string, readonly Version[] | Gap>()
  const failed: { core?: Gap; rest?: Gap } = {}
  for (const path of ['/api', '/apis'] as const) {
    if (path === '/apis' && [...groups].every((group) => group === '')) continue
    try {
      const answer = await ask(kube, path, ['APIGroupDiscoveryList', 'APIVersions', 'APIGroupList'], `${aggregated},application/json`)
      for (const [group, versions] of answer['kind'] === 'APIGroupDiscoveryList' ? groupsOf(answer) : await groupsOfOld(kube, answer, path, groups))
        known.set(group, versions)
    } catch (error) {
      failed[path === '/api' ? 'core' : 'rest'] = discoveryGap(path, error)
    }
  }
  return {
    versionOf(group, resource, wanted) {
      const gap = group === '' ? failed.core : failed.rest
      if (gap) throw new Unserved(gap)
      const versions = known.get(group) ?? []
      if (!Array.isArray(versions)) throw new Unserved(versions as Gap)
      const serving = (versions as readonly Version[]).filter((one) => one.resources?.some((entry) => entry.resource === resource && isListed(entry.verbs)))
      const found = serving.find(({ version }) => version === wanted) ?? serving[0]
      if (found) return String(found.version)
      const stale = (versions as readonly Version[]).find(({ freshness }) => freshness === 'Stale')
      if (stale) throw new Unserved({ because: 'failed', detail: `discovery of ${group}/${stale.version}: the server behind this API does not answer` })
      return undefined
    },
  }
}

/** What is not one of these kinds tells of no resources at all, and must not be taken for "there are none". */
async function ask(kube: Kube, path: string, kinds: readonly string[], accept?: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await kube.get(path, accept)
  if (kinds.includes(String(answer['kind']))) return answer
  throw new KubeError('not kubernetes', `the answer is a ${String(answer['kind'] ?? 'JSON without a kind')}, not a list of resources`)
}

const isListed = (verbs: unknown): boolean => Array.isArray(verbs) && verbs.includes('list')

function groupsOf(answer: Readonly<Record<string, unknown>>): [string, readonly Version[]][] {
  const items = Array.isArray(answer['items']) ? (answer['items'] as { metadata?: { name?: unknown }; versions?: readonly Version[] }[]) : []
  return items.map(({ metadata, versions }) => [String(metadata?.name ?? ''), Array.isArray(versions) ? versions : []])
}

/** Servers before 1.26, and some that stand in front of one, tell only names: each group is then asked for by itself. */
async function groupsOfOld(
  kube: Kube,
  answer: Readonly<Record<string, unknown>>,
  path: '/api' | '/apis',
  wanted: ReadonlySet<string>,
): Promise<[string, readonly Version[] | Gap][]> {
  const named: { name: string; versions: readonly string[] }[] =
    path === '/api'
      ? [{ name: '', versions: (answer['versions'] as string[] | undefined) ?? [] }]
      : ((answer['groups'] as { name: string; versions?: { version: string }[] }[] | undefined) ?? []).map(({ name, versions }) => ({
          name,
          versions: (versions ?? []).map(({ version }) => version),
        }))
  const found: [string, readonly Version[] | Gap][] = []
  for (const { name, versions } of named.filter((group) => wanted.has(group.name))) {
    try {
      const told: Version[] = []
      for (const version of versions) {
        const body = await ask(kube, name === '' ? `/api/${version}` : `/apis/${name}/${version}`, ['APIResourceList'])
        const resources = Array.isArray(body['resources']) ? (body['resources'] as { name?: unknown; verbs?: unknown }[]) : []
        told.push({ version, resources: resources.map((one) => ({ resource: one.name, verbs: one.verbs })) })
      }
      found.push([name, told])
    } catch (error) {
      found.push([name, discoveryGap(`/apis/${name}`, error)])
    }
  }
  return found
}

function discoveryGap(path: string, error: unknown): Gap {
  if (!(error instanceof KubeError)) throw error
  const denied = error.fault === 'denied'
  return { because: denied ? 'denied' : 'failed', detail: `discovery (${path}): ${error.message}`, ...(denied && { lacks: `get ${path}` }) }
}

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')

/** The resources behind a kind: one, or two that share a shelf. */
export function resourcesOf(
  kind: StoredKind,
): readonly { readonly resource: string; readonly itemKind: string; readonly apiVersion: string; readonly group: string }[] {
  const info = kinds[kind]
  if (info.plane !== 'kubernetes') return []
  const { apiVersion } = info
  const group = groupOf(apiVersion)
  return [
    { resource: info.resource, itemKind: info.kind, apiVersion, group },
    ...('also' in info ? [{ resource: info.also.resource, itemKind: info.also.kind, apiVersion, group }] : []),
  ]
}

/** What to list for a kind, and what of it cannot be told. */
export function listingsOf(kind: StoredKind, served: Served): { readonly listings: readonly Listing[]; readonly gap?: Gap } {
  const listings: Listing[] = []
  for (const { resource, itemKind, apiVersion, group } of resourcesOf(kind)) {
    const plural = resource.split('.')[0] as string
    try {
      const version = served.versionOf(group, plural, apiVersion.slice(apiVersion.indexOf('/') + 1))
      if (version === undefined) continue
      const path = group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`
      listings.push({ kind, resource, apiVersion: group === '' ? version : `${group}/${version}`, itemKind, path })
    } catch (error) {
      if (error instanceof Unserved) return { listings: [], gap: error.gap }
      throw error
    }
  }
  return { listings }
}
