/** A repository lets a tag be moved to another image. */
import type { Repository } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import type { World } from '../../model/world.ts'
import { namedImages, parseImage, runningImages } from '../../reach/images.ts'
import { keyOfRepository, repositoryKey, usersOfRepository } from '../../reach/registry.ts'

const web = `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: '111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web:1.4'}]}}
---
`
const repository = (more: string) =>
  `ecr:DescribeRepositories: {repositories: [{repositoryName: shop/web, repositoryUri: 111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web, ${more}}]}`

export default control({
  title: 'Tags of repositories are immutable',
  severity: 'medium',
  about: 'repositories',
  needs: ['workloads'],
  why: `
    Where tags move, version 1.4 of today need not be version 1.4 of yesterday. Whoever can push to the repository can then
    change what restarts in production, and no manifest shows it.`,
  fix: 'aws ecr put-image-tag-mutability --repository-name REPOSITORY --image-tag-mutability IMMUTABLE',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html'],
  examples: {
    good: [
      repository('imageTagMutability: IMMUTABLE'),
      // What is excluded from immutability is in no use.
      `${web + repository("imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: [{filterType: WILDCARD, filter: 'dev-*'}]")}`,
      // What is in use is excluded from mutability.
      `${web + repository("imageTagMutability: MUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: [{filterType: WILDCARD, filter: '1.*'}]")}`,
    ],
    bad: [
      repository('imageTagMutability: MUTABLE'),
      repository('imageScanningConfiguration: {scanOnPush: true}'),
      `${web + repository("imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: [{filterType: WILDCARD, filter: '1.*'}]")}`,
      `${web + repository("imageTagMutability: MUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: [{filterType: WILDCARD, filter: 'release-*'}]")}`,
    ],
  },
  judge(repository, world) {
    const { imageTagMutability: setting = 'MUTABLE', imageTagMutabilityExclusionFilters: filters } = repository
    const fault = (says: string) => ({ says, at: 'imageTagMutability', actual: repository.imageTagMutability, wanted: 'IMMUTABLE' })
    if (setting === 'IMMUTABLE') return undefined
    if (!setting.endsWith('_WITH_EXCLUSION')) return fault('tags can be moved')
    const excluded = (filters ?? []).flatMap(({ filter }) => filter ?? [])
    const isExcluded = (tag: string) => excluded.some((filter) => matchesTag(filter, tag))
    const tags = tagsInUse(repository, world)
    if (setting === 'MUTABLE_WITH_EXCLUSION') {
      const loose = tags.filter((tag) => !isExcluded(tag))
      return tags.length > 0 && loose.length === 0
        ? undefined
        : fault(`tags can be moved, but for ${excluded.join(', ')}${loose.length > 0 ? `; ${loose.join(', ')} is in use` : ''}`)
    }
    const loose = tags.filter(isExcluded)
    return loose.length > 0 ? fault(`the tag ${loose.join(', ')} is in use and can be moved: ${excluded.join(', ')} is excluded`) : undefined
  },
  remedy: ({ repositoryName }) => ({
    says: 'Make the tags of the repository immutable',
    risk: 'none',
    steps: [{ do: 'aws', call: 'ecr:PutImageTagMutability', input: { repositoryName, imageTagMutability: 'IMMUTABLE' } }],
  }),
})

/** `*` stands for anything; the rest is literal. */
function matchesTag(filter: string, tag: string): boolean {
  return new RegExp(
    `^${filter
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(tag)
}

/** Tags of the repository that workloads name or run. Throws `Unseen` where some workloads were not seen. */
function tagsInUse(repository: Repository, world: World<'workloads'>): string[] {
  world.all('workloads')
  const key = keyOfRepository(repository)
  const images = usersOfRepository(repository, world).flatMap((workload) => [
    ...namedImages(workload).map(({ value }) => parseImage(value)),
    ...runningImages(workload).map(({ image }) => image),
  ])
  return [...new Set(images.flatMap((image) => (image && repositoryKey(image.registry, image.repository) === key ? (image.tag ?? []) : [])))]
}
