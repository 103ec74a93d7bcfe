/** Amazon ECR: which repository an image comes from, and whether anything scans it. */
import type { RegistryScanning, Repository } from '../model/aws.ts'
import type { Workload } from '../model/facts.ts'
import { addTo } from '../model/groups.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { type ImageName, namedImages, parseImage, runningImages } from './images.ts'

export interface EcrHost {
  readonly account: string
  readonly region: string
}

/** Account and region of a private ECR registry, whichever of its endpoints the host is. */
export function ecrHostOf(registry: string): EcrHost | undefined {
  const [, account, region] =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn|[a-z0-9.]*(?:ic\.gov|sc2s\.sgov\.gov))$/.exec(
      registry,
    ) ?? []
  return account === undefined || region === undefined ? undefined : { account, region }
}

/** One key for a repository, whichever endpoint names it; undefined for registries other than ECR. */
export function repositoryKey(registry: string, repository: string): string | undefined {
  const host = ecrHostOf(registry)
  return host && `${host.account} ${host.region} ${repository}`
}

/** The key of a repository as ECR describes it. */
export function keyOfRepository({ repositoryUri, repositoryArn, registryId, repositoryName }: Repository): string | undefined {
  const image = parseImage(repositoryUri)
  if (image) return repositoryKey(image.registry, image.repository)
  const region = repositoryArn?.split(':')[3]
  return registryId === undefined || region === undefined ? undefined : `${registryId} ${region} ${repositoryName}`
}

/** The account's repository that an image comes from. Throws `Unseen` where it may be among what was not seen. */
export function repositoryOf(image: ImageName, world: World<'repositories'>): Repository | undefined {
  const key = repositoryKey(image.registry, image.repository)
  return key === undefined ? undefined : world.some('repositories', (repository) => keyOfRepository(repository) === key)
}

function usersByRepository(world: World<'workloads'>): ReadonlyMap<string, readonly Workload[]> {
  const users = new Map<string, Workload[]>()
  for (const workload of world.seen('workloads').things) {
    const images = [...runningImages(workload).map(({ image }) => image), ...namedImages(workload).map(({ value }) => parseImage(value))]
    const keys = new Set(images.map((image) => image && repositoryKey(image.registry, image.repository)))
    for (const key of keys) if (key !== undefined) addTo(users, key, workload)
  }
  return users
}

/** The workloads seen that name or run an image of the repository. */
export function usersOfRepository(repository: Repository, world: World<'workloads'>): readonly Workload[] {
  const key = keyOfRepository(repository)
  return (key === undefined ? undefined : derive(world, usersByRepository).get(key)) ?? []
}

/** ECR's own filter language: `*` stands for anything; a filter without one matches every name that contains it. */
export function matchesFilter(filter: string, name: string): boolean {
  if (!filter.includes('*')) return name.includes(filter)
  return new RegExp(
    `^${filter
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(name)
}

/**
 * How ECR scans the repository. With registry rules in place the old flag on the repository counts for nothing; with
 * enhanced scanning a repository that no rule names is not scanned at all.
 */
export function scanFrequency(repository: Repository, scanning: RegistryScanning | undefined): 'CONTINUOUS_SCAN' | 'SCAN_ON_PUSH' | 'none' {
  const { scanType, rules = [] } = scanning?.scanningConfiguration ?? {}
  let best: 'SCAN_ON_PUSH' | 'none' = 'none'
  for (const { scanFrequency: frequency, repositoryFilters } of rules ?? []) {
    if (!(repositoryFilters ?? []).some(({ filter }) => filter !== undefined && matchesFilter(filter, repository.repositoryName))) continue
    if (frequency === 'CONTINUOUS_SCAN') return 'CONTINUOUS_SCAN'
    if (frequency === 'SCAN_ON_PUSH') best = 'SCAN_ON_PUSH'
  }
  if (best === 'none' && scanType !== 'ENHANCED' && (rules ?? []).length === 0 && repository.imageScanningConfiguration?.scanOnPush === true)
    return 'SCAN_ON_PUSH'
  return best
}
