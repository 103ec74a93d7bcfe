/** The name of a public image in a registry of one's own: by the pull-through cache rules of the account, else as a person says. */
import { asked } from '../model/asked.ts'
import type { Edit } from '../model/change.ts'
import type { Workload } from '../model/facts.ts'
import type { World } from '../model/world.ts'
import { type ImageName, type NamedImage, pinned } from './images.ts'

/**
 * Moved and pinned in one: a mirror that serves something else under the tag must not be believed. The digest is the one
 * that runs; where no pod tells it, the name stays as it was written.
 */
export function mirrored(workload: Workload, named: NamedImage, image: ImageName, world: World<'pullThroughCacheRules' | 'clusters'>): Edit {
  const proof = image.digest === undefined ? pinned(workload, named) : undefined
  const digest = typeof proof?.value === 'string' ? proof.value.slice(proof.value.indexOf('@')) : image.digest === undefined ? '' : `@${image.digest}`
  const rest = `/${image.repository}${image.tag === undefined ? '' : `:${image.tag}`}${digest}`
  const cache = cacheOf(image.registry, world)
  const from = [...(cache ? [cache.from] : []), ...(proof?.from === undefined ? [] : [`digest ${proof.from}`])].join(', ')
  const value = cache ? cache.host + rest : asked('registry-mirror', { key: image.registry, after: rest })
  return { path: named.at, value, ...(from !== '' && { from }) }
}

/** Where the account caches a registry. A rule for a part of the registry is passed over. */
function cacheOf(registry: string, world: World<'pullThroughCacheRules' | 'clusters'>): { readonly host: string; readonly from: string } | undefined {
  const [, , , region, account] = world.seen('clusters').things[0]?.arn?.split(':') ?? []
  if (!region || !account) return undefined
  const rule = world
    .seen('pullThroughCacheRules')
    .things.find(
      ({ upstreamRegistryUrl: upstream, upstreamRepositoryPrefix: part = 'ROOT' }) =>
        part === 'ROOT' && (upstream === 'registry-1.docker.io' ? 'docker.io' : upstream) === registry,
    )
  if (!rule) return undefined
  const prefix = rule.ecrRepositoryPrefix === 'ROOT' ? '' : `/${rule.ecrRepositoryPrefix}`
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return { host: `${account}.dkr.ecr.${region}.${domain}${prefix}`, from: `pull-through cache rule ${rule.ecrRepositoryPrefix}` }
}
